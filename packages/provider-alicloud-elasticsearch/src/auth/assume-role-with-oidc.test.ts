import { CredentialsError, ProviderError, TransportError } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { issuingServices, temporaryKey } from '../testing/issuing-services.ts';
import { assumeRoleWithOidc } from './assume-role-with-oidc.ts';

const IDENTITY = {
  kind: 'web-identity',
  providerArn: 'acs:ram::1:oidc-provider/ci',
  roleArn: 'acs:ram::1:role/migrator',
  tokenFile: '/var/run/token',
  sessionName: 'waybill',
} as const;
const TOKEN = 'eyJhbGciOi.payload+/=.sig';
const FILES = { '/var/run/token': `${TOKEN}\n` };

describe('a token of the platform', () => {
  test('is exchanged for a key with an end, by a call without a signature', async () => {
    const key = temporaryKey('issued', '2026-01-15T09:00:00Z');
    const services = issuingServices(
      { 'POST /': { body: JSON.stringify({ RequestId: 'r', Credentials: key }) } },
      FILES,
    );
    expect(await assumeRoleWithOidc(IDENTITY, services)).toEqual({
      accessKeyId: 'STS.id',
      accessKeySecret: 'issued',
      securityToken: 'issued-token',
      expiresAtMs: Date.UTC(2026, 0, 15, 9),
      isRenewable: false,
    });
    const [request] = services.sent;
    const url = new URL(request?.url ?? '');
    expect(url.origin).toBe('https://sts.aliyuncs.com');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'AssumeRoleWithOIDC',
      Format: 'JSON',
      Version: '2015-04-01',
      Timestamp: '2026-01-15T08:00:00Z',
    });
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      OIDCProviderArn: IDENTITY.providerArn,
      RoleArn: IDENTITY.roleArn,
      OIDCToken: TOKEN,
      RoleSessionName: 'waybill',
      DurationSeconds: '3600',
    });
    expect(request?.headers['authorization']).toBeUndefined();
    expect(request).toMatchObject({ timeouts: { connectMs: 5_000, responseMs: 10_000 } });
  });

  test.each([
    [9, false],
    [10, true],
  ])('that ends at %i o’clock renews a key that ends at 9: %s', async (hour, isRenewable) => {
    const payload = Buffer.from(JSON.stringify({ exp: Date.UTC(2026, 0, 15, hour) / 1_000 })).toString('base64url');
    const key = temporaryKey('issued', '2026-01-15T09:00:00Z');
    const answers = { 'POST /': { body: JSON.stringify({ Credentials: key }) } };
    const services = issuingServices(answers, { '/var/run/token': `h.${payload}.s` });
    expect(await assumeRoleWithOidc(IDENTITY, services)).toMatchObject({ isRenewable });
  });

  test.each([
    ['AuthenticationFail.OIDCToken.Expired', 'has expired'],
    ['AuthenticationFail.NoPermission', 'trust policy'],
    ['EntityNotExist.Role', 'Check the role'],
  ])('that STS refuses with %s says so, and does not repeat the token', async (Code, hint) => {
    const body = JSON.stringify({ Code, Message: `no: ${TOKEN}`, RequestId: 'r-9' });
    const services = issuingServices({ 'POST /': { status: 400, body } }, FILES);
    const error = await failure(services);
    expect(error).toBeInstanceOf(CredentialsError);
    expect(error.message).toContain(`STS issued no key for acs:ram::1:role/migrator: ${Code}`);
    expect(error.message).toContain('(request r-9)');
    expect(error.message).not.toContain('payload');
    expect((error as CredentialsError).hint).toContain(hint);
  });

  test('cannot be exchanged while STS does not answer, which may pass', async () => {
    const lost = new TransportError('refused', { wasSent: false, reason: 'ECONNREFUSED', fault: 'unreachable' });
    for (const answer of [lost, { status: 503 }, { status: 429 }]) {
      const error = await failure(issuingServices({ 'POST /': answer }, FILES));
      expect(error).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({ class: 'unreachable', effect: 'none' });
    }
  });

  test.each([
    ['does not exist', {}],
    ['is empty', { '/var/run/token': ' \n' }],
  ])('that %s is named by its file, and nothing is sent', async (what, files) => {
    const services = issuingServices({}, files);
    expect((await failure(services)).message).toBe(`Provider search: no OIDC token: /var/run/token ${what}.`);
    expect(services.sent).toEqual([]);
  });

  test('that is no key although the status says so is refused', async () => {
    const services = issuingServices({ 'POST /': { body: '<html>' } }, FILES);
    expect((await failure(services)).message).toContain('HTTP 200');
  });
});

async function failure(services: ReturnType<typeof issuingServices>): Promise<Error> {
  const error: unknown = await assumeRoleWithOidc(IDENTITY, services).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Error) return error;
  throw new Error('a key was issued');
}
