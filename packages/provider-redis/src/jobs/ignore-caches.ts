import type { KeyBatch } from './compared-keys.ts';
import type { Side, Sides } from './job-sides.ts';
import { ABSENT, type Look, valuesIn } from './look.ts';
import { sha1 } from './value-digest.ts';

/** Of a HyperLogLog in its dense form. Source: "PFCOUNT", and the layout of the value. */
const LONGEST_BYTES = 12_304;
const HEADER_BYTES = 16;
const CACHE_FROM = 8;
/** Dense and sparse, each followed by what is not used. */
const HEADS: readonly string[] = ['HYLL\0\0\0\0', 'HYLL\u0001\0\0\0'];

/**
 * A HyperLogLog keeps its last count in its header, which a mere PFCOUNT changes. Where strings differ, those of both sides
 * are compared without it if they are ones.
 */
export async function ignoreCaches(
  { source, target }: Sides,
  database: number,
  looks: ReadonlyMap<string, Look>,
): Promise<ReadonlyMap<string, Look>> {
  const keys = [...looks].flatMap(([key, { left, right }]) =>
    left.digest !== right.digest && left.digest !== ABSENT && right.digest !== ABSENT ? [key] : [],
  );
  if (keys.length === 0) return looks;
  const [ofSource, ofTarget] = await Promise.all([
    digestsOf(source, { database, keys }),
    digestsOf(target, { database, keys }),
  ]);
  const found = new Map(looks);
  for (const [at, key] of keys.entries()) {
    const [left, right, look] = [ofSource[at], ofTarget[at], looks.get(key)];
    if (look === undefined || left === undefined || right === undefined) continue;
    found.set(key, { left: { ...look.left, digest: left }, right: { ...look.right, digest: right } });
  }
  return found;
}

/** Of those that are one. Longer strings are not read: the first bytes of others say what they are. */
async function digestsOf({ connection }: Side, { database, keys }: KeyBatch): Promise<readonly (string | undefined)[]> {
  const heads = valuesIn(
    await connection.read('ReadKeys', {
      database,
      commands: keys.map((key) => [key, 'GETRANGE', key, '0', String(HEADER_BYTES - 1)]),
    }),
  );
  const digests: (string | undefined)[] = [];
  for (const [at, key] of keys.entries()) {
    const head = heads[at];
    const isOne =
      typeof head === 'string' && head.length === HEADER_BYTES && HEADS.some((each) => head.startsWith(each));
    digests.push(isOne ? await digestOf(connection, database, key) : undefined);
  }
  return digests;
}

async function digestOf(connection: Side['connection'], database: number, key: string): Promise<string | undefined> {
  const commands = [[key, 'GETRANGE', key, '0', String(LONGEST_BYTES)]];
  const [value] = valuesIn(await connection.read('ReadKeys', { database, commands }));
  if (typeof value !== 'string' || value.length > LONGEST_BYTES) return undefined;
  return sha1(`hyll:${value.slice(0, CACHE_FROM)}${value.slice(HEADER_BYTES)}`);
}
