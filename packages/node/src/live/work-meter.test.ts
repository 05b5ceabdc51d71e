import { defined } from '@waybill/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildLive } from './build-live.ts';
import { RunProgress } from './run-progress.ts';
import { WorkMeter } from './work-meter.ts';

const of = (step: string, at: number, done: number, total?: number) => ({
  step: `${step}.copy`,
  unit: step.split('/')[0] ?? step,
  at,
  work: { of: 'documents', done, ...defined({ total }) },
});

test('what goes evenly has its rate, however often its events come, and from wherever it began', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer({ min: 1_000, max: 50_000 }),
      fc.integer({ min: 2, max: 200 }),
      fc.nat(1_000_000),
      (perSecond, gapMs, events, begun) => {
        const meter = new WorkMeter();
        let done = begun;
        for (let event = 0; event < events; event += 1) {
          done = begun + (perSecond * gapMs * event) / 1_000;
          meter.add(of('orders', event * gapMs, done, 2_000_000_000));
        }
        const [shown] = meter.read((events - 1) * gapMs);
        expect(shown).toMatchObject({ of: 'documents', done, total: 2_000_000_000 });
        expect(shown?.perSecond).toBeCloseTo(perSecond, 3);
        expect(shown?.leftMs).toBeCloseTo(((2_000_000_000 - done) / perSecond) * 1_000, -3);
      },
    ),
  );
});

test('a rate follows a change within a minute, and goes down while nothing comes', () => {
  const meter = new WorkMeter();
  for (let at = 0; at <= 120; at += 1) meter.add(of('orders', at * 1_000, at < 60 ? at * 100 : 6_000 + (at - 60) * 10));
  expect(meter.read(120_000)[0]?.perSecond).toBeCloseTo(10, 0);
  expect(meter.read(180_000)[0]?.perSecond).toBeLessThan(6);
});

test('parts of a unit count together until all of them have ended, and so do all units', () => {
  const meter = new WorkMeter();
  meter.add(of('orders/1', 0, 0, 100));
  meter.add(of('orders/2', 0, 10, 100));
  meter.add(of('users', 0, 5, 50));
  meter.add(of('orders/1', 2_000, 100, 100));
  meter.end('orders/1.copy');
  expect(meter.read(2_000)).toMatchObject([{ done: 115, total: 250 }]);
  meter.end('orders/2.copy');
  expect(meter.read(2_000)).toMatchObject([{ done: 5, total: 50 }]);
  meter.end('users.copy');
  expect(meter.read(2_000)).toEqual([]);
});

test('says of how many where all say it, and counts different things apart', () => {
  const meter = new WorkMeter();
  meter.add(of('orders', 0, 7, 9));
  meter.add(of('users', 0, 1));
  meter.add({ ...of('cache', 0, 3), work: { of: 'keys', done: 3 } });
  meter.add({ ...of('other', 0, 3), work: undefined });
  expect(meter.read(0)).toEqual([
    { of: 'documents', done: 8 },
    { of: 'keys', done: 3 },
  ]);
});

test('work that did more than its vendor had announced leaves nothing, and nobody has a time below zero', () => {
  const meter = new WorkMeter();
  meter.add(of('orders', 0, 0, 100));
  meter.add(of('orders', 2_000, 120, 100));
  expect(meter.read(2_000)).toEqual([{ of: 'documents', done: 120, total: 120, perSecond: 60, leftMs: 0 }]);
  meter.add(of('users', 2_000, 0, 60));
  expect(meter.read(2_000)).toMatchObject([{ done: 120, total: 180 }]);
});

test('an attempt that begins anew has no rate from the one before', () => {
  const meter = new WorkMeter();
  meter.add(of('orders', 0, 0));
  meter.add(of('orders', 4_000, 4_000));
  meter.add(of('orders', 5_000, 0));
  expect(meter.read(5_000)).toEqual([{ of: 'documents', done: 0 }]);
  meter.add(of('orders', 7_000, 100));
  expect(meter.read(7_000)).toEqual([{ of: 'documents', done: 100, perSecond: 50 }]);
});

test('own work and remote tasks are in what a run says of itself, until their steps end', () => {
  const progress = new RunProgress();
  const step = { step: 'm.copy', unit: 'm' };
  const work = (done: number) => ({ of: 'documents', done, total: 400 });
  progress.add({ kind: 'step.progressed', at: 0, ...step, done: 0, total: 1, work: work(0) });
  progress.add({ kind: 'step.progressed', at: 2_000, ...step, done: 0, total: 1, work: work(100) });
  progress.add({ kind: 'step.waiting', at: 2_000, step: 'n.await', unit: 'n', status: 'running', work: work(8) });
  const live = () => buildLive(progress, { now: 2_000, host: 'h', pid: 1 });
  expect(live().work).toEqual([{ of: 'documents', done: 108, total: 800, per_second: 50, left_ms: 13_840 }]);
  progress.add({ kind: 'step.succeeded', at: 2_500, ...step });
  progress.add({ kind: 'step.failed', at: 2_500, step: 'n.await', unit: 'n', code: 'X', message: 'm' });
  expect(live()).not.toHaveProperty('work');
});

test('knows of one step how long the rest of it takes, from wherever it began, and nothing once it has ended', () => {
  const meter = new WorkMeter();
  // Resumed with four fifths done.
  for (const at of [0, 1_000, 2_000]) meter.add(of('orders/1', at, 800_000 + at * 10, 1_000_000));
  meter.add(of('orders/2', 2_000, 5));
  expect(meter.leftMs('orders/1.copy', 2_000)).toBeCloseTo(18_000, 0);
  expect(meter.leftMs('orders/2.copy', 2_000)).toBeUndefined();
  meter.end('orders/1.copy');
  expect(meter.leftMs('orders/1.copy', 3_000)).toBeUndefined();
});
