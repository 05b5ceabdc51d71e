import type { JobConnection } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { expect, it } from 'vitest';
import { planSlices } from './plan-slices.ts';

/** A server that does not say how many keys it has. */
function silent(mode: 'standalone' | 'proxy'): JobConnection {
  const masters = [{ address: { origin: 'redis://one:6379', prefix: '' }, slots: [] }];
  const answers = {
    ShowLayout: { mode, version: '5.0.14', masters },
    CountKeys: { databases: [], keys: 0, nodes: [{ node: 'redis://one:6379', databases: [] }] },
  };
  const connection: Pick<JobConnection, 'read'> = {
    read: async (operation) => answers[operation as keyof typeof answers],
  };
  return connection as JobConnection;
}

it('scans a proxy that does not say how many keys are behind it', async () => {
  const plan = async (mode: 'standalone' | 'proxy') =>
    await planSlices({
      connections: [silent(mode), silent('standalone')],
      input: { level: 'digest' },
      clock: new VirtualClock(),
    });
  expect(await plan('standalone')).toEqual([]);
  expect(await plan('proxy')).toMatchObject([{ arguments: { side: 'source', database: 0, bits: 0, part: 0 } }]);
});
