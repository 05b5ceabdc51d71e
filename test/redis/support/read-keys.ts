import type { ChainableCommander, Redis } from 'ioredis';

const PAGE = 500;

/** A copy passes on how long a key still lives, so that what the way takes comes on top. */
const TTL_TOLERANCE_MS = 1_000;

/** One key as clients read it. */
export interface ReadKey {
  /** Its type and its whole value. */
  readonly content: string;
  /** -1 for never. */
  readonly expiresAtMs: number;
}

/** A key that is not there. */
export const NO_KEY: ReadKey = { content: 'none', expiresAtMs: -1 };

type Command = readonly [name: string, ...words: (string | Buffer)[]];

/** What says everything of a key of this type. */
const COMMANDS: Readonly<Record<string, (key: Buffer) => readonly Command[]>> = {
  none: () => [],
  string: (key) => [['GET', key]],
  list: (key) => [['LRANGE', key, '0', '-1']],
  set: (key) => [['SMEMBERS', key]],
  hash: (key) => [['HGETALL', key]],
  zset: (key) => [['ZRANGE', key, '0', '-1', 'WITHSCORES']],
  stream: (key) => [
    ['XRANGE', key, '-', '+'],
    ['XINFO', 'GROUPS', key],
  ],
};

/** Keys by the plain commands of their types: it shares nothing with what is tested. */
export async function readKeys(client: Redis, keys: readonly Buffer[]): Promise<readonly ReadKey[]> {
  const heads = await answersOf(
    keys.reduce((pipeline, key) => pipeline.type(key).call('PEXPIRETIME', [key]), client.pipeline()),
  );
  const types = keys.map((_, at) => String(heads[2 * at]));
  const bodies = client.pipeline();
  for (const [at, key] of keys.entries())
    for (const [name, ...words] of commandsOf(types[at], key)) bodies.callBuffer(name, words);
  const answers = await answersOf(bodies);
  let next = 0;
  return types.map((type, at) => {
    const values = answers.slice(next, next + commandsOf(type, NO_BYTES).length);
    next += values.length;
    return type === 'none' ? NO_KEY : asRead(type, Number(heads[2 * at + 1]), values);
  });
}

/** What a key with such answers to the commands of its type is read as. */
export function asRead(type: string, expiresAtMs: number, answers: readonly unknown[]): ReadKey {
  const values = answers.map(toText);
  // Members of sets and fields of hashes have no order.
  const ordered = values.map((value) => (type === 'set' || type === 'hash' ? sortGroups(value, type) : value));
  return { content: JSON.stringify([type, ordered]), expiresAtMs };
}

export function isSameKey(one: ReadKey | undefined, other: ReadKey | undefined): boolean {
  if (one === undefined || other === undefined || one.content !== other.content) return false;
  if (one.expiresAtMs === -1 || other.expiresAtMs === -1) return one.expiresAtMs === other.expiresAtMs;
  return Math.abs(one.expiresAtMs - other.expiresAtMs) <= TTL_TOLERANCE_MS;
}

const NO_BYTES = Buffer.alloc(0);

function commandsOf(type = 'none', key: Buffer): readonly Command[] {
  const commands = COMMANDS[type]?.(key);
  if (commands === undefined) throw new Error(`a key of type ${type} cannot be read`);
  return commands;
}

function sortGroups(value: unknown, type: 'set' | 'hash'): readonly string[] {
  const members = Array.isArray(value) ? value : [];
  const size = type === 'hash' ? 2 : 1;
  const groups = Array.from({ length: members.length / size }, (_, at) => members.slice(at * size, (at + 1) * size));
  return groups.map((group) => JSON.stringify(group)).toSorted();
}

/** Bytes as characters of the same number. */
function toText(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(toText);
  return Buffer.isBuffer(answer) ? answer.toString('latin1') : answer;
}

async function answersOf(pipeline: ChainableCommander): Promise<readonly unknown[]> {
  return ((await pipeline.exec()) ?? []).map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  });
}

export function describeKey(key: ReadKey | undefined): string {
  return JSON.stringify(key)?.slice(0, 200) ?? 'nothing';
}

export interface Sides {
  readonly source: Redis;
  readonly target: Redis;
}

export interface ComparedKeys {
  /** Of the source. */
  readonly keys: number;
  /** Keys. */
  readonly differing: readonly string[];
  /** The same, for people. */
  readonly differences: readonly string[];
}

/** Every key of the selected database of both sides, both ways, but those that are left out. */
export async function compareDatabases(
  { source, target }: Sides,
  isLeftOut: (key: string) => boolean = () => false,
): Promise<ComparedKeys> {
  const different = new Map<string, string>();
  let compared = 0;
  for await (const keys of pagesOf(source, isLeftOut)) {
    const [there, here] = await Promise.all([readKeys(source, keys), readKeys(target, keys)]);
    for (const [at, key] of keys.entries())
      if (!isSameKey(there[at], here[at]))
        different.set(nameOf(key), `${describeKey(there[at])} became ${describeKey(here[at])}`);
    compared += keys.length;
  }
  for await (const keys of pagesOf(target, isLeftOut)) {
    const exist = await answersOf(keys.reduce((pipeline, key) => pipeline.exists(key), source.pipeline()));
    for (const [at, key] of keys.entries()) if (exist[at] !== 1) different.set(nameOf(key), 'at the target alone');
  }
  const differences = [...different].map(([key, words]) => `${key}: ${words}`);
  return { keys: compared, differing: [...different.keys()], differences };
}

/** Every key once or more. */
async function* pagesOf(client: Redis, isLeftOut: (key: string) => boolean): AsyncGenerator<readonly Buffer[]> {
  let cursor = '0';
  do {
    const [next, keys] = await client.scanBuffer(cursor, 'COUNT', PAGE);
    yield keys.filter((key) => !isLeftOut(nameOf(key)));
    cursor = next.toString();
  } while (cursor !== '0');
}

function nameOf(key: Buffer): string {
  return key.toString('latin1');
}
