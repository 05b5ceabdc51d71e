import type { ElasticsearchConfig } from '../config.ts';

/** How a cluster is to know who calls. Nothing but the plan says it: clusters have no usual environment variables. */
export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'api-key'; readonly key: string }
  /** A cluster without security. */
  | { readonly kind: 'none' };

export function resolveCredentials({ username, password, apiKey }: ElasticsearchConfig): Credentials {
  if (apiKey !== undefined) return { kind: 'api-key', key: apiKey };
  if (username !== undefined && password !== undefined) return { kind: 'basic', username, password };
  return { kind: 'none' };
}

/** The value of the header Authorization; undefined where none is sent. */
export function authorizationOf(credentials: Credentials): string | undefined {
  switch (credentials.kind) {
    case 'basic':
      return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
    case 'api-key':
      return `ApiKey ${credentials.key}`;
    case 'none':
      return undefined;
  }
}

export function secretsOf(credentials: Credentials): readonly string[] {
  switch (credentials.kind) {
    case 'basic':
      return [credentials.password];
    case 'api-key':
      return [credentials.key];
    case 'none':
      return [];
  }
}

/** Who they belong to, not their secret. */
export function principalOf(credentials: Credentials): string {
  return credentials.kind === 'basic' ? credentials.username : credentials.kind;
}

/** For people: where they were found. */
export function placeOf(credentials: Credentials): string {
  switch (credentials.kind) {
    case 'basic':
      return 'username and password of the plan';
    case 'api-key':
      return 'api_key of the plan';
    case 'none':
      return 'none: requests carry no credentials';
  }
}
