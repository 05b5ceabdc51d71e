import { type HttpRequest, TransportError } from '@waybill/core';

/** Its name and arguments, each text standing for bytes. */
export type RedisCommand = readonly [name: string, ...args: string[]];

/** Where the commands of a request go to, and as whom. */
export interface RedisTarget {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly isEncrypted: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

const DEFAULT_PORT = 6379;

/** @throws TransportError for what is no request of this kind: nothing was sent */
export function readRedisRequest({ url, headers, body = '' }: HttpRequest): RedisTarget & {
  readonly commands: readonly RedisCommand[];
} {
  const parsed = URL.parse(url);
  const database = parsed?.pathname.replace(/^\//, '') || '0';
  if (parsed === null || parsed.hostname === '' || !/^\d+$/.test(database))
    throw invalid(`${url} is not the address of a Redis server and database`);
  return {
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? DEFAULT_PORT : Number(parsed.port),
    database: Number(database),
    isEncrypted: parsed.protocol === 'rediss:',
    ...loginIn(headers['authorization']),
    commands: commandsIn(body),
  };
}

/** The password alone, without a user, is that of servers without users (below Redis 6). */
function loginIn(authorization: string | undefined): Pick<RedisTarget, 'username' | 'password'> {
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return { username: undefined, password: undefined };
  const login = Buffer.from(encoded, 'base64').toString('utf8');
  const mark = login.indexOf(':');
  return { username: login.slice(0, mark) || undefined, password: login.slice(mark + 1) };
}

function commandsIn(body: string): readonly RedisCommand[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw invalid('the body is not JSON');
  }
  if (!Array.isArray(parsed) || !parsed.every(isCommand)) throw invalid('the body is not a list of commands');
  return parsed;
}

function isCommand(value: unknown): value is RedisCommand {
  return Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');
}

function invalid(message: string): TransportError {
  return new TransportError(message, { wasSent: false, reason: 'INVALID_REQUEST' });
}
