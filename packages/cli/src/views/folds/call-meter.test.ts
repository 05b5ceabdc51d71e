import { VirtualClock } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { CallMeter, type MeteredExchange } from './call-meter.ts';

const NEVER = new AbortController().signal;

test('counts calls over the last five seconds and tells of each without its query', async () => {
  const clock = new VirtualClock();
  const told: MeteredExchange[] = [];
  const meter = new CallMeter({ send: async () => ({ status: 200, headers: {}, body: '' }) }, clock, (exchange) =>
    told.push(exchange),
  );
  for (let count = 0; count < 10; count += 1) {
    await meter.send(
      { method: 'GET', url: 'https://api.example/v1/tasks?Signature=abc', headers: {} },
      { signal: NEVER },
    );
    await clock.advance(500);
  }
  expect(meter.perSecond()).toBe(2);
  await clock.advance(2_500);
  expect(meter.perSecond()).toBe(1);
  await clock.advance(60_000);
  expect(meter.perSecond()).toBe(0);
  expect(meter.total).toBe(10);
  expect(told[0]).toEqual({ method: 'GET', host: 'api.example', path: '/v1/tasks', durationMs: 0, status: 200 });
});

test('passes a fault on, and tells that no answer came', async () => {
  const told: MeteredExchange[] = [];
  const meter = new CallMeter({ send: () => Promise.reject(new Error('reset')) }, new VirtualClock(), (exchange) =>
    told.push(exchange),
  );
  await expect(
    meter.send({ method: 'POST', url: 'https://api.example/', headers: {} }, { signal: NEVER }),
  ).rejects.toThrow('reset');
  expect(told).toEqual([{ method: 'POST', host: 'api.example', path: '/', durationMs: 0 }]);
});
