import { defined } from '@waybill/stand-kit';
import { describe, expect, test } from 'vitest';
import { elasticsearch } from './stand.ts';
import { openTestStand } from './testing/test-stand.ts';

const basic = (user: string): string => `Basic ${Buffer.from(user).toString('base64')}`;

function callAs(authorization: string | null, security?: object | null) {
  const clusters = [{ name: 'c', ...defined({ security }) }];
  const stand = openTestStand(elasticsearch, { settings: { clusters } });
  return stand.call('GET', '/clusters/c', undefined, authorization === null ? {} : { headers: { authorization } });
}

describe('a cluster', () => {
  test('answers its users', () => {
    const { username, password, apiKey } = elasticsearch.credentials;
    expect(callAs(basic(`${username}:${password}`)).status).toBe(200);
    expect(callAs(`ApiKey ${apiKey}`).status).toBe(200);
    expect(callAs(basic('elastic:changeme'), { username: 'elastic', password: 'changeme' }).status).toBe(200);
    expect(callAs('ApiKey a2V5', { apiKey: 'a2V5' }).status).toBe(200);
  });

  test.each([
    [null, 'missing authentication credentials for REST request [/]'],
    [basic('elastic:wrong'), 'unable to authenticate user [elastic] for REST request [/]'],
    ['ApiKey wrong', 'unable to authenticate with provided credentials for REST request [/]'],
  ])('does not answer %s', (authorization, reason) => {
    for (const security of [undefined, { username: 'elastic', password: 'changeme' }]) {
      const { status, json, headers } = callAs(authorization, security);
      expect([status, json]).toMatchObject([401, { status: 401, error: { type: 'security_exception', reason } }]);
      expect(headers['www-authenticate']).toContain('Basic');
    }
  });

  test('without security answers anybody', () => {
    expect([callAs(null, null).status, callAs(basic('any:body'), null).status]).toEqual([200, 200]);
  });

  test('sends the id of the caller back', () => {
    const stand = openTestStand(elasticsearch, { settings: { clusters: [{ name: 'c', security: null }] } });
    const { headers } = stand.call('GET', '/clusters/c', undefined, { headers: { 'X-Opaque-Id': 'a' } });
    expect(headers['x-opaque-id']).toBe('a');
  });

  test('is made on first use, unless only seeded ones are there', () => {
    const stand = openTestStand(elasticsearch, { autoCreateInstances: false });
    expect(stand.call('GET', '/clusters/nothing').status).toBe(503);
  });
});

test('too many calls are refused as clusters do, or as their breakers do', () => {
  const refusalOf = (tooMany: 'rejected' | 'breaker') => {
    const [service] = elasticsearch.open(
      { settings: () => ({ ...elasticsearch.settings, tooMany }) } as Parameters<typeof elasticsearch.open>[0],
      elasticsearch.credentials,
    ).services;
    return service?.gateway.throttled({ style: null, retryAfterMs: 1_500 });
  };
  expect(refusalOf('rejected')).toMatchObject({ status: 429, code: 'es_rejected_execution_exception' });
  expect(refusalOf('breaker')).toMatchObject({
    status: 429,
    code: 'circuit_breaking_exception',
    headers: { 'retry-after': '2' },
  });
});
