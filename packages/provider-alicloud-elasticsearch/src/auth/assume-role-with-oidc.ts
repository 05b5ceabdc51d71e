import type { HttpResponse } from '@waybill/core';
import { defined } from '@waybill/core';
import { objectOf, parseJsonObject, percentEncode, redactVendorText, textOf } from '@waybill/provider-kit';
import { askCredentialService, type CredentialServices, noKeyIssued } from './credential-services.ts';
import type { Credentials } from './credentials.ts';
import type { WebIdentity } from './key-source.ts';
import { parseTemporaryKey } from './parse-temporary-key.ts';

/** The vendor's own default; a role may allow more, and none allows less than 900. */
const DURATION_SECONDS = 3_600;
const TIMEOUTS = { connectMs: 5_000, responseMs: 10_000 };

/**
 * Exchanges the platform's token for a key of the role. The call carries no signature: the token is the proof.
 *
 * Source: Alibaba Cloud RAM, "AssumeRoleWithOIDC" (API version 2015-04-01).
 */
export async function assumeRoleWithOidc(identity: WebIdentity, services: CredentialServices): Promise<Credentials> {
  const token = await readToken(identity, services);
  const query = {
    Action: 'AssumeRoleWithOIDC',
    Format: 'JSON',
    Version: '2015-04-01',
    Timestamp: `${new Date(services.nowMs()).toISOString().slice(0, 19)}Z`,
  };
  const form = {
    OIDCProviderArn: identity.providerArn,
    RoleArn: identity.roleArn,
    OIDCToken: token,
    RoleSessionName: identity.sessionName,
    DurationSeconds: String(DURATION_SECONDS),
  };
  const response = await askCredentialService(services, {
    what: 'STS',
    request: {
      method: 'POST',
      url: `${services.stsEndpoint}/?${encodeForm(query)}`,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: encodeForm(form),
      timeouts: TIMEOUTS,
      ...defined({ caFile: services.caFile }),
    },
  });
  return readKey(response, { identity, token, alias: services.alias });
}

async function readToken({ tokenFile }: WebIdentity, { alias, readTextFile }: CredentialServices): Promise<string> {
  const hint = 'The platform writes this file (a projected service account token, or the CI job); check its mount.';
  const content = await readTextFile(tokenFile).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw noKeyIssued(alias, `the OIDC token in ${tokenFile} cannot be read: ${why}.`, hint);
  });
  const token = content?.trim() ?? '';
  if (token !== '') return token;
  throw noKeyIssued(
    alias,
    `no OIDC token: ${tokenFile} ${content === undefined ? 'does not exist' : 'is empty'}.`,
    hint,
  );
}

function readKey(
  response: HttpResponse,
  { identity, token, alias }: { readonly identity: WebIdentity; readonly token: string; readonly alias: string },
): Credentials {
  const body = parseJsonObject(response.body) ?? {};
  const key = response.status === 200 ? parseTemporaryKey(objectOf(body['Credentials'])) : undefined;
  if (key !== undefined) return { ...key, isRenewable: outlives(token, key.expiresAtMs) };
  const code = textOf(body['Code']) ?? `HTTP ${response.status}`;
  const message = textOf(body['Message']);
  const requestId = textOf(body['RequestId']);
  const said = message === undefined ? '' : `: ${redactVendorText(message, [token])}`;
  throw noKeyIssued(
    alias,
    `STS issued no key for ${identity.roleArn}: ${code}${said}${requestId === undefined ? '' : ` (request ${requestId})`}`,
    hintFor(code),
  );
}

/** Source: Alibaba Cloud RAM, "AssumeRoleWithOIDC", error codes. */
function hintFor(code: string): string {
  if (/Expired/.test(code)) return 'The token in the file has expired: check what renews it there.';
  if (/NoPermission|NotAuthorized|Forbidden/.test(code)) {
    return "Let the role's trust policy name this provider, the token's audience (oidc:aud) and its subject (oidc:sub).";
  }
  return 'Check the role, the OIDC provider (issuer, client ids, fingerprint) and the token of the platform.';
}

/**
 * Whether the token still counts when the key ends. One that does not has to be replaced in its file by then, and not
 * every platform does that.
 */
function outlives(token: string, keyEndMs: number | undefined): boolean {
  const payload = parseJsonObject(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const endSeconds = payload?.['exp'];
  return typeof endSeconds === 'number' && keyEndMs !== undefined && endSeconds * 1_000 > keyEndMs;
}

function encodeForm(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}
