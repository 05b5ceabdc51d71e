import { defined } from '@waybill/core';
import { expect, test } from 'vitest';
import { buildLive } from './build-live.ts';
import { RunProgress } from './run-progress.ts';

test('a forecast that fails is none, is not asked for again, and is no error of whoever shows the run', () => {
  let asked = 0;
  const eta = (): never => {
    asked += 1;
    throw new Error('no forecast');
  };
  const known = new RunProgress().counts;
  const counts = { ...known, units: { ...known.units, pending: 2 } };
  const progress = new RunProgress({ eta, changed: () => {} }, counts);
  expect([progress.eta(0), progress.eta(1)]).toEqual([undefined, undefined]);
  expect(asked).toBe(1);
});

test('a step that is tried again is shown with its latest reason until something of it moves', () => {
  const progress = new RunProgress();
  const of = (at: number) => ({ at, step: 'm.copy', unit: 'm' });
  const retrying = (at: number, reason: string) =>
    progress.add({ kind: 'step.retrying', ...of(at), attempt: 1, delayMs: 1, reason });
  retrying(1, 'lost');
  retrying(5, 'no shard');
  expect(progress.retries).toEqual([{ step: 'm.copy', reason: 'no shard', at: 1 }]);
  const live = buildLive(progress, { now: 9_000, host: 'h', pid: 1 });
  expect(live.retrying).toEqual([{ step: 'm.copy', reason: 'no shard', since: '1970-01-01T00:00:00.001Z' }]);
  progress.add({ kind: 'step.progressed', ...of(6), done: 1, total: 2 });
  expect(progress.retries).toEqual([]);
  expect(buildLive(progress, { now: 9_000, host: 'h', pid: 1 })).not.toHaveProperty('retrying');
  for (const end of [
    { kind: 'step.succeeded', ...of(8) },
    { kind: 'step.failed', ...of(8), code: 'X', message: 'm' },
    { kind: 'step.waiting', ...of(8), status: 's' },
  ] as const) {
    retrying(7, 'lost');
    progress.add(end);
    expect(progress.retries).toEqual([]);
  }
});

test('a remote task that counts is waited for since its count was first seen, another one since its status was', () => {
  const progress = new RunProgress();
  const waiting = (step: string, at: number, status: string, done?: number) => {
    const work = done === undefined ? undefined : { of: 'documents', done };
    progress.add({ kind: 'step.waiting', step, unit: 'm', at, status, ...defined({ work }) });
  };
  waiting('m.await', 1, 'not known to the cluster');
  for (const done of [20, 50, 90]) waiting('m.await', done, `${done} of 100 documents`, done);
  waiting('m.other', 2, 'QUEUED');
  waiting('m.other', 5, 'RUNNING');
  waiting('m.other', 9, 'RUNNING');
  const since = progress.waits.map(({ step, at }) => [step, at]);
  expect(since).toEqual([
    ['m.await', 20],
    ['m.other', 5],
  ]);
});
