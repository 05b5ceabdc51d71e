import { describe, expect, it } from 'vitest';
import type { JournalRecord, RecordBody } from '../journal/record.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { learnDurations } from './learn-durations.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const from = {
  ...buildPlanFixture([{ name: 'copies', target: 'copy', keys: ['a', 'b', 'c', 'd'] }], registry),
  registry,
};
const WAIT = { providerType: 'fake', poll: 'tasks', goal: 'done' };

type Happened = readonly [atSeconds: number, what: 'run' | 'intent' | 'done' | 'failed', step?: string];

function journal(...happened: readonly Happened[]): readonly JournalRecord[] {
  return happened.map(([atSeconds, what, step = ''], index) => {
    const envelope = { seq: index + 1, rid: `r${index}`, epoch: 1, t: atSeconds * 1_000 };
    return { ...envelope, ...bodyOf(what, step) };
  });
}

function bodyOf(what: Happened[1], step: string): RecordBody {
  const base = { step, attempt: 1, fingerprint: 'f' };
  switch (what) {
    case 'run':
      return {
        kind: 'run.started',
        run: 'run-1',
        plan: 'fixture',
        planDigest: 'd',
        stepCount: 8,
        versions: {},
        owner: { host: 'h', pid: 1, user: 'u' },
      };
    case 'intent':
      return { kind: 'step.intent', ...base, operation: 'CreateTaskWithToken', requestDigest: 'd', policy: 'token' };
    case 'done':
      return { kind: 'step.succeeded', ...base, outputs: {} };
    case 'failed':
      return { kind: 'step.failed', ...base, outcome: 'terminal', code: 'C', message: 'm' };
  }
}

/** One unit: created within a second, done so many seconds later. */
function unit(key: string, atSeconds: number, waitSeconds: number): readonly Happened[] {
  return [
    [atSeconds, 'intent', `copies[${key}].create`],
    [atSeconds + 1, 'done', `copies[${key}].create`],
    [atSeconds + 1 + waitSeconds, 'done', `copies[${key}].await`],
  ];
}

describe('durations of earlier runs', () => {
  it('are those of waits and calls, with the middle and the ninth of ten', () => {
    const learned = learnDurations(
      journal([0, 'run'], ...unit('a', 10, 60), ...unit('b', 200, 120), ...unit('c', 400, 100)),
      from,
    );
    expect(learned.wait(WAIT)).toEqual({ p50Ms: 100_000, p90Ms: 116_000, observations: 3 });
    expect(learned.call('fake')).toEqual({ p50Ms: 1_000, p90Ms: 1_000, observations: 3 });
    expect(learned.wait({ ...WAIT, goal: 'gone' })).toBeUndefined();
    expect(learned.wait({ ...WAIT, providerType: 'other' })).toBeUndefined();
  });

  it('say nothing from fewer than three', () => {
    const learned = learnDurations(journal([0, 'run'], ...unit('a', 10, 60), ...unit('b', 200, 120)), from);
    expect(learned.wait(WAIT)).toBeUndefined();
  });

  it('leave out what two runs, a failure or a clock that was set back lie between', () => {
    const learned = learnDurations(
      journal(
        [0, 'run'],
        ...unit('a', 10, 60),
        ...unit('b', 20, 60),
        [30, 'intent', 'copies[c].create'],
        [31, 'done', 'copies[c].create'],
        [90, 'run'],
        [500, 'done', 'copies[c].await'],
        [510, 'intent', 'copies[d].create'],
        [511, 'done', 'copies[d].create'],
        [400, 'done', 'copies[d].await'],
        [520, 'failed', 'copies[d].await'],
        [530, 'done', 'gone[x].await'],
      ),
      from,
    );
    expect(learned.wait(WAIT)).toBeUndefined();
  });

  it('of a unit that was done again count again', () => {
    const learned = learnDurations(
      journal([0, 'run'], ...unit('a', 10, 60), ...unit('a', 100, 60), ...unit('a', 200, 60)),
      from,
    );
    expect(learned.wait(WAIT)).toMatchObject({ p50Ms: 60_000, observations: 3 });
  });
});
