import { CredentialsError, type HttpRequest, type HttpResponse, TransportError } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { readAgencyKey, readFirstAgencyKey } from './read-agency-key.ts';

const TOKEN = 'PUT /meta-data/latest/api/token';
const KEY = 'GET /openstack/latest/securitykey';
const ISSUED = {
  credential: { access: 'AK', secret: 'SK', securitytoken: 'ST', expires_at: '2026-01-15T14:00:00.000000Z' },
};
const ANSWERS = { [TOKEN]: { body: 'metadata-token' }, [KEY]: { body: JSON.stringify(ISSUED) } };

describe('the metadata service', () => {
  it('gives the key of the agency, past every proxy and within seconds', async () => {
    const service = metadataService(ANSWERS);
    expect(await readAgencyKey(service)).toEqual({
      kind: 'key',
      accessKey: 'AK',
      secretKey: 'SK',
      securityToken: 'ST',
      projectId: undefined,
      isRenewable: true,
      endAtMs: Date.UTC(2026, 0, 15, 14),
    });
    expect(service.sent.map(({ url, headers }) => [url, headers])).toEqual([
      ['http://169.254.169.254/meta-data/latest/api/token', { 'x-metadata-token-ttl-seconds': '60' }],
      ['http://169.254.169.254/openstack/latest/securitykey', { 'x-metadata-token': 'metadata-token' }],
    ]);
    for (const request of service.sent) {
      expect(request).toMatchObject({ isDirect: true, timeouts: { connectMs: 1_000, responseMs: 3_000 } });
    }
  });

  it.each([404, 405, 503])('is asked without a token where it issues none (HTTP %i)', async (status) => {
    const service = metadataService({ ...ANSWERS, [TOKEN]: { status } });
    expect(await readAgencyKey(service)).toMatchObject({ accessKey: 'AK' });
    expect(service.sent[1]?.headers).toEqual({});
  });

  it.each([
    ['without an agency', { status: 401, body: 'Please configure Cloud Service Agency first' }, 'has no agency'],
    ['that refuses', { status: 403 }, 'HTTP 403'],
    ['that answers something else', { body: '<html>' }, 'holds no key'],
    ['with half a key', { body: '{"credential":{"access":"AK"}}' }, 'holds no key'],
  ])('%s is no source', async (_, answer, message) => {
    const service = metadataService({ ...ANSWERS, [KEY]: answer });
    await expect(readAgencyKey(service)).rejects.toThrow(CredentialsError);
    await expect(readAgencyKey(service)).rejects.toThrow(message);
  });

  it('that does not answer is no ECS at first, and an outage later', async () => {
    const lost = new TransportError('no route', { wasSent: false, reason: 'EHOSTUNREACH', fault: 'unreachable' });
    const late = new TransportError('too late', { wasSent: true, reason: 'EXCHANGE_TIMEOUT' });
    for (const answer of [lost, late, { status: 500 }]) {
      const service = metadataService({ ...ANSWERS, [KEY]: answer });
      await expect(readAgencyKey(service)).rejects.toMatchObject({ class: 'unreachable', effect: 'none' });
      await expect(readFirstAgencyKey(service)).rejects.toThrow(CredentialsError);
    }
  });
});

function metadataService(answers: Readonly<Record<string, Partial<HttpResponse> | Error>>) {
  const sent: HttpRequest[] = [];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    sent.push(request);
    const answer = answers[`${request.method} ${new URL(request.url).pathname}`] ?? { status: 404 };
    if (answer instanceof Error) throw answer;
    return { status: 200, headers: {}, body: '', ...answer };
  };
  return { alias: 'cache', endpoint: 'http://169.254.169.254', transport: { send }, sent };
}
