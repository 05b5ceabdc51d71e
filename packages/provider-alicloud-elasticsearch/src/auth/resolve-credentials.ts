import { CredentialsError, defined } from '@waybill/core';
import { inHome, readCredentialsFile, textOf } from '@waybill/provider-kit';
import type { ReadTextFile } from '@waybill/transport/files';
import type { ConfiguredCredentials } from '../config.ts';
import { readCliProfile } from './cli-profile.ts';
import type { Credentials } from './credentials.ts';
import { readIniProfile } from './ini-profile.ts';
import type { FoundSource, InstanceRole, KeySource, WebIdentity } from './key-source.ts';
import { webIdentityOfEnvironment } from './web-identity.ts';

export interface CredentialPlaces {
  /** The provider's alias in the plan, for messages. */
  readonly alias: string;
  readonly configured: ConfiguredCredentials;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readTextFile: ReadTextFile;
}

/**
 * Finds an access key, or who issues it: the plan's own, then the vendor's default chain, in the vendor's order. Nothing is
 * sent. The metadata service counts only where the plan, a profile or the environment names it: elsewhere nobody answers at
 * its address, or somebody else does. A place that is only half set, or a file that cannot be read, is an error and not
 * passed over: the next one could be another account.
 *
 * Source: Alibaba Cloud Credentials for Node.js, "Default credential provider chain".
 */
export async function locateCredentials(places: CredentialPlaces): Promise<LocatedCredentials> {
  const tried: string[] = [];
  for (const place of placesInOrder(places)) {
    const source = await place.read();
    if (source.kind === 'web-identity' || source.kind === 'instance-role')
      return { source, place: shown(place, source) };
    if (source.kind === 'key') {
      const credentials = completeKey(source, place.name, places.alias);
      if (credentials !== undefined) return { source: { kind: 'key', credentials }, place: place.name };
      tried.push(`${place.name} (not set)`);
    } else tried.push(`${place.name} (${source.finding})`);
  }
  const unread = unreadPlaces(places.env);
  throw new CredentialsError(
    `Provider ${places.alias}: no access key. Looked in ${tried.join('; ')}.${unread}`,
    'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or refer to secrets under credentials.',
  );
}

export interface LocatedCredentials {
  readonly source: FoundSource;
  /** For people. */
  readonly place: string;
}

function shown(place: Place, source: WebIdentity | InstanceRole): string {
  return source.kind === 'web-identity'
    ? `web identity of ${place.name}: keys of ${source.roleArn} for the token in ${source.tokenFile}`
    : `instance role of ${place.name}: keys of ${source.roleName ?? 'the RAM role'} from the metadata service`;
}

interface Place {
  readonly name: string;
  read(): Promise<KeySource> | KeySource;
}

function placesInOrder(places: CredentialPlaces): readonly Place[] {
  switch (places.configured.source) {
    case 'web-identity':
      return [webIdentityPlace(places)];
    case 'metadata':
      return [{ name: 'credentials.source in the plan', read: () => instanceRole(places, true) }];
    case undefined:
      return chainOf(places);
  }
}

function webIdentityPlace({ env, alias }: CredentialPlaces): Place {
  const name =
    'ALIBABA_CLOUD_OIDC_TOKEN_FILE, ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_PROVIDER_ARN in the environment';
  return { name, read: () => webIdentityOfEnvironment(env, alias) };
}

function instanceRole({ configured, env }: CredentialPlaces, isAskedFor: boolean): KeySource {
  const roleName = configured.roleName ?? textOf(env['ALIBABA_CLOUD_ECS_METADATA']);
  if (env['ALIBABA_CLOUD_ECS_METADATA_DISABLED']?.toLowerCase() === 'true')
    return { kind: 'none', finding: 'switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED' };
  return isAskedFor || roleName !== undefined
    ? { kind: 'instance-role', roleName }
    : { kind: 'none', finding: 'not set' };
}

function chainOf(places: CredentialPlaces): readonly Place[] {
  const { alias, configured, env } = places;
  const profile = textOf(env['ALIBABA_CLOUD_PROFILE']);
  const isCliDisabled = env['ALIBABA_CLOUD_CLI_PROFILE_DISABLED']?.toLowerCase() === 'true';
  return [
    {
      name: 'credentials.access_key_id and credentials.access_key_secret in the plan',
      read: () => configuredKey(configured),
    },
    {
      name: 'ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment',
      read: () => environmentKey(env),
    },
    webIdentityPlace(places),
    {
      name: '~/.aliyun/config.json',
      read: () =>
        isCliDisabled
          ? { kind: 'none', finding: 'switched off by ALIBABA_CLOUD_CLI_PROFILE_DISABLED' }
          : keyInFile(inHome(env, '.aliyun', 'config.json'), places, (text) => readCliProfile(text, profile, alias)),
    },
    {
      name: textOf(env['ALIBABA_CLOUD_CREDENTIALS_FILE']) ?? '~/.alibabacloud/credentials',
      read: () => keyInFile(iniPath(env), places, (text) => readIniProfile(text, profile)),
    },
    { name: 'ALIBABA_CLOUD_ECS_METADATA in the environment', read: () => instanceRole(places, false) },
  ];
}

function configuredKey({ accessKeyId, accessKeySecret, securityToken }: ConfiguredCredentials): KeySource {
  return { kind: 'key', accessKeyId, accessKeySecret, securityToken, label: 'credentials' };
}

function environmentKey(env: CredentialPlaces['env']): KeySource {
  return {
    kind: 'key',
    accessKeyId: textOf(env['ALIBABA_CLOUD_ACCESS_KEY_ID']),
    accessKeySecret: textOf(env['ALIBABA_CLOUD_ACCESS_KEY_SECRET']),
    securityToken: textOf(env['ALIBABA_CLOUD_SECURITY_TOKEN']),
    label: 'environment',
  };
}

async function keyInFile(
  path: string | undefined,
  places: CredentialPlaces,
  parse: (content: string) => KeySource,
): Promise<KeySource> {
  if (path === undefined) return { kind: 'none', finding: 'HOME is not set' };
  const content = await readCredentialsFile(path, places);
  return content === undefined ? { kind: 'none', finding: 'no such file' } : parse(content);
}

function completeKey(
  source: Extract<KeySource, { kind: 'key' }>,
  place: string,
  alias: string,
): Credentials | undefined {
  const { accessKeyId, accessKeySecret, securityToken, expiresAtMs } = source;
  if (accessKeyId !== undefined && accessKeySecret !== undefined) {
    const end = defined({ expiresAtMs });
    return { accessKeyId, accessKeySecret, securityToken, ...end };
  }
  if (accessKeyId === undefined && accessKeySecret === undefined) return undefined;
  const [present, missing] = accessKeyId === undefined ? ['secret', 'id'] : ['id', 'secret'];
  throw new CredentialsError(
    `Provider ${alias}: ${place} (${source.label}) has an access key ${present} but no access key ${missing}.`,
    'Set both, or neither.',
  );
}

function iniPath(env: CredentialPlaces['env']): string | undefined {
  return textOf(env['ALIBABA_CLOUD_CREDENTIALS_FILE']) ?? inHome(env, '.alibabacloud', 'credentials');
}

/** Places of the vendor's chain that are not supported, named when the environment points at them. */
function unreadPlaces(env: CredentialPlaces['env']): string {
  const unread = [
    { variable: 'ALIBABA_CLOUD_ROLE_ARN', name: 'roles of an access key' },
    { variable: 'ALIBABA_CLOUD_CREDENTIALS_URI', name: 'credentials URIs' },
  ].filter(({ variable }) => textOf(env[variable]) !== undefined);
  if (unread.length === 0) return '';
  const names = unread.map(({ variable, name }) => `${variable} (${name})`).join(', ');
  return ` Set but not supported: ${names}.`;
}
