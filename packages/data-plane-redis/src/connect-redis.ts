import { defined } from '@waybill/stand-kit';
import { Redis, type RedisOptions } from 'ioredis';

type Resp2Options = RedisOptions & { readonly protocol: 2; readonly replyMapping: 'legacy' };

/** Where a server listens: a socket of this machine, or a port of its loopback. */
export type RedisPlace = { readonly path: string } | { readonly host: string; readonly port: number };

/** A server, and how to log in to it. */
export interface RedisServerAt {
  readonly place: RedisPlace;
  readonly password: string | null;
}

/**
 * A connection that is made by its first command and never made again: a command that was sent twice would write twice. Its
 * commands fail once it is broken.
 */
export function connectRedis({ place, password }: RedisServerAt): Redis {
  const options: Resp2Options = {
    ...place,
    ...defined({ password: password ?? undefined }),
    protocol: 2,
    replyMapping: 'legacy',
    lazyConnect: true,
    enableReadyCheck: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => null,
  };
  const client = new Redis(options);
  // Whoever sent a command sees it fail.
  client.on('error', () => {});
  return client;
}

/** Numbers of INFO by name, and its words. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const));
}

/** Keys of each database that has any. */
export function keysByDatabase(info: ReadonlyMap<string, string>): ReadonlyMap<number, number> {
  const rows = [...info].flatMap(([name, value]) => {
    const database = /^db(\d+)$/.exec(name)?.[1];
    const keys = /^keys=(\d+)/.exec(value)?.[1];
    return database === undefined || keys === undefined ? [] : [[Number(database), Number(keys)] as const];
  });
  return new Map(rows);
}
