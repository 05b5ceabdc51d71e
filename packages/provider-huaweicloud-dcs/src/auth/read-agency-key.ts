import { CredentialsError, defined, type HttpResponse, type Transport } from '@waybill/core';
import {
  askIssuer,
  askLocalIssuer,
  issuerFailed,
  objectOf,
  parseJsonObject,
  textOf,
  timeMsOf,
} from '@waybill/provider-kit';
import type { TimedRequest } from '@waybill/transport';
import type { KeyCredentials } from './resolve-credentials.ts';

/** The metadata service of an ECS, and how it is reached. */
export interface MetadataService {
  /** The provider's alias in the plan, for messages. */
  readonly alias: string;
  readonly endpoint: string;
  readonly transport: Transport;
}

/** Source: Huawei Cloud ECS, "Obtaining ECS Details Using Metadata". */
export const METADATA_ENDPOINT = 'http://169.254.169.254';

/** The service is on the machine itself: what takes longer is not there. */
const TIMEOUTS = { connectMs: 1_000, responseMs: 3_000 };
const TOKEN_TTL_SECONDS = 60;
/** Of a service that has no tokens yet: most regions. */
const TOKENLESS_STATUSES: readonly number[] = [404, 405, 503];
const SERVICE = 'The metadata service of the ECS';
const HINT = 'Assign the ECS an agency for the service ECS, or provide credentials in another way.';

/**
 * The temporary key of the agency of this ECS. Where the service issues tokens for its questions, one is used.
 *
 * Source: Huawei Cloud ECS, "Obtaining ECS Details Using Metadata" (security key); the token mode is that of the vendor's
 * SDK for Python.
 */
export async function readAgencyKey(service: MetadataService): Promise<KeyCredentials> {
  const token = await ask(service, {
    method: 'PUT',
    path: '/meta-data/latest/api/token',
    headers: { 'x-metadata-token-ttl-seconds': String(TOKEN_TTL_SECONDS) },
  });
  if (token.status !== 200 && !TOKENLESS_STATUSES.includes(token.status)) throw refusal(service, token);
  const headers = token.status === 200 ? { 'x-metadata-token': token.body.trim() } : {};
  const answer = await ask(service, { method: 'GET', path: '/openstack/latest/securitykey', headers });
  if (answer.status !== 200) throw refusal(service, answer);
  const key = parseKey(answer.body);
  if (key !== undefined) return key;
  throw new CredentialsError(`Provider ${service.alias}: the metadata service of the ECS holds no key.`, HINT);
}

/** As `readAgencyKey`, for the first time: where nothing answers, this machine is no ECS. */
export async function readFirstAgencyKey(service: MetadataService): Promise<KeyCredentials> {
  const hint = 'Run on an ECS with an agency, or provide credentials in another way.';
  return await askLocalIssuer(async () => await readAgencyKey(service), { alias: service.alias, hint });
}

interface Question {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function ask(service: MetadataService, { method, path, headers }: Question): Promise<HttpResponse> {
  const url = `${service.endpoint}${path}`;
  const request: TimedRequest = { method, url, headers, timeouts: TIMEOUTS, isDirect: true };
  return await askIssuer(service.transport, { what: SERVICE, request });
}

function refusal({ alias }: MetadataService, { status, body }: HttpResponse): Error {
  if (status >= 500) return issuerFailed(SERVICE, { status });
  const what = /agency/i.test(body) ? 'this ECS has no agency' : `its metadata service answered with HTTP ${status}`;
  return new CredentialsError(`Provider ${alias}: no key of the ECS's agency: ${what}.`, HINT);
}

function parseKey(body: string): KeyCredentials | undefined {
  const fields = objectOf(parseJsonObject(body)?.['credential']);
  const accessKey = textOf(fields['access']);
  const secretKey = textOf(fields['secret']);
  const securityToken = textOf(fields['securitytoken']);
  if (accessKey === undefined || secretKey === undefined || securityToken === undefined) return undefined;
  const endAtMs = timeMsOf(fields['expires_at']);
  return {
    kind: 'key',
    accessKey,
    secretKey,
    securityToken,
    projectId: undefined,
    isRenewable: true,
    ...defined({ endAtMs }),
  };
}
