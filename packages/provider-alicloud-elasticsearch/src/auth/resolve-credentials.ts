import { join } from 'node:path';
import { CredentialsError } from '@waybill/core';
import type { ReadTextFile } from '@waybill/transport/files';
import type { ConfiguredCredentials } from '../config.ts';
import { readCliProfile } from './cli-profile.ts';
import type { Credentials } from './credentials.ts';
import { readIniProfile } from './ini-profile.ts';
import type { KeySource } from './key-source.ts';

export interface CredentialPlaces {
  /** The provider's alias in the plan, for messages. */
  readonly alias: string;
  readonly configured: ConfiguredCredentials;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readTextFile: ReadTextFile;
}

/**
 * Finds an access key: the plan's own, then the part of the vendor's default chain that needs no network, in the vendor's
 * order. A place that is only half set is an error and not passed over: the next one could be another account.
 *
 * Source: Alibaba Cloud Credentials for Node.js, "Default credential provider chain".
 */
export async function resolveCredentials(places: CredentialPlaces): Promise<Credentials> {
  return (await locateCredentials(places)).credentials;
}

/** The same, with the place for people. */
export async function locateCredentials(places: CredentialPlaces): Promise<LocatedCredentials> {
  const tried: string[] = [];
  for (const place of placesInOrder(places)) {
    const source = await place.read();
    if (source.kind === 'key') {
      const credentials = completeKey(source, place.name, places.alias);
      if (credentials !== undefined) return { credentials, place: place.name };
      tried.push(`${place.name} (not set)`);
    } else tried.push(`${place.name} (${source.finding})`);
  }
  const unread = unreadPlaces(places.env);
  throw new CredentialsError(
    `Provider ${places.alias}: no access key. Looked at ${tried.join('; ')}.${unread}`,
    'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or refer to secrets under credentials.',
  );
}

export interface LocatedCredentials {
  readonly credentials: Credentials;
  readonly place: string;
}

interface Place {
  readonly name: string;
  read(): Promise<KeySource> | KeySource;
}

function placesInOrder({ configured, env, readTextFile }: CredentialPlaces): readonly Place[] {
  const profile = set(env['ALIBABA_CLOUD_PROFILE']);
  const isCliDisabled = env['ALIBABA_CLOUD_CLI_PROFILE_DISABLED']?.toLowerCase() === 'true';
  return [
    {
      name: 'credentials.access_key_id and credentials.access_key_secret in the plan',
      read: () => ({ kind: 'key', ...configured, label: 'credentials' }),
    },
    {
      name: 'ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment',
      read: () => environmentKey(env),
    },
    {
      name: '~/.aliyun/config.json',
      read: () =>
        isCliDisabled
          ? { kind: 'none', finding: 'switched off by ALIBABA_CLOUD_CLI_PROFILE_DISABLED' }
          : keyInFile(inHome(env, '.aliyun', 'config.json'), readTextFile, (text) => readCliProfile(text, profile)),
    },
    {
      name: set(env['ALIBABA_CLOUD_CREDENTIALS_FILE']) ?? '~/.alibabacloud/credentials',
      read: () => keyInFile(iniPath(env), readTextFile, (text) => readIniProfile(text, profile)),
    },
  ];
}

function environmentKey(env: CredentialPlaces['env']): KeySource {
  return {
    kind: 'key',
    accessKeyId: set(env['ALIBABA_CLOUD_ACCESS_KEY_ID']),
    accessKeySecret: set(env['ALIBABA_CLOUD_ACCESS_KEY_SECRET']),
    securityToken: set(env['ALIBABA_CLOUD_SECURITY_TOKEN']),
    label: 'environment',
  };
}

async function keyInFile(
  path: string | undefined,
  readTextFile: ReadTextFile,
  parse: (content: string) => KeySource,
): Promise<KeySource> {
  if (path === undefined) return { kind: 'none', finding: 'HOME is not set' };
  try {
    const content = await readTextFile(path);
    return content === undefined ? { kind: 'none', finding: 'no such file' } : parse(content);
  } catch (error) {
    return { kind: 'none', finding: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function completeKey(
  source: Extract<KeySource, { kind: 'key' }>,
  place: string,
  alias: string,
): Credentials | undefined {
  const { accessKeyId, accessKeySecret, securityToken, expiresAtMs } = source;
  if (accessKeyId !== undefined && accessKeySecret !== undefined) {
    const end = expiresAtMs === undefined ? {} : { expiresAtMs };
    return { accessKeyId, accessKeySecret, securityToken, ...end };
  }
  if (accessKeyId === undefined && accessKeySecret === undefined) return undefined;
  const [present, missing] = accessKeyId === undefined ? ['secret', 'id'] : ['id', 'secret'];
  throw new CredentialsError(
    `Provider ${alias}: ${place} (${source.label}) has an access key ${present} but no access key ${missing}.`,
    'Set both, or neither.',
  );
}

function inHome(env: CredentialPlaces['env'], ...names: readonly string[]): string | undefined {
  const home = set(env['HOME']) ?? set(env['USERPROFILE']);
  return home === undefined ? undefined : join(home, ...names);
}

function iniPath(env: CredentialPlaces['env']): string | undefined {
  return set(env['ALIBABA_CLOUD_CREDENTIALS_FILE']) ?? inHome(env, '.alibabacloud', 'credentials');
}

/** Places of the vendor's chain that need a network call, named when the environment points at them. */
function unreadPlaces(env: CredentialPlaces['env']): string {
  const unread = [
    { variable: 'ALIBABA_CLOUD_ROLE_ARN', name: 'OIDC roles' },
    { variable: 'ALIBABA_CLOUD_ECS_METADATA', name: 'ECS instance roles' },
    { variable: 'ALIBABA_CLOUD_CREDENTIALS_URI', name: 'credentials URIs' },
  ].filter(({ variable }) => set(env[variable]) !== undefined);
  if (unread.length === 0) return '';
  const names = unread.map(({ variable, name }) => `${variable} (${name})`).join(', ');
  return ` Set but not supported: ${names}.`;
}

function set(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
