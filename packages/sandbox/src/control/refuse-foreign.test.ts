import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendRequest } from '../testing/send-request.ts';
import { startTestSandbox, type TestSandbox } from '../testing/start-test-sandbox.ts';

let lab: TestSandbox;
beforeEach(async () => {
  lab = await startTestSandbox();
});
afterEach(() => lab[Symbol.asyncDispose]());

const port = (): string => new URL(lab.sandbox.url).port;

async function ask(target: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const sent = Object.entries({ host: `127.0.0.1:${port()}`, ...headers });
  return (await sendRequest(lab.sandbox.url, { method: 'GET', target, headers: sent })).status;
}

test.each([
  ['another host', { host: 'sandbox.attacker.example' }],
  ['a host that only begins with the address', { host: '127.0.0.1.attacker.example' }],
  ['a page of another origin', { origin: 'https://attacker.example' }],
  ['a page without an origin', { origin: 'null' }],
])('control requests are refused to %s', async (_who, headers) => {
  expect(await ask('/_sandbox/state', headers)).toBe(403);
});

test.each([
  '/%5Fsandbox/state',
  '/%5fsandbox%2Fstate',
  '/_sandbox/%73tate',
  '//_sandbox/state',
  '/_sandbox',
  'http://127.0.0.1/_sandbox/state',
])('no spelling of the path gets around it: %s', async (path) => {
  expect(await ask(path, { origin: 'https://attacker.example' })).not.toBe(200);
});

test('control requests are answered to programs and pages of this machine', async () => {
  expect(await ask('/_sandbox/state', {})).toBe(200);
  expect(await ask('/_sandbox/state', { host: `localhost:${port()}` })).toBe(200);
  expect(await ask('/_sandbox/state', { origin: 'http://localhost:3000' })).toBe(200);
});

test("the vendors' APIs are for any name: clients may call them by the vendor's", async () => {
  expect(await ask('/openapi/nothing', { host: 'elasticsearch.cn-beijing.aliyuncs.com' })).toBe(404);
});
