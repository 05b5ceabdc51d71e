import { createHash } from 'node:crypto';
import { type ConnectOptions, CredentialsError, type ProviderSession } from '@waybill/core';
import { type Authenticator, CredentialSource, ServerTime } from '@waybill/provider-kit';
import type { ReadTextFile } from '@waybill/transport/files';
import { findProjectId, type IdentityService, issueToken, type ProjectScope } from '../auth/identity-service.ts';
import { createKeyAuthenticator } from '../auth/key-authenticator.ts';
import { type MetadataService, readAgencyKey, readFirstAgencyKey } from '../auth/read-agency-key.ts';
import {
  type Credentials,
  configuredProjectId,
  type KeyCredentials,
  type PasswordCredentials,
  resolveCredentials,
  secretsOf,
  type TokenCredentials,
} from '../auth/resolve-credentials.ts';
import { createGivenTokenAuthenticator, createTokenAuthenticator } from '../auth/token-authenticator.ts';
import { TokenSource } from '../auth/token-source.ts';
import { type HuaweicloudConfig, parseConfig } from '../config.ts';
import { dcsEndpoint, iamEndpoint } from '../endpoint/endpoints.ts';
import { HuaweicloudSession } from './huaweicloud-session.ts';

export interface ConnectParts {
  readonly readTextFile: ReadTextFile;
  /** Scheme and host of the metadata service. */
  readonly metadataEndpoint: string;
}

/** Opens a session: finds credentials and the project, and for a user asks IAM for the first token. */
export async function connect(options: ConnectOptions, parts: ConnectParts): Promise<ProviderSession> {
  const { readTextFile, metadataEndpoint } = parts;
  const config = parseConfig(options.config);
  const credentials = await resolveCredentials({ alias: options.alias, config, env: options.env, readTextFile });
  const metadata = { alias: options.alias, endpoint: metadataEndpoint, transport: options.transport };
  const rereadCredentials = async (): Promise<Credentials> => {
    const fresh = options.reread === undefined ? config : parseConfig(options.reread());
    return await resolveCredentials({ alias: options.alias, config: fresh, env: options.env, readTextFile });
  };
  const abort = new AbortController();
  const projectIdOfPlan = configuredProjectId({ config, env: options.env });
  const setting: Setting = { options, config, abort, rereadCredentials, metadata, projectId: projectIdOfPlan };
  const { authenticator, projectId } = await authenticate(credentials, setting);
  return new HuaweicloudSession({
    endpoint: dcsEndpoint(config),
    projectId,
    principal: principalOf(credentials),
    keyId: keyIdOf(credentials),
    settleMs: config.settleMs,
    wire: config.wire,
    authenticator,
    transport: options.transport,
    clock: options.clock,
    abort,
  });
}

interface Setting {
  readonly options: ConnectOptions;
  readonly config: HuaweicloudConfig;
  readonly abort: AbortController;
  readonly rereadCredentials: () => Promise<Credentials>;
  readonly metadata: MetadataService;
  readonly projectId: string | undefined;
}

/** Providers on one project can have keys of their own; each is tried, and refused, by itself. */
function principalOf(credentials: Credentials): string {
  switch (credentials.kind) {
    case 'key':
      return credentials.accessKey;
    case 'token':
      return createHash('sha256').update(credentials.token).digest('hex');
    case 'password':
      return `${credentials.domainName}/${credentials.username}`;
    case 'agency':
      return 'agency of this machine';
  }
}

function keyIdOf(credentials: Credentials): string | undefined {
  if (credentials.kind === 'password') return principalOf(credentials);
  return credentials.kind === 'key' && credentials.securityToken === undefined ? credentials.accessKey : undefined;
}

/** The same kind as before: `signing` decides it, and that cannot change amid a run. */
function sourceOf<Kind extends KeyCredentials | TokenCredentials>(
  first: Kind,
  { rereadCredentials, options }: Setting,
): CredentialSource<Kind> {
  return new CredentialSource<Kind>({
    first,
    read: async () => {
      const found = await rereadCredentials();
      return found.kind === first.kind ? (found as Kind) : first;
    },
    describe: (credentials) => ({ secrets: secretsOf(credentials) }),
    clock: options.clock,
  });
}

interface Identity {
  readonly authenticator: Authenticator;
  readonly projectId: string;
}

async function authenticate(credentials: Credentials, setting: Setting): Promise<Identity> {
  switch (credentials.kind) {
    case 'key':
      return await useKey(sourceOf(credentials, setting), credentials.projectId, setting);
    case 'agency':
      return await useKey(await agencySource(setting), undefined, setting);
    case 'token':
      return await useToken(credentials, setting);
    case 'password':
      return await usePassword(credentials, setting);
  }
}

async function agencySource({ metadata, options }: Setting): Promise<CredentialSource<KeyCredentials>> {
  return new CredentialSource<KeyCredentials>({
    first: await readFirstAgencyKey(metadata),
    read: async () => await readAgencyKey(metadata),
    describe: (key) => ({ secrets: secretsOf(key), endAtMs: key.endAtMs, isRenewable: key.isRenewable }),
    clock: options.clock,
  });
}

async function useKey(
  source: CredentialSource<KeyCredentials>,
  projectIdOfKey: string | undefined,
  setting: Setting,
): Promise<Identity> {
  const time = new ServerTime(setting.options.clock);
  const signing = setting.config.signing === 'scoped' ? 'scoped' : 'unscoped';
  const known = setting.projectId ?? projectIdOfKey;
  const projectId =
    known ?? (await lookUpProject(createKeyAuthenticator({ source, time, signing, projectId: undefined }), setting));
  return { authenticator: createKeyAuthenticator({ source, time, signing, projectId }), projectId };
}

async function useToken(credentials: TokenCredentials, setting: Setting): Promise<Identity> {
  const authenticator = createGivenTokenAuthenticator(sourceOf(credentials, setting));
  return { authenticator, projectId: setting.projectId ?? (await lookUpProject(authenticator, setting)) };
}

/** A token is for one project: the one named, or the region's main project, whose name is the region's. */
async function usePassword(credentials: PasswordCredentials, setting: Setting): Promise<Identity> {
  const { clock } = setting.options;
  const project: ProjectScope =
    setting.projectId === undefined ? { name: regionOf(setting) } : { id: setting.projectId };
  const service = identityService(setting);
  const source = new TokenSource({
    issue: async () => await issueToken(service, credentials, { project, nowMs: clock.now() }),
    nowMs: () => clock.now(),
  });
  const first = await source.get();
  const authenticator = createTokenAuthenticator(source, credentials.password);
  const projectId = setting.projectId ?? first.projectId ?? (await lookUpProject(authenticator, setting));
  return { authenticator, projectId };
}

async function lookUpProject(authenticator: Authenticator, setting: Setting): Promise<string> {
  const { alias, clock } = setting.options;
  return await findProjectId(identityService(setting), {
    authenticator,
    name: regionOf(setting),
    alias,
    nowMs: clock.now(),
  });
}

function regionOf({ options, config }: Setting): string {
  if (config.region !== undefined) return config.region;
  throw new CredentialsError(
    `Provider ${options.alias}: no project. Looked for project_id in the plan, ` +
      'HUAWEICLOUD_SDK_PROJECT_ID, HW_PROJECT_ID, OS_PROJECT_ID and OS_TENANT_ID in the environment, ' +
      'and for region, whose main project would be used.',
    'Set project_id or region.',
  );
}

function identityService({ options, config, abort }: Setting): IdentityService {
  return {
    endpoint: iamEndpoint(config),
    transport: options.transport,
    wire: config.wire,
    signal: abort.signal,
  };
}
