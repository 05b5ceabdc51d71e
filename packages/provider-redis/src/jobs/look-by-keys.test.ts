import { defined, type JobConnection, type Json, type JsonObject, ProviderError } from '@waybill/core';
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

interface Server {
  /** In memory, of each value; without it the server refuses to say. */
  readonly bytes?: number;
  /** Whether a dump exceeds what an answer may have. */
  readonly isTooLarge?: boolean;
}

/** A server on which every key has the same type and the same bytes. */
function sideWith(type: string, dump: string, { bytes, isTooLarge = false }: Server = { bytes: 10 }): Side {
  const replies: Readonly<Record<string, Json>> = {
    TYPE: type,
    DUMP: dump,
    PEXPIRETIME: -1,
    OBJECT: 'raw',
    ...defined({ MEMORY: bytes }),
  };
  const answer = (args: JsonObject): Json =>
    (args['commands'] as readonly (readonly string[])[]).map(([, name = '']) => {
      if (name === 'DUMP' && isTooLarge) throw refused('RESPONSE_TOO_LARGE');
      if (name === 'MEMORY' && bytes === undefined) throw refused('NOPERM');
      return { value: replies[name] ?? null };
    });
  const connection: Pick<JobConnection, 'call' | 'read'> = {
    call: async (_, args) => ({ response: answer(args) }),
    read: async (_, args) => answer(args),
  };
  return { connection: connection as JobConnection, layout: LAYOUT };
}

function refused(vendorCode: string): ProviderError {
  return new ProviderError('it is refused', { class: 'fatal', effect: 'none', vendorCode });
}

/** Of a key with another type of a module on either side, by the level `dump`. */
async function lookAtModules(server: Server, dumps: readonly [source: string, target: string]) {
  const [source, target] = dumps.map((dump) => sideWith('ReJSON-RL', `${dump}${'0'.repeat(10)}`, server)) as [
    Side,
    Side,
  ];
  const looker = new KeyLooker({ source, target }, { toleranceMs: 0, isDump: true });
  const looks = await looker.look({ database: 0, keys: ['a'] });
  return { found: [...looks.values()].map((look) => differenceOf(look, 0)), uncovered: [...looker.uncovered] };
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

it.each([
  ['small', { bytes: 10 }],
  ['large', { bytes: 300_000 }],
  ['of an unknown size', {}],
] as const)('compares types of modules by their bytes where they are %s', async (_, server) => {
  expect(await lookAtModules(server, ['one', 'one'])).toEqual({ found: [undefined], uncovered: [] });
  expect(await lookAtModules(server, ['one', 'two'])).toEqual({ found: [undefined], uncovered: [['ReJSON-RL', 1]] });
});

it('names types of modules that are too large for an answer, which are not compared', async () => {
  const seen = await lookAtModules({ bytes: 300_000, isTooLarge: true }, ['one', 'one']);
  expect(seen).toEqual({ found: [undefined], uncovered: [['ReJSON-RL', 1]] });
});
