import { readVector, recordedRequests } from '@waybill/stand-kit/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendRequest } from '../testing/send-request.ts';
import { createFixedClock } from '../world/clock.ts';
import type { Sandbox } from './sandbox.ts';
import { startSandbox } from './start-sandbox.ts';

type Header = readonly [string, string];

/** What a service answers to a request about a task or job that the recording had and an empty sandbox has not. */
const UNKNOWN_TASK = ['TaskNotFound', 'DCS.4133'];

interface AlicloudRecording {
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly rawHeaders: readonly Header[];
    readonly body: string;
  };
}

interface HuaweicloudRecording {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly rawQuery: string;
    readonly headers: readonly Header[];
    readonly body: string | null;
  };
}

describe('requests of the official Alibaba Cloud clients', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: createFixedClock(Date.parse('2026-01-15T08:00:00Z')),
      credentials: { alicloud: { accessKeyId: 'testAccessKeyId', accessKeySecret: 'testAccessKeySecret' } },
    });
  });
  afterAll(() => sandbox.close());

  test.each(recordedRequests('alicloud'))('%s', async (file) => {
    // Every recording has the same nonce, which a service accepts once.
    sandbox.control.reset();
    const { request } = readVector<AlicloudRecording>(`alicloud/${file}`);
    const answer = await sendRequest(sandbox.url, { ...request, headers: forOneRequest(request.rawHeaders) });
    expectAccepted(answer.status, JSON.parse(answer.body));
    const again = await sendRequest(sandbox.url, { ...request, headers: forOneRequest(request.rawHeaders) });
    expect(JSON.parse(again.body)).toMatchObject({ Code: 'SignatureNonceUsed' });
  });
});

describe('requests of the official Huawei Cloud client', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: createFixedClock(Date.parse('2025-01-02T03:04:05Z')),
      credentials: {
        huaweicloud: { accessKey: 'AKEXAMPLE0000000TEST', secretKey: 'SkExample0123456789abcdefghijklmnopqrst+/' },
      },
    });
  });
  afterAll(() => sandbox.close());

  test.each(recordedRequests('huaweicloud'))('%s', async (file) => {
    const { request } = readVector<HuaweicloudRecording>(`huaweicloud/${file}`);
    const target = request.rawQuery === '' ? request.path : `${request.path}?${request.rawQuery}`;
    const answer = await sendRequest(sandbox.url, {
      method: request.method,
      target,
      headers: forOneRequest(request.headers),
      body: request.body,
    });
    expectAccepted(answer.status, answer.body === '' ? {} : JSON.parse(answer.body));
  });
});

test('a request signed for one host may be sent to another when the sandbox expects that host', async () => {
  const { request } = readVector<HuaweicloudRecording>('huaweicloud/ListMigrationTask.json');
  await using sandbox = await startSandbox({
    clock: createFixedClock(Date.parse('2025-01-02T03:04:05Z')),
    credentials: {
      huaweicloud: { accessKey: 'AKEXAMPLE0000000TEST', secretKey: 'SkExample0123456789abcdefghijklmnopqrst+/' },
    },
    expectedHost: '127.0.0.1:18087',
  });
  const headers = forOneRequest(request.headers).map(
    ([name, value]): Header => (name === 'host' ? [name, new URL(sandbox.url).host] : [name, value]),
  );
  const answer = await sendRequest(sandbox.url, {
    method: 'GET',
    target: `${request.path}?${request.rawQuery}`,
    headers,
  });
  expect(answer.status).toBe(200);
});

function expectAccepted(status: number, body: { readonly Code?: string; readonly error_code?: string }): void {
  const code = body.Code ?? body.error_code ?? null;
  if (code === null) expect(status).toBeLessThan(300);
  else expect(UNKNOWN_TASK).toContain(code);
}

/** Keep-alive would leave a connection open that nobody uses again. */
function forOneRequest(headers: readonly Header[]): readonly Header[] {
  return headers.map(([name, value]) => (name.toLowerCase() === 'connection' ? [name, 'close'] : [name, value]));
}
