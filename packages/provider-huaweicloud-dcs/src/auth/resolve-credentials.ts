import { homedir } from 'node:os';
import { join } from 'node:path';
import { CredentialsError } from '@waybill/core';
import { firstSet, inHome, readCredentialsFile, textOf } from '@waybill/provider-kit';
import type { ReadTextFile } from '@waybill/transport/files';
import type { HuaweicloudConfig } from '../config.ts';
import { parseCredentialsFile } from './credentials-file.ts';

export type Credentials = KeyCredentials | TokenCredentials | PasswordCredentials | AgencySource;

/** An access key, which signs every request. */
export interface KeyCredentials {
  readonly kind: 'key';
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string | undefined;
  /** A project named where the key was found, used when neither the plan nor the environment names one. */
  readonly projectId: string | undefined;
  /** By the wall clock, of keys whose issuer says it. */
  readonly endAtMs?: number;
  /** A service issues others before that. */
  readonly isRenewable?: boolean;
}

/** The agency of the ECS that this process runs on: its metadata service issues keys. */
export interface AgencySource {
  readonly kind: 'agency';
}

/** A token that somebody else obtained: it cannot be renewed here. */
export interface TokenCredentials {
  readonly kind: 'token';
  readonly token: string;
}

/** A user whose password is exchanged for tokens. */
export interface PasswordCredentials {
  readonly kind: 'password';
  readonly username: string;
  readonly password: string;
  readonly domainName: string;
}

export interface CredentialSources {
  readonly alias: string;
  readonly config: HuaweicloudConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readTextFile: ReadTextFile;
}

interface KeyNames {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
}

interface UserNames {
  readonly token: string;
  readonly username: string;
  readonly password: string;
  /** The first that is set counts. */
  readonly domainName: readonly string[];
}

const SDK_KEYS: KeyNames = {
  accessKey: 'HUAWEICLOUD_SDK_AK',
  secretKey: 'HUAWEICLOUD_SDK_SK',
  securityToken: 'HUAWEICLOUD_SDK_SECURITY_TOKEN',
};
const HW_KEYS: KeyNames = {
  accessKey: 'HW_ACCESS_KEY',
  secretKey: 'HW_SECRET_KEY',
  securityToken: 'HW_SECURITY_TOKEN',
};
const OS_KEYS: KeyNames = {
  accessKey: 'OS_ACCESS_KEY',
  secretKey: 'OS_SECRET_KEY',
  securityToken: 'OS_SECURITY_TOKEN',
};
const HW_USER: UserNames = {
  token: 'HW_AUTH_TOKEN',
  username: 'HW_USER_NAME',
  password: 'HW_USER_PASSWORD',
  domainName: ['HW_DOMAIN_NAME'],
};
const OS_USER: UserNames = {
  token: 'OS_TOKEN',
  username: 'OS_USERNAME',
  password: 'OS_PASSWORD',
  domainName: ['OS_DOMAIN_NAME', 'OS_USER_DOMAIN_NAME'],
};

/**
 * Finds credentials, or who issues them; sends nothing: the plan's own, then the environment, then (for keys) the
 * credentials file. The vendor's names come first in the environment; for Open Telekom Cloud the `OS_*` names come first,
 * because its tools use them. A file that cannot be read is an error. A source that is only half set is an error and not
 * passed over: the next source could be another account.
 */
export async function resolveCredentials(sources: CredentialSources): Promise<Credentials> {
  return (await locateCredentials(sources)).credentials;
}

/** The same, with the place for people. */
export async function locateCredentials(sources: CredentialSources): Promise<Located<Credentials>> {
  if (sources.config.credentials.source === 'metadata') return locateAgency(sources);
  return sources.config.signing === 'token' ? locateUser(sources) : locateKey(sources);
}

export interface Located<Kind> {
  readonly credentials: Kind;
  readonly place: string;
}

/** The values of them that must never appear in a text. */
export function secretsOf(credentials: Credentials): readonly string[] {
  switch (credentials.kind) {
    case 'key':
      return [credentials.secretKey, ...(credentials.securityToken === undefined ? [] : [credentials.securityToken])];
    case 'token':
      return [credentials.token];
    case 'password':
      return [credentials.password];
    case 'agency':
      return [];
  }
}

/** The project named by the plan or the environment; undefined when neither does. */
export function configuredProjectId(sources: Pick<CredentialSources, 'config' | 'env'>): string | undefined {
  if (sources.config.projectId !== undefined) return sources.config.projectId;
  const vendor = ['HUAWEICLOUD_SDK_PROJECT_ID', 'HW_PROJECT_ID'];
  const openStack = ['OS_PROJECT_ID', 'OS_TENANT_ID'];
  return firstSet(sources.config.cloud === 'otc' ? [...openStack, ...vendor] : [...vendor, ...openStack], sources.env);
}

/** Asked only where the plan says so: elsewhere nobody answers at its address, or somebody else does. */
function locateAgency({ alias, config }: CredentialSources): Located<AgencySource> {
  if (config.signing !== 'token') {
    return {
      credentials: { kind: 'agency' },
      place: 'agency of this ECS, from its metadata service (credentials.source)',
    };
  }
  throw new CredentialsError(
    `Provider ${alias}: credentials.source: metadata issues access keys, and signing: token sends none.`,
    'Remove `signing: token`, or set a user or a token instead of source.',
  );
}

async function locateKey(sources: CredentialSources): Promise<Located<KeyCredentials>> {
  const { alias, config, env } = sources;
  const configured = config.credentials;
  const own = completeKey(
    alias,
    'credentials.access_key',
    configured.accessKey,
    'credentials.secret_key',
    configured.secretKey,
  );
  if (own !== undefined) {
    const credentials = { ...own, securityToken: configured.securityToken, projectId: undefined };
    return { credentials, place: 'credentials.access_key and credentials.secret_key in the plan' };
  }
  const chain = config.cloud === 'otc' ? [OS_KEYS, SDK_KEYS, HW_KEYS] : [SDK_KEYS, HW_KEYS, OS_KEYS];
  for (const names of chain) {
    const found = completeKey(alias, names.accessKey, env[names.accessKey], names.secretKey, env[names.secretKey]);
    if (found === undefined) continue;
    const credentials = { ...found, securityToken: textOf(env[names.securityToken]), projectId: undefined };
    return { credentials, place: `${names.accessKey} and ${names.secretKey} in the environment` };
  }
  const path = credentialsFilePath(env);
  const fromFile = await keyFromFile(path, sources);
  if (fromFile !== undefined) return { credentials: fromFile, place: `section [basic] of ${path}` };
  throw new CredentialsError(
    `Provider ${alias}: no access key. Looked for credentials.access_key and credentials.secret_key in the plan, ` +
      `${chain.map((names) => `${names.accessKey} and ${names.secretKey}`).join(', ')} in the environment, ` +
      `and ak and sk in section [basic] of ${path}.`,
    `Set ${chain[0]?.accessKey} and ${chain[0]?.secretKey}, or refer to secrets under credentials.`,
  );
}

async function keyFromFile(path: string, sources: CredentialSources): Promise<KeyCredentials | undefined> {
  const content = await readCredentialsFile(path, sources);
  if (content === undefined) return undefined;
  const values = parseCredentialsFile(content);
  const found = completeKey(sources.alias, `ak in ${path}`, values.get('ak'), `sk in ${path}`, values.get('sk'));
  if (found === undefined) return undefined;
  return { ...found, securityToken: textOf(values.get('security_token')), projectId: textOf(values.get('project_id')) };
}

async function locateUser(sources: CredentialSources): Promise<Located<TokenCredentials | PasswordCredentials>> {
  const { alias, config, env } = sources;
  const { authToken, username, password, domainName } = config.credentials;
  if (authToken !== undefined) {
    return { credentials: { kind: 'token', token: authToken }, place: 'credentials.auth_token in the plan' };
  }
  const own = completeUser(alias, 'credentials.username, .password and .domain_name', username, password, domainName);
  if (own !== undefined) return { credentials: own, place: 'credentials.username in the plan' };
  const chain = config.cloud === 'otc' ? [OS_USER, HW_USER] : [HW_USER, OS_USER];
  for (const names of chain) {
    const token = textOf(env[names.token]);
    if (token !== undefined)
      return { credentials: { kind: 'token', token }, place: `${names.token} in the environment` };
    const label = `${names.username}, ${names.password} and ${names.domainName.join(' or ')}`;
    const domain = firstSet(names.domainName, env);
    const found = completeUser(alias, label, textOf(env[names.username]), textOf(env[names.password]), domain);
    if (found !== undefined) return { credentials: found, place: `${label} in the environment` };
  }
  throw new CredentialsError(
    `Provider ${alias}: no credentials to get a token with. Looked for credentials.auth_token, or credentials.username, ` +
      `.password and .domain_name in the plan, and ` +
      `${chain.map((names) => `${names.token}, or ${names.username}, ${names.password} and ${names.domainName.join(' or ')}`).join('; ')} in the environment.`,
    `Set ${chain[0]?.username}, ${chain[0]?.password} and ${chain[0]?.domainName[0]}, or refer to secrets under credentials.`,
  );
}

function completeKey(
  alias: string,
  accessName: string,
  accessKey: string | undefined,
  secretName: string,
  secretKey: string | undefined,
): Pick<KeyCredentials, 'kind' | 'accessKey' | 'secretKey'> | undefined {
  const access = textOf(accessKey);
  const secret = textOf(secretKey);
  if (access === undefined && secret === undefined) return undefined;
  if (access !== undefined && secret !== undefined) return { kind: 'key', accessKey: access, secretKey: secret };
  const [present, missing] = access === undefined ? [secretName, accessName] : [accessName, secretName];
  throw new CredentialsError(`Provider ${alias}: ${present} is set but ${missing} is not.`, `Set both, or neither.`);
}

/** A user name alone is no half-set source (`OS_USERNAME` is often exported); a password without the rest is. */
function completeUser(
  alias: string,
  label: string,
  username: string | undefined,
  password: string | undefined,
  domainName: string | undefined,
): PasswordCredentials | undefined {
  if (password === undefined) return undefined;
  if (username !== undefined && domainName !== undefined) return { kind: 'password', username, password, domainName };
  throw new CredentialsError(`Provider ${alias}: not all of ${label} are set.`, 'Set all three.');
}

function credentialsFilePath(env: CredentialSources['env']): string {
  const path = ['.huaweicloud', 'credentials'];
  return textOf(env['HUAWEICLOUD_SDK_CREDENTIALS_FILE']) ?? inHome(env, ...path) ?? join(homedir(), ...path);
}
