import type { JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { type Compared, compareRounds, compareWithRun } from './compare-with-run.ts';
import { caches, indices, pairs, planOf, replicas } from './plans.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Calls take no part of a window of the rate: what would fall on one millisecond would be ordered by chance. */
const TIMES = { callMs: 190, copyMs: 5 * MINUTE_MS, machineMs: 2 * MINUTE_MS };

/** The times within some percent; the calls within a twentieth, or two. */
function expectAgreement({ result, estimate, runMs, runCalls, estimatedCalls }: Compared, percent = 3): void {
  expect(result.outcome).toBe('succeeded');
  const offMs = Math.abs(estimate.schedule.p50_ms - runMs);
  expect(offMs, `estimated ${estimate.schedule.p50_ms} ms, took ${runMs} ms`).toBeLessThan((runMs * percent) / 100);
  expect([...estimatedCalls.keys()].toSorted()).toEqual([...runCalls.keys()].toSorted());
  for (const [operation, calls] of runCalls) {
    const estimated = estimatedCalls.get(operation) ?? 0;
    const told = `${operation}: estimated ${estimated}, made ${calls}`;
    expect(Math.abs(estimated - calls), told).toBeLessThanOrEqual(Math.max(2, calls * 0.05));
  }
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

  // The whole run takes a dozen polls: one that comes just before the end of a task instead of just after it is a tenth.
  it.each([2, 2.5, 3, 3.5, 4].flatMap((machine) => [7, 7.5, 8, 8.5, 9].map((copy) => ({ machine, copy }))))(
    'when tasks are short and looking costs most: machines of $machine s, copies of $copy s',
    async ({ machine, copy }) => {
      const plan = planOf({ requests: '3/s' }, { carts: caches(12, 12), sessions: caches(6, 6, { needs: ['carts'] }) });
      const times = { callMs: 500, copyMs: copy * SECOND_MS, machineMs: machine * SECOND_MS };
      expectAgreement(await compareWithRun(plan, times));
    },
  );

  it('when two providers of the plan are on one account', async () => {
    const plan = planOf(
      { requests: '3/s', active: 6 },
      { orders: indices(24), users: indices(24, {}, 'es-cn-n6w1o1x0w002c') },
    );
    const [providers, migrations] = [plan['providers'], plan['migrations']] as [JsonObject, JsonObject];
    const twin = { ...(migrations['users'] as JsonObject), uses: 'twin.index-migration' };
    const shared = {
      ...plan,
      providers: { ...providers, twin: providers['search'] ?? null },
      migrations: { ...migrations, users: twin },
    };
    expectAgreement(await compareWithRun(shared, TIMES));
  });

  it.each([1, 2, 3])('with %d calls at once over all providers', async (parallelism) => {
    const plan = planOf({ requests: '100/s', in_flight: 4 }, { orders: indices(60), carts: caches(8, 8) });
    const times = { callMs: 400, copyMs: 5 * MINUTE_MS, machineMs: 20_000 };
    const { estimate, runMs, runCalls, estimatedCalls } = await compareWithRun(plan, times, { parallelism });
    expect(Math.abs(estimate.schedule.p50_ms - runMs)).toBeLessThan(runMs * 0.03);
    // Calls of one provider are polls of the other one that come a little earlier or later.
    const total = (calls: ReadonlyMap<string, number>): number =>
      [...calls.values()].reduce((sum, count) => sum + count);
    expect(Math.abs(total(estimatedCalls) - total(runCalls))).toBeLessThan(total(runCalls) * 0.05);
  });

  it.each([
    { units: 12, active: 4 },
    { units: 10, active: 3 },
    { units: 5, active: 8 },
  ])(
    'when $units replications keep their places, $active at once, until they are approved',
    async ({ units, active }) => {
      const plan = planOf({ requests: '10/s', active }, { sessions: replicas(units, units) });
      const { result, estimate, runMs, rounds } = await compareRounds(plan, TIMES);
      expect(result.outcome).toBe('succeeded');
      expect(rounds).toBe(Math.ceil(units / active));
      expect(estimate.schedule.approvals?.rounds).toBe(rounds);
      const estimatedMs = estimate.schedule.approvals?.p50_ms ?? 0;
      const off = `estimated ${estimatedMs} ms, took ${runMs} ms`;
      expect(Math.abs(estimatedMs - runMs), off).toBeLessThan(runMs * 0.05);
    },
  );

  it.each([
    { requests: '3/s', units: 16, sources: 16, in_flight: 1 },
    { requests: '2/s', units: 20, sources: 20, in_flight: 4 },
    { requests: '3/s', units: 16, sources: 2, in_flight: 2 },
    { requests: '50/s', units: 24, sources: 5, in_flight: 8 },
  ])('and counts both reads of a check, to the call: $units units at $requests', async (drawn) => {
    const { units, sources, ...limits } = drawn;
    const compared = await compareWithRun(planOf(limits, { sessions: pairs(units, sources) }), TIMES);
    expectAgreement(compared);
    expect(compared.estimatedCalls.get('ShowInstance')).toBe(compared.runCalls.get('ShowInstance'));
  });

  it('without anything that limits', async () => {
    const plan = planOf({ requests: '1000/s', in_flight: 100 }, { orders: indices(30), carts: caches(10, 10) });
    expectAgreement(await compareWithRun(plan, TIMES));
  });
});
