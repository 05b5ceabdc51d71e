import { readFileSync } from 'node:fs';
import {
  type Clock,
  CredentialsError,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  ProviderError,
  type ProviderSession,
  type Random,
  TransportError,
} from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { alicloudElasticsearch } from '../alicloud-elasticsearch.ts';
import { AlicloudSession } from './alicloud-session.ts';

const INSTANCE = 'es-cn-n6w1o1x0w001c';
const NOW = Date.parse('2026-01-15T08:00:00Z');
const CREATE = {
  InstanceId: INSTANCE,
  ClientToken: 'token-1',
  sourceCluster: {
    dataSourceType: 'elasticsearch',
    endpoint: 'http://10.0.0.1:9200',
    index: 'old',
    type: '_doc',
    password: 'pass-1',
  },
  sinkCluster: { dataSourceType: 'elasticsearch', index: 'new', type: '_doc', username: 'elastic', password: 'pass-2' },
};

describe('a call', () => {
  test('is signed and sent once', async () => {
    const wire = new FakeWire([answer({ RequestId: 'r-1', Result: [] })]);
    const session = await connect(wire);
    expect(await call(session, 'CreateDataTasks', CREATE)).toEqual({
      response: { RequestId: 'r-1', Result: [] },
      requestId: 'r-1',
    });
    expect(wire.sent).toHaveLength(1);
    expect(wire.sent[0]).toMatchObject({
      method: 'POST',
      url: `https://elasticsearch.cn-beijing.aliyuncs.com/openapi/instances/${INSTANCE}/data-task?ClientToken=token-1`,
      body: JSON.stringify([{ sourceCluster: CREATE.sourceCluster, sinkCluster: CREATE.sinkCluster }]),
    });
    expect(wire.sent[0]?.headers).toMatchObject({
      host: 'elasticsearch.cn-beijing.aliyuncs.com',
      'x-acs-action': 'CreateDataTasks',
      'x-acs-version': '2017-06-13',
      'x-acs-date': '2026-01-15T08:00:00Z',
      'x-acs-signature-nonce': '01'.repeat(16),
      authorization: expect.stringMatching(/^ACS3-HMAC-SHA256 Credential=key-id,/) as unknown,
    });
  });

  test('has a new nonce and the same token when it is sent again', async () => {
    const wire = new FakeWire([answer({ Result: [] }), answer({ Result: [] })]);
    const session = await connect(wire);
    await call(session, 'CreateDataTasks', CREATE);
    await call(session, 'CreateDataTasks', CREATE);
    expect(new Set(wire.sent.map((request) => request.url)).size).toBe(1);
    expect(new Set(wire.sent.map((request) => request.headers['x-acs-signature-nonce'])).size).toBe(2);
  });

  test('can be signed in the older style, with temporary credentials', async () => {
    const wire = new FakeWire([answer({ Result: [] })]);
    const credentials = { access_key_id: 'plan-id', access_key_secret: 'plan-secret', security_token: 'plan-token' };
    const session = await connect(wire, { signature: 'hmac-sha1', endpoint: 'http://127.0.0.1:8080', credentials });
    await call(session, 'ListDataTasks', { InstanceId: INSTANCE });
    expect(wire.sent[0]?.headers).toMatchObject({
      host: '127.0.0.1:8080',
      date: 'Thu, 15 Jan 2026 08:00:00 GMT',
      'x-acs-security-token': 'plan-token',
      authorization: expect.stringMatching(/^acs plan-id:/) as unknown,
    });
    expect(wire.sent[0]).not.toHaveProperty('body');
    expect(session.secrets).toEqual(['plan-secret', 'plan-token']);
  });

  test('encodes what a query can hold', async () => {
    const wire = new FakeWire([answer({ Result: true })]);
    await call(await connect(wire), 'DeleteDataTask', { InstanceId: INSTANCE, taskId: "a b&c='x'", ClientToken: 'é*' });
    expect(wire.sent[0]?.url).toMatch(/\?ClientToken=%C3%A9%2A&taskId=a%20b%26c%3D%27x%27$/);
  });

  test.each(['', '../other', null])('is not sent with the id %o', async (id) => {
    const wire = new FakeWire([]);
    const error = await refusal(await connect(wire), 'ListDataTasks', { InstanceId: id });
    expect(error).toMatchObject({ class: 'fatal', effect: 'none', vendorCode: 'INVALID_IDENTIFIER' });
    expect(wire.sent).toEqual([]);
  });
});

describe('no answer', () => {
  test.each([
    [true, 'CreateDataTasks', 'possible'],
    [false, 'CreateDataTasks', 'none'],
    [true, 'ListDataTasks', 'none'],
  ])('sent: %s, %s: effect %s', async (wasSent, operation, effect) => {
    const lost = new TransportError('gone', { wasSent, reason: 'ECONNRESET' });
    const error = await refusal(await connect(new FakeWire([lost])), operation, CREATE);
    expect(error).toMatchObject({ class: 'transient', effect, vendorCode: 'ECONNRESET', cause: lost });
  });

  test.each(['unreachable', 'unusable'] as const)(
    'over a connection that is %s says so, and how to mend it',
    async (fault) => {
      const lost = new TransportError('gone', { wasSent: false, reason: 'SOME_REASON', fault, hint: 'Mend it.' });
      const error = await refusal(await connect(new FakeWire([lost])), 'CreateDataTasks', CREATE);
      expect(error).toMatchObject({ class: fault, effect: 'none', vendorCode: 'SOME_REASON', hint: 'Mend it.' });
    },
  );

  test('the reason of an abort is passed on as it is', async () => {
    const reason = new Error('stop now');
    const session = await connect(new FakeWire([reason]));
    const signal = AbortSignal.abort(reason);
    await expect(session.call('ListDataTasks', CREATE, { signal })).rejects.toBe(reason);
  });

  test('for a reason that nobody knows may have had its effect', async () => {
    const error = await refusal(await connect(new FakeWire([new Error('odd')])), 'CreateDataTasks', CREATE);
    expect(error).toMatchObject({ vendorCode: 'TRANSPORT_FAILED', class: 'transient', effect: 'possible' });
  });
});

describe('the server’s time', () => {
  const EXPIRED = { Code: 'InvalidTimeStamp.Expired', Message: 'expired' };
  const HOUR_AHEAD = { date: 'Thu, 15 Jan 2026 09:00:00 GMT' };

  test('is taken over once it has refused ours', async () => {
    const wire = new FakeWire([answer(EXPIRED, 400, HOUR_AHEAD), answer({ Result: [] })]);
    const session = await connect(wire);
    expect(await refusal(session, 'CreateDataTasks', CREATE)).toMatchObject({
      class: 'transient',
      effect: 'none',
      isRetryable: true,
    });
    await call(session, 'CreateDataTasks', CREATE);
    expect(wire.sent[1]?.headers['x-acs-date']).toBe('2026-01-15T09:00:00Z');
  });

  test('does not help when it is refused again', async () => {
    const wire = new FakeWire([answer(EXPIRED, 400, HOUR_AHEAD), answer(EXPIRED, 400, HOUR_AHEAD)]);
    const session = await connect(wire);
    await refusal(session, 'ListDataTasks', CREATE);
    const error = await refusal(session, 'ListDataTasks', CREATE);
    expect(error).toMatchObject({
      class: 'unusable',
      effect: 'none',
      hint: expect.stringContaining('clock') as unknown,
    });
  });

  test.each([{}, { date: 'yesterday' }])('unknown (%o): no repetition can help', async (headers) => {
    const session = await connect(new FakeWire([answer(EXPIRED, 400, headers)]));
    expect(await refusal(session, 'ListDataTasks', CREATE)).toMatchObject({ class: 'unusable' });
  });

  test('serves calls that were signed before the correction, too', async () => {
    const wire = new FakeWire([answer(EXPIRED, 400, HOUR_AHEAD), answer(EXPIRED, 400, HOUR_AHEAD)]);
    const session = await connect(wire);
    const both = [refusal(session, 'ListDataTasks', CREATE), refusal(session, 'ListDataTasks', CREATE)];
    for (const error of await Promise.all(both)) expect(error).toMatchObject({ class: 'transient', effect: 'none' });
  });
});

describe('status words of the plan', () => {
  const rows = [{ taskId: 't-1', status: 'done' }, { taskId: 't-2', status: 5 }, 'no row'];

  test('are noted in the list', async () => {
    const session = await connect(new FakeWire([answer({ Result: rows })]), { statuses: { success: ['DONE'] } });
    const { response } = await call(session, 'ListDataTasks', { InstanceId: INSTANCE });
    expect(response).toEqual({
      Result: [
        { taskId: 't-1', status: 'done', 'x-waybill-meaning': 'succeeded' },
        { taskId: 't-2', status: 5, 'x-waybill-meaning': 'unknown' },
        'no row',
      ],
    });
  });

  test('when there are none the answer stays as it came', async () => {
    const session = await connect(new FakeWire([answer({ Result: rows })]));
    expect((await call(session, 'ListDataTasks', { InstanceId: INSTANCE })).response).toEqual({ Result: rows });
  });
});

describe('a session', () => {
  test('shares its limit with every session of the same key and endpoint', async () => {
    const session = await connect(new FakeWire([]));
    expect(session.limitScope).toBe('https://elasticsearch.cn-beijing.aliyuncs.com key-id');
    expect(session.secrets).toEqual(['key-secret']);
  });

  test('finds tasks that were there before a create, and asks nothing before a delete', async () => {
    const session = await connect(new FakeWire([]));
    const row = { taskId: 't-1', status: 'SUCCESS', sourceCluster: { index: 'old' }, sinkCluster: { index: 'new' } };
    const asked: string[] = [];
    const read = (operation: string): Promise<JsonObject> => {
      asked.push(operation);
      return Promise.resolve({ Result: [row] });
    };
    expect(await session.findExisting?.('CreateDataTasks', CREATE, read)).toEqual(['t-1']);
    expect(await session.findExisting?.('DeleteDataTask', CREATE, read)).toEqual([]);
    expect(asked).toEqual(['ListDataTasks']);
  });

  test('is not opened without credentials', async () => {
    await expect(connect(new FakeWire([]), {}, { HOME: '/nonexistent' })).rejects.toThrow('no access key');
  });

  test('is not opened to an address that would show passwords', async () => {
    await expect(connect(new FakeWire([]), { endpoint: 'http://example.com' })).rejects.toThrow('unencrypted');
  });

  test('keeps passwords out of every error', async () => {
    const echo = '{"Result":[{"sinkCluster":{"note":"pass-1","password":"pass-2';
    const error = await refusal(
      await connect(new FakeWire([{ status: 200, headers: {}, body: echo }])),
      'CreateDataTasks',
      CREATE,
    );
    expect(`${error.message} ${String(error.cause)} ${JSON.stringify(error)}`).not.toMatch(/pass-1|pass-2/);
  });
});

test('the version is that of the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(alicloudElasticsearch.version).toBe(manifest.version);
});

/** Answers in the order given; an error is thrown instead. */
test('a refusal that no newer credentials follow says why, and names the provider no second time', async () => {
  const wire = new FakeWire([answer({ Code: 'SignatureDoesNotMatch', Message: 'no' }, 400)]);
  const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'key-id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'key-secret' };
  const options = {
    alias: 'search',
    config: {},
    env,
    transport: wire,
    clock: stoppedClock(),
    random: countingRandom(),
  };
  const read = () => Promise.reject(new CredentialsError('Provider search: the file is empty.', 'Fill it.'));
  const first = { accessKeyId: 'key-id', accessKeySecret: 'key-secret', securityToken: undefined };
  const session = new AlicloudSession(options, { first, read, principal: 'key-id' });
  expect(await refusal(session, 'ListDataTasks', { InstanceId: INSTANCE })).toMatchObject({
    message:
      'ListDataTasks was refused with SignatureDoesNotMatch: no. No newer ones could be read: the file is empty.',
    hint: 'Fill it.',
  });
});

class FakeWire {
  readonly sent: HttpRequest[] = [];
  readonly #answers: (HttpResponse | Error)[];

  constructor(answers: readonly (HttpResponse | Error)[]) {
    this.#answers = [...answers];
  }

  send(request: HttpRequest): Promise<HttpResponse> {
    this.sent.push(request);
    const next = this.#answers.shift() ?? new Error('nothing more was expected');
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  }
}

function connect(
  transport: FakeWire,
  config: JsonObject = {},
  env: Record<string, string> = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'key-id',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'key-secret',
  },
): Promise<ProviderSession> {
  const random = countingRandom();
  return alicloudElasticsearch.connect({ alias: 'search', config, env, transport, clock: stoppedClock(), random });
}

/** Draws 1, 2, 3, … */
function countingRandom(): Random {
  let drawn = 0;
  return {
    bytes: (length) => {
      drawn += 1;
      return new Uint8Array(length).fill(drawn);
    },
    fraction: () => 0.5,
  };
}

function stoppedClock(): Clock {
  return { now: () => NOW, monotonicMs: () => 0, sleep: () => Promise.resolve() };
}

function call(session: ProviderSession, operation: string, args: JsonObject): ReturnType<ProviderSession['call']> {
  return session.call(operation, args, { signal: new AbortController().signal });
}

async function refusal(session: ProviderSession, operation: string, args: JsonObject): Promise<ProviderError> {
  try {
    await call(session, operation, args);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
  return expect.unreachable('the call succeeded');
}

function answer(body: unknown, status = 200, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, body: JSON.stringify(body) };
}
