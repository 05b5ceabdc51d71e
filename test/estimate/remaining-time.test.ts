import type { JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { checkEqualUnits } from './equal-units.ts';
import { followRun, learnFromRun, MINUTE_MS, SECOND_MS, wrongGuesses } from './follow-run.ts';
import { caches, indices, planOf } from './plans.ts';
import type { Times } from './timed-world.ts';

const TIMES: Times = { callMs: 200, copyMs: 5 * MINUTE_MS, machineMs: 2 * MINUTE_MS };

describe('the time that is left, from a tenth of the run on', () => {
  it.each<readonly [string, JsonObject, Times]>([
    ['one task at a time', planOf({ requests: '20/s', active: 1 }, { orders: indices(12) }), TIMES],
    ['5 tasks at a time', planOf({ requests: '20/s', active: 5 }, { orders: indices(60) }), TIMES],
    ['20 tasks at a time', planOf({ requests: '20/s', active: 20 }, { orders: indices(120) }), TIMES],
    ['50 tasks at a time, one wave', planOf({ requests: '20/s', active: 50 }, { orders: indices(50) }), TIMES],
    [
      'short tasks',
      planOf({ requests: '20/s', active: 4 }, { orders: indices(40) }),
      { ...TIMES, copyMs: 20 * SECOND_MS },
    ],
    [
      'bound by the rate',
      planOf({ requests: '2/s', in_flight: 4, active: 50 }, { orders: indices(100) }),
      { ...TIMES, copyMs: 30 * SECOND_MS },
    ],
    [
      'bound by slow calls',
      planOf({ requests: '50/s', in_flight: 1 }, { orders: indices(60) }),
      { ...TIMES, callMs: 3_000, copyMs: MINUTE_MS },
    ],
    ['machines and copies', planOf({ requests: '20/s', active: 4 }, { sessions: caches(24, 24) }), TIMES],
    ['one task on each target', planOf({ requests: '20/s', active_per_target: 1 }, { sessions: caches(24, 3) }), TIMES],
  ])('%s', async (_, plan, times) => {
    const guesses = await followRun(plan, times);
    expect(wrongGuesses(guesses)).toEqual([]);
  });

  it('of equal units, for any number of them, any limit and any duration of tasks and calls', async () => {
    await checkEqualUnits({ seed: 8, numRuns: 10 });
  });

  it.each<readonly [string, number, number, Times]>([
    ['that are waited for longer than any before', 16, 92, { ...TIMES, callMs: 720, copyMs: 57_600 }],
    ['that end just before a poll', 19, 94, { ...TIMES, callMs: 380, copyMs: 57_600 }],
    ['whose next poll is just due', 17, 188, { ...TIMES, callMs: 27, copyMs: 57_600 }],
    ['whose last one was found at once, and the others later', 19, 172, { ...TIMES, callMs: 2_480, copyMs: 60_000 }],
    ['whose last wave ends with the likelier of two polls', 10, 16, { ...TIMES, callMs: 46, copyMs: 267_019 }],
    ['in a last wave', 4, 11, { ...TIMES, callMs: 970, copyMs: 230_400 }],
    ['one by one, with calls that take half as long as they do', 1, 13, { ...TIMES, callMs: 2_856, copyMs: 5_020 }],
  ])('of equal units %s', async (_, active, units, times) => {
    const guesses = await followRun(planOf({ requests: '20/s', active }, { orders: indices(units) }), times);
    expect(wrongGuesses(guesses)).toEqual([]);
  });

  it('of tasks that differ by a third, within a third', async () => {
    const plan = planOf({ requests: '20/s', active: 6 }, { orders: indices(60) });
    expect(wrongGuesses(await followRun(plan, { ...TIMES, jitter: 0.3 }), 1 / 3)).toEqual([]);
  });

  it('rests on what was seen from a tenth of the run on, where tasks come in ten waves or more', async () => {
    const guesses = await followRun(planOf({ requests: '20/s', active: 5 }, { orders: indices(60) }), TIMES);
    expect(guesses.filter(({ part, isLearned }) => part >= 0.1 && !isLearned)).toEqual([]);
  });

  it('of a single wave is a guess and says so, unless an earlier run showed how long its tasks take', async () => {
    const plan = planOf({ requests: '20/s', active: 50 }, { orders: indices(50) });
    expect((await followRun(plan, TIMES)).some(({ isLearned }) => isLearned)).toBe(false);
    const learned = await learnFromRun(plan, TIMES);
    const guesses = await followRun(plan, TIMES, { learned });
    expect(guesses.filter(({ isLearned }) => isLearned)).toHaveLength(guesses.length);
    expect(wrongGuesses(guesses)).toEqual([]);
  });
});
