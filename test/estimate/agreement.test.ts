import { describe, expect, it } from 'vitest';
import { type Compared, compareWithRun } from './compare-with-run.ts';
import { caches, indices, planOf } from './plans.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

const TIMES = { callMs: 200, copyMs: 5 * MINUTE_MS, machineMs: 2 * MINUTE_MS };

/** The times within some percent; the calls within a twentieth, or two. */
function expectAgreement(compared: Compared, percent = 3): void {
  const { estimate, runMs } = compared;
  const offMs = Math.abs(estimate.schedule.p50_ms - runMs);
  expect(offMs, `estimated ${estimate.schedule.p50_ms} ms, took ${runMs} ms`).toBeLessThan((runMs * percent) / 100);
  expect(compared.result.outcome).toBe('succeeded');
  expectSameCalls(compared.runCalls, compared.estimatedCalls);
}

type Calls = ReadonlyMap<string, number>;

function expectSameCalls(made: Calls, estimated: Calls): void {
  expect([...estimated.keys()].toSorted()).toEqual([...made.keys()].toSorted());
  for (const [operation, calls] of made) {
    const expected = estimated.get(operation) ?? 0;
    const difference = `${operation}: estimated ${expected}, made ${calls}`;
    expect(Math.abs(expected - calls), difference).toBeLessThanOrEqual(Math.max(2, calls * 0.05));
  }
}

function sumOf(calls: Calls): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0);
}

function addCalls(sums: Map<string, number>, calls: Calls): void {
  for (const [operation, count] of calls) sums.set(operation, (sums.get(operation) ?? 0) + count);
}

describe('an estimate agrees with what the real engine does', () => {
  it.each([
    ['bound by the rate', planOf({ requests: '5/s', in_flight: 8 }, { orders: indices(80) }), 'requests'],
    ['bound by calls in flight', planOf({ requests: '100/s', in_flight: 1 }, { orders: indices(120) }), 'in_flight'],
    ['bound by tasks at once', planOf({ requests: '50/s', active: 4 }, { orders: indices(24) }), 'active'],
    [
      'bound by tasks on one target',
      planOf({ requests: '50/s', active_per_target: 1 }, { sessions: caches(12, 3) }),
      'active_per_target',
    ],
  ])('%s', async (_, plan, bottleneck) => {
    const compared = await compareWithRun(plan, TIMES);
    expectAgreement(compared);
    expect(compared.estimate.schedule.limits[0]).toMatchObject({ limit: bottleneck });
  });

  it('over chains of needs, groups and clean-up', async () => {
    const plan = planOf(
      { requests: '20/s', active: 6 },
      {
        first: indices(10, { cleanup: 'delete' }),
        second: indices(10, { needs: ['first'] }, 'es-cn-n6w1o1x0w002c'),
        carts: caches(4, 4, { cleanup: 'delete' }),
        sessions: caches(4, 4, { needs: ['second', 'carts'] }),
      },
    );
    expectAgreement(await compareWithRun(plan, TIMES));
  });

  it('when tasks are short and looking costs most', async () => {
    const plan = planOf({ requests: '3/s' }, { carts: caches(12, 12), sessions: caches(6, 6, { needs: ['carts'] }) });
    // A run takes a dozen polls, and one that comes just before the end of a task instead of just after it is a tenth of
    // the run: where polls fall is chance, so the totals over many durations are compared, times and calls alike.
    const durations = [2, 2.5, 3, 3.5, 4].flatMap((machine) => [7, 7.5, 8, 8.5, 9].map((copy) => ({ machine, copy })));
    const total = { estimatedMs: 0, tookMs: 0 };
    const calls = { estimated: new Map<string, number>(), made: new Map<string, number>() };
    for (const { machine, copy } of durations) {
      const times = { callMs: 500, copyMs: copy * SECOND_MS, machineMs: machine * SECOND_MS };
      const compared = await compareWithRun(plan, times);
      expect(compared.result.outcome).toBe('succeeded');
      addCalls(calls.estimated, compared.estimatedCalls);
      addCalls(calls.made, compared.runCalls);
      total.estimatedMs += compared.estimate.schedule.p50_ms;
      total.tookMs += compared.runMs;
    }
    const off = Math.abs(total.estimatedMs - total.tookMs) / total.tookMs;
    expect(off, `estimated ${total.estimatedMs} ms, took ${total.tookMs} ms`).toBeLessThan(0.09);
    // Which of the reads of a round are made depends on where it falls, too; effects and the sum do not.
    for (const operation of ['CreateOnlineMigrationTask', 'SetOnlineMigrationTask', 'ShowInstance'])
      expect([operation, calls.estimated.get(operation)]).toEqual([operation, calls.made.get(operation)]);
    const [estimatedSum, madeSum] = [sumOf(calls.estimated), sumOf(calls.made)];
    expect(Math.abs(estimatedSum - madeSum), `${estimatedSum} calls, ${madeSum} made`).toBeLessThan(madeSum * 0.05);
  });

  it('without anything that limits', async () => {
    const plan = planOf({ requests: '1000/s', in_flight: 100 }, { orders: indices(30), carts: caches(10, 10) });
    expectAgreement(await compareWithRun(plan, TIMES));
  });
});
