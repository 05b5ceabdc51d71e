import type { Database } from './database.ts';
import { digestKeys } from './digest-keys.ts';
import { info } from './info.ts';
import { RedisError, WRONG_TYPE } from './redis-error.ts';
import type { Server } from './server.ts';
import { shownScore } from './shown-score.ts';
import { type StoredValue, sizeOf } from './stored-value.ts';

export type ReplyValue = string | number | null | readonly ReplyValue[];

/** Where a command is carried out. */
export interface Place {
  readonly server: Server;
  readonly database: Database;
  readonly nowMs: number;
}

type Handler = (args: readonly string[], place: Place) => ReplyValue;

/** @throws RedisError as a server refuses the command */
export function carryOut([name = '', ...args]: readonly string[], place: Place): ReplyValue {
  const handler = Object.hasOwn(HANDLERS, name.toUpperCase()) ? HANDLERS[name.toUpperCase()] : undefined;
  if (handler === undefined) throw new RedisError(`ERR unknown command '${name}', with args beginning with: `);
  return handler(args, place);
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  PING: () => 'PONG',
  TIME: (_, { nowMs }) => [String(Math.floor(nowMs / 1_000)), String((nowMs % 1_000) * 1_000)],
  INFO: (_, { server, nowMs }) => info(server, nowMs),
  CLUSTER: () => {
    throw new RedisError('ERR This instance has cluster support disabled');
  },
  SCAN: ([cursor = '0', ...options], { database }) => {
    const at = options.findIndex((option) => option.toUpperCase() === 'COUNT');
    const { next, keys } = database.scan(BigInt(cursor), at < 0 ? 10 : Number(options[at + 1]));
    return [String(next), keys];
  },
  EXISTS: (keys, { database }) => keys.filter((key) => database.get(key) !== undefined).length,
  TYPE: ([key = ''], { database }) => database.get(key)?.value.type ?? 'none',
  PTTL: ([key = ''], { database, nowMs }) => {
    const time = expiryOf(database, key);
    return time < 0 ? time : time - nowMs;
  },
  PEXPIRETIME: ([key = ''], { database }) => expiryOf(database, key),
  STRLEN: ([key = ''], { database }) => sizeIn(database, key, 'string'),
  GETRANGE: ([key = '', from = '0', to = '-1'], { database }) =>
    range(valueIn(database, key, 'string')?.text ?? '', from, to),
  LLEN: ([key = ''], { database }) => sizeIn(database, key, 'list'),
  LRANGE: ([key = '', from = '0', to = '-1'], { database }) =>
    range(valueIn(database, key, 'list')?.items ?? [], from, to),
  SCARD: ([key = ''], { database }) => sizeIn(database, key, 'set'),
  SSCAN: ([key = ''], { database }) => ['0', valueIn(database, key, 'set')?.members ?? []],
  HLEN: ([key = ''], { database }) => sizeIn(database, key, 'hash'),
  HSCAN: ([key = ''], { database }) => ['0', (valueIn(database, key, 'hash')?.fields ?? []).flat()],
  ZCARD: ([key = ''], { database }) => sizeIn(database, key, 'zset'),
  ZSCAN: ([key = ''], { database }) => [
    '0',
    (valueIn(database, key, 'zset')?.members ?? []).flatMap(([member, score]) => [member, shownScore(score)]),
  ],
  XLEN: ([key = ''], { database }) => sizeIn(database, key, 'stream'),
  XRANGE: ([key = '', start = '-', , , count = '0'], { database }) => {
    const entries = (valueIn(database, key, 'stream')?.entries ?? []).filter(({ id }) => isAtOrAfter(id, start));
    return entries.slice(0, Number(count) || undefined).map(({ id, fields }) => [id, fields]);
  },
  XINFO: ([what = '', key = ''], { database }) => {
    const stream = valueIn(database, key, 'stream');
    if (stream === undefined) throw new RedisError('ERR no such key');
    if (what.toUpperCase() === 'STREAM')
      return ['length', stream.entries.length, 'last-generated-id', stream.entries.at(-1)?.id ?? '0-0'];
    if (what.toUpperCase() === 'CONSUMERS') return [];
    return stream.groups.map(({ name, lastDeliveredId }) => [
      'name',
      name,
      'consumers',
      0,
      'pending',
      0,
      'last-delivered-id',
      lastDeliveredId,
    ]);
  },
  MEMORY: ([, key = ''], { database }) => {
    const stored = database.get(key);
    return stored === undefined ? null : JSON.stringify(stored.value).length;
  },
  OBJECT: ([, key = ''], { database }) => {
    if (database.get(key) === undefined) return null;
    throw new RedisError('ERR this sandbox does not know how a value is kept');
  },
  DUMP: ([key = ''], { database }) => {
    const stored = database.get(key);
    return stored === undefined ? null : `${JSON.stringify(stored.value)}${'\0'.repeat(10)}`;
  },
  CLIENT: ([what = '', ...args], { server, nowMs }) => pauseClients(what.toUpperCase(), args, { server, nowMs }),
  EVAL: script,
  EVAL_RO: script,
};

/** Nothing writes to a server of the stand: it knows until when writers would wait. */
function pauseClients(
  what: string,
  [time = '', mode = 'ALL']: readonly string[],
  { server, nowMs }: Pick<Place, 'server' | 'nowMs'>,
): ReplyValue {
  if (what === 'UNPAUSE') server.pausedUntilMs = undefined;
  else if (what !== 'PAUSE') throw new RedisError(`ERR unknown subcommand '${what}'. Try CLIENT HELP.`);
  else if (!/^\d+$/.test(time)) throw new RedisError('ERR timeout is not an integer or out of range');
  else if (mode.toUpperCase() !== 'WRITE') throw new RedisError('ERR this sandbox pauses writers alone');
  else server.pausedUntilMs = Math.max(server.pausedUntilMs ?? 0, nowMs + Number(time));
  return 'OK';
}

/** A script that only reads, which is the digest of keys; other ones are not known here. */
function script([, count = '0', ...given]: readonly string[], { database }: Place): ReplyValue {
  const declared = given.slice(0, Number(count));
  const [how, expiry, maxBytes, maxElements, , , ...passed] = given.slice(Number(count));
  if ((how !== 'all' && how !== 'each') || (expiry !== 'PEXPIRETIME' && expiry !== 'PTTL'))
    throw new RedisError('ERR Error compiling script (new function): this sandbox runs no other scripts');
  const keys = declared.length > 0 ? declared : passed;
  const limits = { maxBytes: Number(maxBytes), maxElements: Number(maxElements) };
  return digestKeys(database, keys, { isEach: how === 'each', ...limits });
}

function expiryOf(database: Database, key: string): number {
  const stored = database.get(key);
  return stored === undefined ? -2 : (stored.expiresAtMs ?? -1);
}

type OfType<Type extends StoredValue['type']> = Extract<StoredValue, { readonly type: Type }>;

/** Undefined where there is no such key. */
function valueIn<Type extends StoredValue['type']>(
  database: Database,
  key: string,
  type: Type,
): OfType<Type> | undefined {
  const value = database.get(key)?.value;
  if (value !== undefined && value.type !== type) throw new RedisError(WRONG_TYPE);
  return value as OfType<Type> | undefined;
}

function sizeIn(database: Database, key: string, type: StoredValue['type']): number {
  const value = valueIn(database, key, type);
  return value === undefined ? 0 : sizeOf(value);
}

function range<Part extends string | readonly string[]>(whole: Part, from: string, to: string): Part {
  const at = (text: string): number => (Number(text) < 0 ? whole.length + Number(text) : Number(text));
  return whole.slice(Math.max(0, at(from)), at(to) + 1) as Part;
}

function isAtOrAfter(id: string, start: string): boolean {
  if (start === '-') return true;
  const [time = '0', sequence = '0'] = id.split('-');
  const [fromTime = '0', fromSequence = '0'] = start.split('-');
  if (time !== fromTime) return BigInt(time) > BigInt(fromTime);
  return BigInt(sequence) >= BigInt(fromSequence);
}
