import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import { type Checkpoint, EMPTY_CHECKPOINT, foldRecords } from '../journal/checkpoint.ts';
import type { JournalRecord } from '../journal/record.ts';
import { hasOpenTask } from '../progress/has-open-task.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type PlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { compareEdit } from './compare-edit.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

/** `size` goes into the arguments of every call: another one changes what they mean. */
function plan(keys: readonly string[], size: number, digest: string): PlanFixture {
  return buildPlanFixture([{ name: 'm', target: 'move', keys, with: { name: `task-${size}` } }], registry, { digest });
}

function checkpointOf({ graph, plan: applied }: PlanFixture, doneCount: number): Checkpoint {
  const envelope = { epoch: 1, t: 0 };
  const owner = { host: 'h', pid: 1, user: 'u' };
  const started: JournalRecord = {
    ...envelope,
    seq: 1,
    rid: '1',
    kind: 'run.started',
    run: 'run-1',
    plan: 'fixture',
    planDigest: applied.digest,
    stepCount: graph.stepCount,
    versions: {},
    owner,
  };
  const done = graph.steps.slice(0, doneCount).map((step, index): JournalRecord => {
    const fingerprint = fingerprintStep(step);
    const seq = index + 2;
    const base = { ...envelope, seq, rid: `${seq}`, attempt: 1, outputs: {} };
    return { ...base, kind: 'step.succeeded', step: step.address, fingerprint };
  });
  return foldRecords([started, ...done]);
}

test('the plan as it was applied is no edit, and neither is one before the first run', () => {
  const applied = plan(['a', 'b'], 1, 'one');
  expect(compareEdit(applied.graph, 'one', checkpointOf(applied, 3))).toBeUndefined();
  expect(compareEdit(applied.graph, 'one', EMPTY_CHECKPOINT)).toBeUndefined();
});

test('every step, of the plan or of the journal, is counted exactly once', () => {
  const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
  fc.assert(
    fc.property(keys, keys, fc.nat(12), fc.constantFrom(1, 2), (before, after, doneCount, size) => {
      const applied = plan(before, 1, 'one');
      const edited = plan(after, size, 'two');
      const checkpoint = checkpointOf(applied, doneCount);
      const edit = compareEdit(edited.graph, 'two', checkpoint);
      const all = new Set([...edited.graph.stepsByAddress.keys(), ...checkpoint.steps.keys()]);
      const { keptCount = 0, newCount = 0, changed = [], orphaned = [] } = edit ?? {};
      expect(keptCount + newCount + changed.length + orphaned.length).toBe(all.size);
      expect(orphaned.filter((address) => edited.graph.stepsByAddress.has(address))).toEqual([]);
      if (size === 1) expect(changed).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('the task of a unit that left the plan is named exactly while it may be running', () => {
  const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
  fc.assert(
    fc.property(keys, keys, fc.nat(12), (before, after, doneCount) => {
      const applied = plan(before, 1, 'one');
      const checkpoint = checkpointOf(applied, doneCount);
      const edit = compareEdit(plan(after, 1, 'two').graph, 'two', checkpoint);
      const gone = applied.graph.units.filter((unit) => !after.some((key) => unit.address === `m[${key}]`));
      const open = gone.filter((unit) => hasOpenTask(unit, checkpoint)).map(({ address }) => address);
      expect(edit?.running.map(({ unit }) => unit) ?? []).toEqual(open);
    }),
    { numRuns: 100 },
  );
});

test('of a migration that is gone as a whole its name is all, once a call of it was sent', () => {
  const applied = plan(['a'], 1, 'one');
  const other = buildPlanFixture([{ name: 'other', target: 'move' }], registry, { digest: 'two' });
  const gone = (checkpoint: Checkpoint) => compareEdit(other.graph, 'two', checkpoint)?.goneMigrations;
  expect(gone(checkpointOf(applied, 0))).toEqual([]);
  const [sent] = applied.graph.steps;
  const { steps, ...checkpoint } = checkpointOf(applied, 1);
  const state = steps.get(sent?.address ?? '');
  if (sent === undefined || state === undefined) throw new Error('its first step is recorded');
  const known = { ...checkpoint, steps: new Map([[sent.address, { ...state, intendedAtMs: 1 }]]) };
  expect(gone(known)).toEqual(['m']);
  expect(compareEdit(plan(['b'], 1, 'two').graph, 'two', known)?.goneMigrations).toEqual([]);
});

test('steps that were kept as they were done are told as such', () => {
  const edited = plan(['a'], 2, 'one');
  const checkpoint = checkpointOf(plan(['a'], 1, 'one'), 1);
  expect(compareEdit(edited.graph, 'one', checkpoint)).toMatchObject({ isSamePlan: true, changed: ['m[a].create'] });
});

test('a call whose arguments changed has to be redone, and only if it was done', () => {
  const applied = plan(['a', 'b'], 1, 'one');
  const edit = compareEdit(plan(['a', 'b'], 2, 'two').graph, 'two', checkpointOf(applied, 1));
  expect(edit?.changed).toEqual(['m[a].create']);
});
