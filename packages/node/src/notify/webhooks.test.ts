import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunEvent } from '@waybill/core';
import { expect, test } from 'vitest';
import { Webhooks, type WebhookTimes } from './webhooks.ts';

const SECRET = 'T0000/B0000/canary';
const STARTED = {
  at: 0,
  kind: 'run.started',
  run: 'run-1',
  plan: 'shop',
  isResumed: false,
  unitCount: 1,
  stepCount: 1,
  finishedStepCount: 0,
} as const;
const GATE = { at: 1, kind: 'gate.waiting', step: 'a.cutover', unit: 'a', instruction: 'Stop the writers.' } as const;
const FAILED = { at: 2, kind: 'step.failed', step: 'b.copy', unit: 'b', code: 'X', message: 'no' } as const;
const ENDED = { at: 3, kind: 'run.ended', run: 'run-1', outcome: 'gated' } as const;

interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly bodies: readonly Record<string, unknown>[];
}

/** A real server. `answer` is given how many requests came before. */
async function receive(answer: (response: ServerResponse, before: number) => void): Promise<Receiver> {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      bodies.push(JSON.parse(text));
      answer(response, bodies.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${SECRET}`,
    bodies,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

const AT_ONCE: WebhookTimes = { retryAfterMs: [0, 0] };

async function notify(
  url: string,
  events: readonly RunEvent[],
  { known = [], ...times }: WebhookTimes & { readonly known?: readonly string[] } = {},
): Promise<readonly string[]> {
  const on = ['gate', 'failed', 'ended'] as const;
  const webhooks = new Webhooks([{ url, on }], new Set(known), { ...AT_ONCE, ...times });
  for (const event of events) webhooks.hear(event);
  return await webhooks.end();
}

test('what happens is posted in order, once, and what nobody asked for is not', async () => {
  await using receiver = await receive((response) => response.end('ok'));
  const suspended = { at: 2, kind: 'provider.suspended', provider: 'it', code: 'X', message: 'no' } as const;
  expect(await notify(receiver.url, [STARTED, GATE, FAILED, suspended, ENDED])).toEqual([]);
  const sent = { format_version: '1.0', plan: 'shop', run: 'run-1' };
  expect(receiver.bodies).toEqual([
    {
      ...sent,
      event: 'gate',
      id: 'run-1/1',
      at: '1970-01-01T00:00:00.001Z',
      unit: 'a',
      step: 'a.cutover',
      message: 'Stop the writers.',
      text: 'a.cutover waits for an approval: Stop the writers.',
    },
    expect.objectContaining({ event: 'failed', id: 'run-1/2', unit: 'b', code: 'X', message: 'no' }),
    expect.objectContaining({ event: 'ended', id: 'run-1/4', outcome: 'gated', text: 'the run ended: gated' }),
  ]);
});

test('a gate of which an earlier run said that it waits is not announced again', async () => {
  await using receiver = await receive((response) => response.end());
  await notify(receiver.url, [STARTED, GATE, ENDED], { known: ['a.cutover'] });
  expect(receiver.bodies.map(({ event }) => event)).toEqual(['ended']);
});

test('a server that fails for a while gets the same message again', async () => {
  await using receiver = await receive((response, before) => {
    response.statusCode = before < 2 ? 500 : 200;
    response.end();
  });
  expect(await notify(receiver.url, [STARTED, ENDED])).toEqual([]);
  expect(receiver.bodies.map(({ id }) => id)).toEqual(['run-1/1', 'run-1/1', 'run-1/1']);
});

test.each([
  ['refuses', 404, 1, 'it answered 404'],
  ['fails', 503, 3, 'it answered 503'],
  ['redirects', 302, 1, 'it answered 302'],
])('a server that %s is warned of without its URL', async (_, status, attempts, why) => {
  await using receiver = await receive((response) => {
    response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' });
    response.end();
  });
  const warnings = await notify(receiver.url, [STARTED, ENDED]);
  expect(warnings).toEqual([`1 message to the webhook notify.0 could not be delivered: ${why}.`]);
  expect(receiver.bodies).toHaveLength(attempts);
});

test('one that hangs is given up, and one that is down', async () => {
  await using receiver = await receive(() => {});
  const hung = await notify(receiver.url, [STARTED, ENDED], { timeoutMs: 50 });
  expect(hung).toEqual(['1 message to the webhook notify.0 could not be delivered: there was no answer in time.']);
  const down = await notify(`http://127.0.0.1:1/${SECRET}`, [STARTED, ENDED]);
  expect(down).toEqual(['1 message to the webhook notify.0 could not be delivered: there is no connection.']);
});

test('a run that has ended waits for a while, and messages are bounded', async () => {
  await using receiver = await receive(() => {});
  const gates = Array.from({ length: 130 }, (_, index) => ({ ...GATE, step: `a${index}.cutover` }));
  const warnings = await notify(receiver.url, [STARTED, ...gates, ENDED], { drainMs: 50 });
  expect(warnings).toEqual([
    '131 messages to the webhook notify.0 could not be delivered: too many messages are waiting.',
  ]);
});
