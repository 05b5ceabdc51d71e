import type { JobConnection, Json, JsonObject } from '@waybill/core';
import { expect, it } from 'vitest';
import type { KnownLayout, Side } from './job-sides.ts';
import { differenceOf } from './look.ts';
import { KeyLooker } from './look-by-keys.ts';

const LAYOUT: KnownLayout = {
  pageKeys: 100,
  heldMs: 0,
  mode: 'standalone',
  version: '7.0.15',
  masters: [{ address: { origin: 'redis://one:6379', prefix: '' }, slots: [] }],
};

/** A server on which every key has the same type and the same bytes. */
function sideWith(type: string, dump: string): Side {
  const replies: Readonly<Record<string, Json>> = { TYPE: type, DUMP: dump, PEXPIRETIME: -1 };
  const answer = (args: JsonObject): Json =>
    (args['commands'] as readonly (readonly string[])[]).map(([, name = '']) => ({ value: replies[name] ?? null }));
  const connection: Pick<JobConnection, 'call' | 'read'> = {
    call: async (_, args) => ({ response: answer(args) }),
    read: async (_, args) => answer(args),
  };
  return { connection: connection as JobConnection, layout: LAYOUT };
}

it('names types of modules whose bytes differ, which it cannot compare by value', async () => {
  const sides = {
    source: sideWith('ReJSON-RL', `one${'0'.repeat(10)}`),
    target: sideWith('ReJSON-RL', '0'.repeat(12)),
  };
  const looker = new KeyLooker(sides, { toleranceMs: 0, isDump: true });
  const looks = await looker.look({ database: 0, keys: ['a', 'b'] });
  expect([...looks.values()].map((look) => differenceOf(look, 0))).toEqual([undefined, undefined]);
  expect([...looker.uncovered]).toEqual([['ReJSON-RL', 2]]);
});
