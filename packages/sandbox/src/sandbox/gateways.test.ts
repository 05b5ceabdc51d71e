import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendRequest } from '../testing/send-request.ts';
import { SINK, startTestSandbox, type TestSandbox } from '../testing/start-test-sandbox.ts';
import { readyLine } from './ready-line.ts';

const LIST = { action: 'ListDataTasks', method: 'GET', target: `/openapi/instances/${SINK}/data-task` };
const MIGRATIONS = { method: 'GET', target: '/migration-tasks' };

let lab: TestSandbox;
beforeEach(async () => {
  lab = await startTestSandbox();
});
afterEach(() => lab[Symbol.asyncDispose]());

describe('Alibaba’s gateway', () => {
  test('answers errors in its envelope', async () => {
    const answer = await lab.client.plain(LIST);
    expect(answer).toMatchObject({ status: 400, json: { Code: 'IncompleteSignature' } });
    expect(Object.keys(answer.json)).toEqual(['RequestId', 'HostId', 'Code', 'Message', 'Recommend']);
    expect(answer.headers['x-acs-request-id']).toBe(answer.json['RequestId']);
  });

  test('accepts a nonce once, even when the first answer was an error', async () => {
    const nonce = 'once';
    expect((await lab.client.alicloud({ ...LIST, nonce })).status).toBe(200);
    expect((await lab.client.alicloud({ ...LIST, nonce })).json).toMatchObject({ Code: 'SignatureNonceUsed' });
  });

  test('accepts signatures for fifteen minutes', async () => {
    const early = lab.clock.now();
    const late = new (await import('../testing/sandbox-client.ts')).SandboxClient(lab.sandbox, () => early);
    lab.clock.advance(15 * 60_000);
    expect((await late.alicloud(LIST)).status).toBe(200);
    lab.clock.advance(1_000);
    expect((await late.alicloud(LIST)).json).toMatchObject({ Code: 'InvalidTimeStamp.Expired' });
    lab.sandbox.control.setSettings({ maxSkewMs: null });
    expect((await late.alicloud(LIST)).status).toBe(200);
  });

  test('knows no other operations', async () => {
    const answer = await lab.client.alicloud({ ...LIST, action: 'DeleteEverything' });
    expect(answer).toMatchObject({ status: 404, json: { Code: 'InvalidApi.NotFound' } });
    expect(await lab.client.plain({ method: 'GET', target: '/openapi/nothing' })).toMatchObject({
      status: 404,
      json: { Code: 'InvalidApi.NotFound' },
    });
  });

  test('lets through so many calls per window', async () => {
    lab.sandbox.control.setSettings({ rateLimit: { alicloud: { limit: 2, windowMs: 1_000 } } });
    await lab.client.alicloud(LIST);
    lab.clock.advance(400);
    await lab.client.alicloud(LIST);
    const refused = await lab.client.alicloud(LIST);
    expect(refused).toMatchObject({
      status: 400,
      json: { Code: 'Throttling.User' },
      headers: { 'x-acs-retry-after': '600' },
    });
    lab.clock.advance(600);
    expect((await lab.client.alicloud(LIST)).status).toBe(200);
  });
});

test('an STS token must be the one that belongs to the key', async () => {
  await using other = await startTestSandbox({ credentials: { alicloud: { securityToken: 'sts' } } });
  expect((await other.client.alicloud(LIST)).json).toMatchObject({ Code: 'MissingSecurityToken' });
});

describe('Huawei’s gateway', () => {
  const host = (): readonly [string, string] => ['host', new URL(lab.sandbox.url).host];

  test('answers errors in its envelope, with the canonical request it expected', async () => {
    const target = `/v2/${lab.sandbox.credentials.huaweicloud.projectId}/migration-tasks`;
    const { accessKey } = lab.sandbox.credentials.huaweicloud;
    const authorization = `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=host;x-sdk-date, Signature=00`;
    const headers = [host(), ['x-sdk-date', '20260301T120000Z'], ['authorization', authorization]] as const;
    const answer = await sendRequest(lab.sandbox.url, { method: 'GET', target, headers });
    expect(answer.status).toBe(401);
    expect(answer.headers).toMatchObject({ server: 'api-gateway', 'x-request-id': expect.any(String) });
    expect(JSON.parse(answer.body)).toEqual({
      error_code: 'APIGW.0301',
      error_msg: expect.stringContaining(`canonicalRequest:GET|${target}/||host:`),
      request_id: answer.headers['x-request-id'],
    });
  });

  test('serves its own project only', async () => {
    const client = lab.client;
    const foreign = '/v2/00000000000000000000000000000000/migration-tasks';
    const token = await tokenOf(lab);
    const answer = await client.plain({ method: 'GET', target: foreign }, [['x-auth-token', token]]);
    expect(answer).toMatchObject({ status: 401, json: { error_code: 'DCS.1004' } });
  });

  test('locks a key after too many failures, for five minutes', async () => {
    lab.sandbox.control.setSettings({ huaweicloud: { lockAccessKeyAfterFailures: 5 } });
    const { projectId, accessKey } = lab.sandbox.credentials.huaweicloud;
    const target = `/v2/${projectId}/migration-tasks`;
    const authorization = `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=host;x-sdk-date, Signature=00`;
    const headers = [host(), ['x-sdk-date', '20260301T120000Z'], ['authorization', authorization]] as const;
    for (let number = 0; number < 6; number += 1)
      await sendRequest(lab.sandbox.url, { method: 'GET', target, headers });
    expect((await lab.client.huaweicloud(MIGRATIONS)).json).toMatchObject({
      error_msg: expect.stringContaining('locked'),
    });
    lab.clock.advance(5 * 60_000);
    expect((await lab.client.huaweicloud(MIGRATIONS)).status).toBe(200);
  });

  test('refuses a signature that is too old, and calls beyond the limit', async () => {
    lab.sandbox.control.setSettings({
      rateLimit: { huaweicloud: { limit: 1, windowMs: 1_000, sendRetryAfter: false } },
    });
    expect((await lab.client.huaweicloud(MIGRATIONS)).status).toBe(200);
    const refused = await lab.client.huaweicloud(MIGRATIONS);
    expect(refused).toMatchObject({ status: 429, json: { error_code: 'APIGW.0308' } });
    expect(refused.headers).not.toHaveProperty('retry-after');
  });
});

describe('the identity service', () => {
  test('gives a token that opens the service for a day', async () => {
    const token = await tokenOf(lab);
    const target = `/v2/${lab.sandbox.credentials.huaweicloud.projectId}/migration-tasks`;
    const list = (): ReturnType<TestSandbox['client']['plain']> =>
      lab.client.plain({ method: 'GET', target }, [['x-auth-token', token]]);
    expect((await list()).status).toBe(200);
    lab.clock.advance(24 * 60 * 60_000);
    expect(await list()).toMatchObject({ status: 401, json: { error_msg: expect.stringContaining('token expires') } });
  });

  test('refuses another password', async () => {
    const body = authBody({ ...lab.sandbox.credentials.huaweicloud, password: 'other' });
    expect(await lab.client.plain({ method: 'POST', target: '/v3/auth/tokens', body })).toMatchObject({
      status: 401,
      json: { error: { code: 401, title: 'Unauthorized' } },
    });
  });

  test('knows the domain of whoever asks', async () => {
    const headers = [['x-auth-token', await tokenOf(lab)]] as const;
    const answer = await lab.client.plain({ method: 'GET', target: '/v3/auth/domains' }, headers);
    const { domainName } = lab.sandbox.credentials.huaweicloud;
    expect(answer.json['domains']).toMatchObject([{ name: domainName, id: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect((await lab.client.plain({ method: 'GET', target: '/v3/auth/domains' })).status).toBe(401);
  });

  test('gives a token for a token, of the scope that is asked for', async () => {
    const { projectId } = lab.sandbox.credentials.huaweicloud;
    const ask = async (id: string) => {
      const auth = { identity: { methods: ['token'], token: { id } }, scope: { project: { id: projectId } } };
      return lab.client.plain({ method: 'POST', target: '/v3/auth/tokens', body: { auth } });
    };
    const answer = await ask(await tokenOf(lab));
    expect(answer).toMatchObject({ status: 201, json: { token: { methods: ['token'] } } });
    const headers = [['x-auth-token', String(answer.headers['x-subject-token'])]] as const;
    const list = await lab.client.plain({ method: 'GET', target: `/v2/${projectId}/migration-tasks` }, headers);
    expect(list.status).toBe(200);
    expect((await ask('made-up')).status).toBe(401);
  });

  test('knows the project’s id', async () => {
    const token = await tokenOf(lab);
    const answer = await lab.client.plain({ method: 'GET', target: '/v3/projects?name=eu-de' }, [
      ['x-auth-token', token],
    ]);
    expect(answer.json['projects']).toMatchObject([
      { name: 'eu-de', id: lab.sandbox.credentials.huaweicloud.projectId },
    ]);
  });
});

test('the ready line is one line of JSON with everything a client needs', () => {
  const line = readyLine(lab.sandbox);
  expect(line).not.toContain('\n');
  const { alicloud, huaweicloud } = lab.sandbox.credentials;
  expect(JSON.parse(line)).toMatchObject({
    event: 'sandbox.ready',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    credentials: {
      alicloud: { access_key_id: alicloud.accessKeyId },
      huaweicloud: { project_id: huaweicloud.projectId },
    },
    env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret, HUAWEICLOUD_SDK_AK: huaweicloud.accessKey },
  });
});

async function tokenOf({ client, sandbox }: TestSandbox): Promise<string> {
  const body = authBody(sandbox.credentials.huaweicloud);
  const answer = await client.plain({ method: 'POST', target: '/v3/auth/tokens', body });
  return String(answer.headers['x-subject-token']);
}

function authBody(user: { username: string; password: string; domainName: string }): unknown {
  const identity = { name: user.username, password: user.password, domain: { name: user.domainName } };
  return {
    auth: { identity: { methods: ['password'], password: { user: identity } }, scope: { project: { name: 'eu-de' } } },
  };
}
