import { expect, test } from 'vitest';
import { FakeIo } from '../testing/fake-io.ts';
import type { JsonStatus } from '../views/documents/json-objects.ts';
import { watchStatus } from './watch-status.ts';

const FOUND = { running: 'yes', gates: [{ unit: 'orders', step: 'orders.clients' }] } as unknown as JsonStatus;

const asking = (ask: (signal: AbortSignal) => Promise<JsonStatus['gates']>, io: FakeIo) =>
  watchStatus({ read: async () => FOUND, ask: (_, signal) => ask(signal) }, {}, io);

test('Ctrl-C ends the watching while a cluster that is asked does not answer', async () => {
  const io = new FakeIo();
  const reasons: unknown[] = [];
  const code = await asking((signal) => {
    const { promise, reject } = Promise.withResolvers<JsonStatus['gates']>();
    signal.addEventListener('abort', () => {
      reasons.push(signal.reason);
      reject(signal.reason);
    });
    io.interrupt();
    return promise;
  }, io);
  expect([code, io.exits, io.stdout.text]).toEqual([0, [], '']);
  expect(reasons).toEqual([new Error('interrupted by SIGINT')]);
});

test('what fails without an interrupt is reported', async () => {
  const failing = asking(() => Promise.reject(new Error('refused')), new FakeIo());
  await expect(failing).rejects.toThrow('refused');
});
