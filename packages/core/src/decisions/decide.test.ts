import { describe, expect, it } from 'vitest';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { RecordBody } from '../journal/record.ts';
import type { Kind } from '../provider/kind.ts';
import { createRegistry } from '../provider/registry.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { defined } from '../value/defined.ts';
import { recordDecisions } from './decide.ts';
import type { Decision } from './decision.ts';

const OWNER = { host: 'host', pid: 1, user: 'ann' };
const WHY = { reason: 'seen by hand' };
/** What is recorded of a step, by how it stands. */
type Standing = 'intended' | 'unknown' | 'failed' | 'succeeded' | 'retryable';

describe('an effect of unknown outcome', () => {
  it.each(['intended', 'unknown'] as const)('that is %s is settled either way, with who and why', async (standing) => {
    const adopted = await decide({ 'orders.create': standing }, [
      { kind: 'adopt', step: 'orders.create', outputs: { task_id: 'task-9' }, existingIds: ['old'], ...WHY },
    ]);
    const settled = { kind: 'step.resolved', step: 'orders.create', attempt: 2, by: 'person' };
    const evidence = 'ann@host: seen by hand';
    expect(adopted.written).toMatchObject([
      { ...settled, evidence, resolution: 'happened', outputs: { task_id: 'task-9' }, existingIds: ['old'] },
    ]);
    const denied = await decide({ 'orders.create': standing }, [
      { kind: 'resolve', step: 'orders.create', resolution: 'did-not-happen', ...WHY },
    ]);
    expect(denied.written).toMatchObject([{ ...settled, evidence, resolution: 'did-not-happen', outputs: {} }]);
  });

  it.each([undefined, 'failed', 'succeeded', 'retryable'] as const)('is not one that is %s', async (standing) => {
    const recorded = defined({ 'orders.create': standing });
    for (const decision of [
      { kind: 'adopt', step: 'orders.create', outputs: {}, ...WHY },
      { kind: 'resolve', step: 'orders.create', resolution: 'did-not-happen', ...WHY },
    ] as const)
      await expectRefusal(recorded, decision, standing === undefined ? 'was never sent' : `is ${standing}`);
  });

  it('is that of a call of the plan', async () => {
    for (const step of ['orders.await', 'orders.look', 'orders.none', 'orders'])
      await expectRefusal({}, { kind: 'adopt', step, outputs: {}, ...WHY }, 'is not a call of this plan');
  });
});

describe('adopting what another state did', () => {
  const adopt = (more: object): Decision => ({ kind: 'adopt', step: 'orders.create', outputs: {}, ...WHY, ...more });

  it('passes the check that stopped the unit because of it, and no other one', async () => {
    const { written } = await decide({ 'orders.look': 'failed', 'orders.look-too': 'succeeded' }, [adopt({})]);
    expect(written.map((record) => 'step' in record && record.step)).toEqual(['orders.create', 'orders.look']);
    expect(written[1]).toMatchObject({ kind: 'step.resolved', resolution: 'happened', by: 'person', outputs: {} });
  });

  it('that was looked up needs no attempt, and passes each check that has not passed', async () => {
    const { written } = await decide({ 'orders.look-too': 'succeeded' }, [adopt({ isFound: true })]);
    expect(written.map((record) => 'step' in record && record.step)).toEqual(['orders.create', 'orders.look']);
    expect(written[0]).toMatchObject({ attempt: 1 });
  });

  it('that was looked up is still refused for a step that has ended', async () => {
    await expectRefusal({ 'orders.create': 'succeeded' }, adopt({ isFound: true }), 'is succeeded');
  });
});

describe('a failed unit', () => {
  it('is retried where it failed', async () => {
    const { written } = await decide({ 'orders.create': 'succeeded', 'orders.await': 'failed' }, [
      { kind: 'retry', unit: 'orders', ...WHY },
    ]);
    expect(written).toMatchObject([{ kind: 'step.retried', step: 'orders.await', by: 'ann@host', ...WHY }]);
    expect(written[0]).not.toHaveProperty('run');
  });

  it('is one with a failed step', async () => {
    await expectRefusal({ 'orders.create': 'unknown' }, { kind: 'retry', unit: 'orders', ...WHY }, 'no failed step');
  });

  it.each([
    ['skip', 'skipped'],
    ['accept', 'accepted'],
  ] as const)('or one that has not begun can be given up or taken as it is: %s', async (kind, decision) => {
    for (const recorded of [{}, { 'orders.await': 'failed' }, { 'orders.create': 'unknown' }] as const) {
      const { written } = await decide(recorded, [{ kind, unit: 'orders', ...WHY }]);
      expect(written).toMatchObject([{ kind: 'unit.decided', unit: 'orders', decision, by: 'ann@host', ...WHY }]);
    }
    await expectRefusal(ALL_DONE, { kind, unit: 'orders', ...WHY }, 'has succeeded already');
  });
});

describe('redo', () => {
  const redo: Decision = { kind: 'redo', unit: 'orders', ...WHY };

  it('forgets every step of the unit that is recorded, also those that the plan no longer has', async () => {
    const { written } = await decide(
      { 'orders.create': 'failed', 'orders.gone': 'succeeded', 'orders[a].create': 'failed', 'other.create': 'failed' },
      [redo],
    );
    expect(written).toMatchObject([{ kind: 'unit.redone', unit: 'orders', steps: ['orders.create', 'orders.gone'] }]);
  });

  it('never takes an ended task for its own later, and may take one that can still be at work', async () => {
    const finished = await decide(ALL_DONE, [redo]);
    expect(finished.written).toMatchObject([{ replacedIds: ['task-1'] }]);
    const { 'orders.await': _open, ...unfinished } = ALL_DONE;
    const { written } = await decide(unfinished, [redo]);
    expect(written[0]).not.toHaveProperty('replacedIds');
  });

  it.each(['skip', 'accept'] as const)('takes back %s of a unit of which nothing was done', async (kind) => {
    const { written } = await decide({}, [{ kind, unit: 'orders', ...WHY }], { later: [redo] });
    expect(written.slice(1)).toMatchObject([{ kind: 'unit.redone', unit: 'orders', steps: [] }]);
  });

  it('is refused for a unit of which nothing was done', async () => {
    await expectRefusal({ 'other.create': 'failed' }, redo, 'Nothing of orders has been done yet');
  });
});

it('a unit that the plan does not have is nobody’s to decide on', async () => {
  for (const kind of ['retry', 'redo', 'skip', 'accept'] as const)
    await expectRefusal({}, { kind, unit: 'none', ...WHY }, 'none is not a unit of this plan');
});

it('several decisions are written together, or none of them when one is refused', async () => {
  const decisions: readonly Decision[] = [
    { kind: 'retry', unit: 'orders', ...WHY },
    { kind: 'skip', unit: 'other', ...WHY },
  ];
  const commits: number[] = [];
  await decide({ 'orders.create': 'failed' }, decisions, { onCommit: (records) => commits.push(records) });
  expect(commits).toEqual([2]);
  const { error, written } = await tryTo({ 'orders.create': 'failed', ...otherDone() }, decisions);
  expect(error).toMatchObject({ code: 'RUN_DECISION_REFUSED' });
  expect(written).toEqual([]);
});

it('a state without a record becomes one of a run that was stopped, where the caller says of which', async () => {
  const adopt = { kind: 'adopt', step: 'orders.create', outputs: {}, isFound: true, ...WHY } as const;
  const firstRun = { plan: 'fixture', planDigest: 'digest-1', stepCount: 4, versions: {} };
  const { written } = await decide({}, [adopt], { firstRun });
  expect(written[0]).toMatchObject({ kind: 'run.started', run: 'run-1', ...firstRun, owner: OWNER });
  expect(written.at(-1)).toMatchObject({ kind: 'run.ended', run: 'run-1', outcome: 'stopped' });
  expect((await decide({}, [], { firstRun })).written).toEqual([]);
  expect((await decide({}, [adopt])).written.map(({ kind }) => kind)).not.toContain('run.started');
  const begun = await decide({ 'other.create': 'failed' }, [adopt], { firstRun });
  expect(begun.written.map(({ kind }) => kind)).not.toContain('run.started');
});

it('nothing is decided while another process holds the state, and the lock is given back', async () => {
  const disk = new MemoryDisk('fixture', createSeededRandom(1));
  const options = { graph, store: openMemoryStore(disk), clock: new VirtualClock(), owner: OWNER };
  const lease = await options.store.acquire(OWNER);
  const decision = { kind: 'skip', unit: 'orders', ...WHY } as const;
  await expect(recordDecisions([decision], options)).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
  await lease[Symbol.asyncDispose]();
  await recordDecisions([decision], options);
  await expect(recordDecisions([{ ...decision, unit: 'none' }], options)).rejects.toThrow('not a unit');
  expect(disk.isLocked).toBe(false);
});

const ALL_DONE: Readonly<Record<string, Standing>> = {
  'orders.look': 'succeeded',
  'orders.look-too': 'succeeded',
  'orders.create': 'succeeded',
  'orders.await': 'succeeded',
};

function otherDone(): Readonly<Record<string, Standing>> {
  return Object.fromEntries(Object.keys(ALL_DONE).map((step) => [step.replace('orders', 'other'), 'succeeded']));
}

/** Two checks, a create that needs both, and a wait. */
const { graph } = buildPlanFixture(
  [
    { name: 'orders', target: 'checked' },
    { name: 'other', target: 'checked' },
  ],
  createRegistry([checkedProvider()]),
);

function checkedProvider() {
  const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
  const { copy } = fake.kinds;
  if (copy === undefined) throw new Error('the fake provider has it');
  const check = { kind: 'check', title: 'look', operation: 'ListTasks', check: 'answered', arguments: {} } as const;
  const checked: Kind = {
    ...copy,
    name: 'checked',
    expand: (input) => {
      const [create, ...others] = copy.expand(input).steps;
      if (create === undefined) throw new Error('it creates');
      const looks = ['look', 'look-too'].map((name) => ({ ...check, name, needs: [] }));
      return { ...copy.expand(input), steps: [...looks, { ...create, needs: ['look', 'look-too'] }, ...others] };
    },
  };
  return { ...fake, kinds: { ...fake.kinds, checked } };
}

interface Deciding {
  readonly firstRun?: Parameters<typeof recordDecisions>[1]['firstRun'];
  /** Decided afterwards, if nothing of the first was refused. */
  readonly later?: readonly Decision[];
  readonly onCommit?: (records: number) => void;
}

async function decide(recorded: Readonly<Record<string, Standing>>, decisions: readonly Decision[], more?: Deciding) {
  const { error, written } = await tryTo(recorded, decisions, more);
  expect(error).toBeUndefined();
  return { written };
}

async function expectRefusal(
  recorded: Readonly<Record<string, Standing>>,
  decision: Decision,
  message: string,
): Promise<void> {
  const { error, written } = await tryTo(recorded, [decision]);
  expect(error).toMatchObject({ code: 'RUN_DECISION_REFUSED', message: expect.stringContaining(message) });
  expect(error).toHaveProperty('hint');
  expect(written).toEqual([]);
}

async function tryTo(
  recorded: Readonly<Record<string, Standing>>,
  decisions: readonly Decision[],
  { firstRun, later = [], onCommit }: Deciding = {},
) {
  const disk = new MemoryDisk('fixture', createSeededRandom(1));
  const store = openMemoryStore(disk);
  const clock = new VirtualClock();
  await write(store, clock, recorded);
  const before = disk.records.length;
  disk.onCommit = (phase, records) => {
    if (phase === 'after') onCommit?.(records.length);
  };
  const options = { graph, store, clock, owner: OWNER, ...defined({ firstRun }) };
  const decideAll = async (): Promise<void> => {
    for (const each of later.length === 0 ? [decisions] : [decisions, later]) await recordDecisions(each, options);
  };
  const error: unknown = await decideAll().catch((thrown: unknown) => thrown);
  return { error, written: disk.records.slice(before) };
}

async function write(
  store: ReturnType<typeof openMemoryStore>,
  clock: VirtualClock,
  recorded: Readonly<Record<string, Standing>>,
): Promise<void> {
  await using lease = await store.acquire(OWNER);
  const journal = new JournalWriter(lease, clock, await readJournal(store));
  for (const [step, standing] of Object.entries(recorded))
    for (const body of recordsOf(step, standing)) await journal.append(body);
}

function recordsOf(address: string, standing: Standing): readonly RecordBody[] {
  const step = graph.stepsByAddress.get(address);
  const base = { step: address, attempt: 2, fingerprint: step === undefined ? '' : fingerprintStep(step) };
  const failed = { kind: 'step.failed', ...base, code: 'CODE', message: 'Refused.' } as const;
  switch (standing) {
    case 'intended':
      return [{ kind: 'step.intent', ...base, operation: 'X', requestDigest: '', policy: 'lookup' }];
    case 'succeeded':
      return [{ kind: 'step.succeeded', ...base, outputs: address.endsWith('create') ? { task_id: 'task-1' } : {} }];
    case 'failed':
      return [{ ...failed, outcome: 'terminal' }];
    default:
      return [{ ...failed, outcome: standing }];
  }
}
