import { parseJsonObject } from '@waybill/provider-kit';
import { askCredentialService, type CredentialServices, noKeyIssued } from './credential-services.ts';
import type { Credentials } from './credentials.ts';
import type { InstanceRole } from './key-source.ts';
import { parseTemporaryKey } from './parse-temporary-key.ts';

/** The service is on the machine itself: what takes longer is not there. */
const TIMEOUTS = { connectMs: 1_000, responseMs: 2_000 };
/** Of the token that proves that a process of this machine asks. One is used for the two questions that follow it. */
const TOKEN_TTL_SECONDS = 60;
const ROLES_PATH = '/latest/meta-data/ram/security-credentials/';
const HINT =
  'Attach a RAM role to the ECS instance, or provide credentials in another way: this source works on an ECS instance only.';

/**
 * The key of the RAM role of this ECS instance, by the hardened mode of its metadata service: a token first. There is no
 * way back to the mode without one, which a forged request could use.
 *
 * Source: Alibaba Cloud ECS, "Obtain a temporary authorization token" of an instance RAM role; "Access instance metadata".
 */
export async function readInstanceRole(role: InstanceRole, services: CredentialServices): Promise<Credentials> {
  const token = await ask(services, {
    method: 'PUT',
    path: '/latest/api/token',
    headers: { 'x-aliyun-ecs-metadata-token-ttl-seconds': String(TOKEN_TTL_SECONDS) },
  });
  const headers = { 'x-aliyun-ecs-metadata-token': token };
  const name = role.roleName ?? (await ask(services, { method: 'GET', path: ROLES_PATH, headers })).trim();
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(name)) throw refusal(services, 'names no RAM role');
  const key = await ask(services, { method: 'GET', path: `${ROLES_PATH}${name}`, headers });
  const credentials = parseTemporaryKey(parseJsonObject(key) ?? {});
  if (credentials === undefined) throw refusal(services, `holds no key of the role ${name}`);
  return { ...credentials, isRenewable: true };
}

interface Question {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function ask(services: CredentialServices, { method, path, headers }: Question): Promise<string> {
  const url = `${services.metadataEndpoint}${path}`;
  const { status, body } = await askCredentialService(services, {
    what: 'The metadata service of the ECS instance',
    request: { method, url, headers, timeouts: TIMEOUTS, isDirect: true },
  });
  if (status === 200) return body;
  throw refusal(services, `answered ${method} ${path} with HTTP ${status}`);
}

function refusal({ alias }: CredentialServices, problem: string): Error {
  return noKeyIssued(alias, `the metadata service of the ECS instance ${problem}.`, HINT);
}
