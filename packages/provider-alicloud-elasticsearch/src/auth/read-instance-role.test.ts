import { CredentialsError, TransportError } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { issuingServices, temporaryKey } from '../testing/issuing-services.ts';
import { obtainFirst } from './obtain-credentials.ts';
import { readInstanceRole } from './read-instance-role.ts';

const ROLES = '/latest/meta-data/ram/security-credentials/';
const KEY = JSON.stringify({ Code: 'Success', ...temporaryKey('of-instance', '2026-01-15T14:00:00Z') });
const ANSWERS = {
  'PUT /latest/api/token': { body: 'metadata-token' },
  [`GET ${ROLES}`]: { body: 'migrator\n' },
  [`GET ${ROLES}migrator`]: { body: KEY },
};
const UNNAMED = { kind: 'instance-role', roleName: undefined } as const;

describe('the metadata service', () => {
  test('gives the key of the instance’s role, for a token it issued, past every proxy and within seconds', async () => {
    const services = issuingServices(ANSWERS);
    expect(await readInstanceRole(UNNAMED, services)).toEqual({
      accessKeyId: 'STS.id',
      accessKeySecret: 'of-instance',
      securityToken: 'of-instance-token',
      expiresAtMs: Date.UTC(2026, 0, 15, 14),
      isRenewable: true,
    });
    expect(services.sent.map(({ method, url, headers }) => [method, url, headers])).toEqual([
      ['PUT', 'http://100.100.100.200/latest/api/token', { 'x-aliyun-ecs-metadata-token-ttl-seconds': '60' }],
      ['GET', `http://100.100.100.200${ROLES}`, { 'x-aliyun-ecs-metadata-token': 'metadata-token' }],
      ['GET', `http://100.100.100.200${ROLES}migrator`, { 'x-aliyun-ecs-metadata-token': 'metadata-token' }],
    ]);
    for (const request of services.sent) {
      expect(request).toMatchObject({ isDirect: true, timeouts: { connectMs: 1_000, responseMs: 2_000 } });
    }
  });

  test('is not asked for the name of a role that is known', async () => {
    const services = issuingServices(ANSWERS);
    await readInstanceRole({ kind: 'instance-role', roleName: 'migrator' }, services);
    expect(services.sent).toHaveLength(2);
  });

  test.each([
    ['refuses the token mode', { 'PUT /latest/api/token': { status: 403 } }, 'PUT /latest/api/token with HTTP 403'],
    ['has no role', { [`GET ${ROLES}`]: { status: 404 } }, 'HTTP 404'],
    ['names something that is no role', { [`GET ${ROLES}`]: { body: '../../user-data' } }, 'names no RAM role'],
    ['has something else than a key', { [`GET ${ROLES}migrator`]: { body: '{"Code":"Failed"}' } }, 'holds no key'],
  ])('that %s is no source, and never asked without a token', async (_, change, message) => {
    const services = issuingServices({ ...ANSWERS, ...change });
    await expect(readInstanceRole(UNNAMED, services)).rejects.toThrow(CredentialsError);
    await expect(readInstanceRole(UNNAMED, services)).rejects.toThrow(message);
    const withoutToken = services.sent.filter(
      ({ method, headers }) => method === 'GET' && headers['x-aliyun-ecs-metadata-token'] !== 'metadata-token',
    );
    expect(withoutToken).toEqual([]);
  });

  test('that does not answer is no instance at first, and an outage later', async () => {
    const lost = new TransportError('no route', { wasSent: false, reason: 'EHOSTUNREACH', fault: 'unreachable' });
    const services = issuingServices({ 'PUT /latest/api/token': lost });
    await expect(obtainFirst(UNNAMED, services)).rejects.toThrow(CredentialsError);
    await expect(readInstanceRole(UNNAMED, services)).rejects.toMatchObject({ class: 'unreachable' });
  });
});
