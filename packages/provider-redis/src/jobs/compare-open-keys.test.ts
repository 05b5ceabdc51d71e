import type { JobConnection, JobContext } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { expect, it } from 'vitest';
import { compareOpenKeys } from './compare-open-keys.ts';

/** A server that says how many keys it has, or says nothing of it. */
function server(mode: 'standalone' | 'proxy', keys?: number): JobConnection {
  const node = 'redis://one:6379';
  const databases = keys === undefined ? [] : [{ database: 0, keys, expires: 0 }];
  const answers = {
    ShowLayout: { mode, version: '5.0.14', masters: [{ address: { origin: node, prefix: '' }, slots: [] }] },
    CountKeys: { databases, keys: keys ?? 0, nodes: [{ node, databases }] },
  };
  const connection: Pick<JobConnection, 'read'> = {
    read: async (operation) => answers[operation as keyof typeof answers],
  };
  return connection as JobConnection;
}

async function sidesPlanned(...connections: readonly JobConnection[]): Promise<readonly unknown[]> {
  const context = { connections, input: { level: 'digest' }, clock: new VirtualClock() };
  const slices = await compareOpenKeys.planSlices(context as unknown as JobContext);
  return slices.map(({ name, arguments: { side } }) => side ?? name);
}

it('compares all keys while nobody writes where both sides say that they have few', async () => {
  expect(await sidesPlanned(server('standalone', 10_000), server('standalone', 10_000))).toEqual(['source', 'target']);
  expect(await sidesPlanned(server('proxy', 10_000), server('standalone', 10_000))).toEqual(['source', 'target']);
  expect(await sidesPlanned(server('standalone', 10_001), server('standalone', 10_000))).toEqual(['open keys']);
});

it('compares those alone that were left open where a side does not say how many keys it has', async () => {
  expect(await sidesPlanned(server('proxy'), server('proxy'))).toEqual(['open keys']);
  expect(await sidesPlanned(server('proxy'), server('standalone', 15_000))).toEqual(['open keys']);
  expect(await sidesPlanned(server('standalone', 15_000), server('proxy'))).toEqual(['open keys']);
});
