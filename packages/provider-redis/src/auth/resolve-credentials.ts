import type { RedisConfig } from '../config.ts';

/** How a server is to know who calls. Nothing but the plan says it. */
export interface Credentials {
  readonly username: string | undefined;
  /** Undefined: the server asks for none. */
  readonly password: string | undefined;
  readonly sentinelPassword: string | undefined;
}

export function resolveCredentials({
  username,
  password,
  sentinelPassword,
}: Pick<RedisConfig, 'username' | 'password' | 'sentinelPassword'>): Credentials {
  return { username, password, sentinelPassword };
}

/** The value of the header Authorization; undefined where none is sent. */
export function authorizationOf({
  username,
  password,
}: Pick<Credentials, 'username' | 'password'>): string | undefined {
  if (password === undefined) return undefined;
  return `Basic ${Buffer.from(`${username ?? ''}:${password}`).toString('base64')}`;
}

export function secretsOf({ password, sentinelPassword }: Credentials): readonly string[] {
  return [password, sentinelPassword].filter((secret) => secret !== undefined);
}

/** Who they belong to, not their secret. */
export function principalOf({ username, password }: Credentials): string {
  return username ?? (password === undefined ? 'none' : 'default');
}

/** For people: where they were found. */
export function placeOf({ username, password }: Credentials): string {
  if (password === undefined) return 'none: no login is sent';
  return username === undefined ? 'password of the plan' : 'username and password of the plan';
}
