import { expect, test } from 'vitest';
import { type DecidedFold, recordsOfDecisions } from '../decisions/decide.ts';
import type { Decision } from '../decisions/decision.ts';
import { EMPTY_CHECKPOINT, type StepState } from '../journal/checkpoint.ts';
import { RunWorld } from '../testing/internal/run-world.ts';

/** Counts what is read of it. */
class CountingMap<Key, Value> extends Map<Key, Value> {
  reads = 0;

  override get(key: Key): Value | undefined {
    this.reads += 1;
    return super.get(key);
  }

  override *keys(): MapIterator<Key> {
    for (const key of super.keys()) {
      this.reads += 1;
      yield key;
    }
  }

  override *entries(): MapIterator<[Key, Value]> {
    for (const entry of super.entries()) {
      this.reads += 1;
      yield entry;
    }
  }

  override *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  override [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries();
  }
}

const BY = 'tester@host';
const failure = { code: 'X', message: 'failed', isFinal: true };

/** Units of which the create is done and the wait has failed. */
function scene(count: number) {
  const keys = Array.from({ length: count }, (_, index) => `k${index}`);
  const { graph } = new RunWorld().plan([{ name: 'm', target: 'move', keys }]);
  const steps = new CountingMap<string, StepState>();
  for (const key of keys) {
    steps.set(`m[${key}].create`, state('succeeded', { task_id: `t-${key}` }));
    steps.set(`m[${key}].await`, state('failed', {}));
  }
  const fold: DecidedFold = {
    step: (address) => steps.get(address),
    checkpoint: () => ({ ...EMPTY_CHECKPOINT, steps }),
  };
  return { graph, steps, fold, by: BY };
}

function state(status: StepState['status'], outputs: StepState['outputs']): StepState {
  return {
    status,
    attempt: 1,
    fingerprint: '',
    acceptedFingerprint: undefined,
    outputs,
    token: undefined,
    existingIds: [],
    before: undefined,
    intendedAtMs: 1,
    failure: status === 'failed' ? failure : undefined,
    at: 1,
  };
}

function decisionsOn(count: number, kind: 'redo' | 'skip' | 'accept' | 'retry'): readonly Decision[] {
  return Array.from({ length: count }, (_, index) => ({ kind, unit: `m[k${index}]`, reason: 'because' }));
}

test.each(['redo', 'skip', 'accept', 'retry'] as const)('%s of all units reads each record a few times', (kind) => {
  const readsOf = (count: number): number => {
    const sources = scene(count);
    expect(recordsOfDecisions(decisionsOn(count, kind), sources)).toHaveLength(count);
    return sources.steps.reads;
  };
  expect(readsOf(400)).toBeLessThanOrEqual(4.2 * readsOf(100));
});

test('a redo names all recorded steps of its unit, and of no other', () => {
  const sources = scene(12);
  const [record] = recordsOfDecisions([{ kind: 'redo', unit: 'm[k1]', reason: 'because' }], sources);
  expect(record).toEqual({
    kind: 'unit.redone',
    unit: 'm[k1]',
    steps: ['m[k1].create', 'm[k1].await'],
    by: BY,
    reason: 'because',
  });
});

test('of several decisions one that does not fit refuses all', () => {
  const { steps, ...sources } = scene(2);
  steps.delete('m[k1].create');
  steps.delete('m[k1].await');
  expect(() => recordsOfDecisions(decisionsOn(2, 'redo'), sources)).toThrow('Nothing of m[k1] has been done yet.');
  expect(() => recordsOfDecisions([{ kind: 'redo', unit: 'm[none]', reason: 'r' }], sources)).toThrow(
    'm[none] is not a unit of this plan.',
  );
});
