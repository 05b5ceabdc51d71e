import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { CheckpointFold, foldRecords } from '../journal/checkpoint.ts';
import type { SnapshotDraft, StoredSnapshot } from '../journal/checkpoint-store.ts';
import type { JournalRecord } from '../journal/record.ts';
import { compareEdit } from '../preview/compare-edit.ts';
import type { FakeFault } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { SHOP } from '../testing/internal/shop-fixture.ts';
import type { PlanFixture } from '../testing/plan-fixture.ts';
import { SettledTracker } from './settled-tracker.ts';
import { LatestDecisions, type OpenCheckpoint, resumeSnapshot, resumeUncompiled, takeSnapshot } from './snapshot.ts';
import { computeStanding, standingOfSettled } from './standing.ts';

function stored({ seq, parts }: SnapshotDraft): StoredSnapshot {
  return { seq, body: [...parts].join('') };
}

function snapshotOf(fixture: PlanFixture, records: readonly JournalRecord[]): StoredSnapshot {
  const decisions = new LatestDecisions();
  for (const record of records) decisions.add(record);
  return stored(takeSnapshot(fixture, foldRecords(records), decisions.records));
}

async function* oneByOne(records: readonly JournalRecord[]) {
  for (const record of records) yield [record];
}

interface Reading {
  readonly fixture: PlanFixture;
  readonly versionOf?: (part: string) => string | undefined;
}

/** As reading a state whose snapshot covers the first `covered` records. */
function resume(records: readonly JournalRecord[], covered: number, { fixture, versionOf }: Reading) {
  const versions = records.findLast((record) => record.kind === 'run.started')?.versions;
  return resumeSnapshot(snapshotOf(fixture, records.slice(0, covered)), oneByOne(records.slice(covered)), {
    graph: fixture.graph,
    digest: fixture.plan.digest,
    versionOf: versionOf ?? ((part) => versions?.[part]),
  });
}

/** Everything that a view takes from graph and checkpoint. */
function shown({ graph, plan }: PlanFixture, { checkpoint, settled, decisions }: OpenCheckpoint) {
  const { steps, ...rest } = checkpoint;
  const standing = computeStanding(graph, checkpoint, false, settled);
  const open = graph.units.filter(({ address }) => !settled.has(address)).flatMap((unit) => unit.steps);
  return {
    rest,
    decisions,
    counts: standing.counts,
    units: graph.units.map(({ address }) => standing.unit(address)),
    steps: graph.steps.map(({ address }) => standing.step(address)),
    states: open.map(({ address }) => steps.get(address)),
    edit: compareEdit(graph, plan.digest, checkpoint, settled),
  };
}

function wholeFold(records: readonly JournalRecord[], settled: OpenCheckpoint['settled'], fixture: PlanFixture) {
  const decisions = new LatestDecisions();
  for (const record of records) decisions.add(record);
  const checkpoint = foldRecords(records);
  const whole = shown(fixture, { checkpoint, settled: new Map(), decisions: decisions.records });
  const open = fixture.graph.units.filter(({ address }) => !settled.has(address)).flatMap((unit) => unit.steps);
  return { ...whole, states: open.map(({ address }) => checkpoint.steps.get(address)) };
}

async function finished(): Promise<{ readonly fixture: PlanFixture; readonly records: readonly JournalRecord[] }> {
  const world = new RunWorld();
  const fixture = world.plan([{ name: 'indices', target: 'move', keys: ['a', 'b'] }]);
  await world.run(fixture);
  return { fixture, records: world.disk.records };
}

describe('a snapshot and the records after it', () => {
  test('show own work as the whole journal does, amid its slices and when it is done', async () => {
    const world = new RunWorld({ taskDurationMs: 20_000 });
    const fixture = world.plan([{ name: 'm', target: 'moved', keys: ['a', 'b'], with: { slices: 4 } }]);
    await world.run(fixture, { maxRuntimeMs: 45_000 });
    await world.run(fixture);
    const { records } = world.disk;
    let [used, amid] = [0, 0];
    for (let covered = 1; covered <= records.length; covered += 1) {
      for (let end = covered; end <= records.length; end += 1) {
        const open = await resume(records.slice(0, end), covered, { fixture });
        if (open === undefined) continue;
        used += 1;
        if ([...open.checkpoint.steps.values()].some(({ status }) => status === 'begun')) amid += 1;
        expect(shown(fixture, open)).toEqual(wholeFold(records.slice(0, end), open.settled, fixture));
      }
    }
    expect(Math.min(used, amid)).toBeGreaterThan(10);
  });

  test('show what the whole journal shows, at any two moments of any two runs', async () => {
    const faults = fc.constantFrom<FakeFault>(
      'none',
      'none',
      'fatal',
      'busy',
      'lost-after-effect',
      'lost-before-effect',
    );
    const seen = { used: 0, settled: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(faults, { maxLength: 12 }),
        fc.subarray(['indices[a]', 'indices[b]', 'sessions[x]', 'sums']),
        fc.boolean(),
        fc.array(fc.noBias(fc.tuple(fc.nat(), fc.nat())), { minLength: 16, maxLength: 16 }),
        async (script, failing, isRetried, moments) => {
          const world = new RunWorld({ taskDurationMs: 20_000 });
          const fixture = world.plan(SHOP, { limits: { active: 2 } });
          let call = 0;
          world.vendor.fault = () => script[call++] ?? 'none';
          for (const name of failing) world.vendor.failing.add(name);
          await world.run(fixture);
          await world.run(fixture, { retryFailed: isRetried });
          for (const [first, second] of moments) {
            const end = 1 + (second % world.disk.records.length);
            const records = world.disk.records.slice(0, end);
            const open = await resume(records, 1 + (first % end), { fixture });
            if (open === undefined) continue;
            seen.used += 1;
            if (open.settled.size > 0) seen.settled += 1;
            expect(shown(fixture, open)).toEqual(wholeFold(records, open.settled, fixture));
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(seen.used).toBeGreaterThan(100);
    expect(seen.settled).toBeGreaterThan(10);
  });

  test('leave out the steps of units that are done', async () => {
    const { fixture, records } = await finished();
    const open = await resume(records, records.length, { fixture });
    expect([...(open?.settled.keys() ?? [])]).toEqual(['indices[a]', 'indices[b]']);
    expect(open?.checkpoint.steps.size).toBe(0);
  });
});

describe('a snapshot is not used', () => {
  test('with another plan, or when a provider or Waybill itself has another version', async () => {
    const { fixture, records } = await finished();
    const other = { ...fixture, plan: { ...fixture.plan, digest: 'other' } };
    expect(await resume(records, records.length, { fixture: other })).toBeUndefined();
    const versionOf = (part: string) => (part === 'core' ? '0.0.0' : undefined);
    expect(await resume(records, records.length, { fixture, versionOf })).toBeUndefined();
  });

  test('when a record after it concerns a unit that it leaves out', async () => {
    const { fixture, records } = await finished();
    const base = { seq: records.length + 1, rid: 'x', epoch: 2, t: 1, by: 'a@h', reason: 'r' };
    const later: readonly JournalRecord[] = [
      { ...base, kind: 'unit.redone', unit: 'indices[a]', steps: ['indices[a].create'] },
      { ...base, kind: 'unit.decided', unit: 'indices[a]', decision: 'skipped' },
      { ...base, kind: 'step.retried', step: 'indices[a].await' },
      { ...base, kind: 'plan.rebased', fromDigest: '', toDigest: '', kept: [], orphaned: [] },
    ];
    for (const record of later) expect(await resume([...records, record], records.length, { fixture })).toBeUndefined();
    const elsewhere: JournalRecord = { ...base, kind: 'unit.decided', unit: 'orders[z]', decision: 'skipped' };
    expect((await resume([...records, elsewhere], records.length, { fixture }))?.decisions).toEqual([elsewhere]);
  });

  test('when its format is another one', async () => {
    const { fixture, records } = await finished();
    const { seq, body } = snapshotOf(fixture, records);
    const newer = { seq, body: JSON.stringify({ ...JSON.parse(body), format: JSON.parse(body).format + 1 }) };
    const versions = records.findLast((record) => record.kind === 'run.started')?.versions;
    const plan = { graph: fixture.graph, digest: fixture.plan.digest, versionOf: (part: string) => versions?.[part] };
    expect(await resumeSnapshot(newer, oneByOne([]), plan)).toBeUndefined();
    expect(await resumeSnapshot({ seq, body }, oneByOne([]), plan)).toBeDefined();
  });
});

test('what is known of units that were started over is in it', async () => {
  const { fixture, records } = await finished();
  const redone: JournalRecord = {
    seq: records.length + 1,
    rid: 'x',
    epoch: 2,
    t: 1,
    by: 'a@h',
    reason: 'r',
    kind: 'unit.redone',
    unit: 'indices[a]',
    steps: ['indices[a].create'],
    replacedIds: ['task-1'],
  };
  const all = [...records, redone];
  const open = await resume(all, all.length, { fixture });
  const { steps: _, ...whole } = foldRecords(all);
  const { steps: __, ...resumed } = open?.checkpoint ?? foldRecords([]);
  expect(resumed).toEqual(whole);
  expect([[...resumed.leftBehind.keys()], [...resumed.replacedIds]]).toEqual([['indices[a]'], ['task-1']]);
});

test('what steps of settled units have omitted is in it', async () => {
  const { fixture, records } = await finished();
  const outputs = { omitted: { count: 2, named: [{ what: 'refused', id: 'd1' }] } };
  const omitting = records.map((record) =>
    record.kind === 'step.succeeded' && record.step === 'indices[a].create'
      ? { ...record, outputs: { ...record.outputs, ...outputs } }
      : record,
  );
  const open = await resume(omitting, omitting.length, { fixture });
  expect(open?.settled.has('indices[a]')).toBe(true);
  expect(open?.checkpoint.omissions).toEqual(
    new Map([['indices[a].create', { ...outputs.omitted, isAllowed: true, isCompared: false }]]),
  );
});

test('what steps of settled units have warned of is in it', async () => {
  const { fixture, records } = await finished();
  const said = { warning: 'It is small.', hint: 'Take a larger one.' };
  const warning = records.map((record) =>
    record.kind === 'step.succeeded' && record.step === 'indices[a].create' ? { ...record, ...said } : record,
  );
  const open = await resume(warning, warning.length, { fixture });
  expect(open?.settled.has('indices[a]')).toBe(true);
  expect([...(open?.checkpoint.warnings ?? [])]).toEqual([
    ['indices[a].create', { message: said.warning, hint: said.hint, atMs: expect.any(Number) }],
  ]);
});

test('a unit that an operator decided on, or that was accepted as it was done, keeps its steps', async () => {
  const { fixture, records } = await finished();
  const base = { seq: records.length + 1, rid: 'x', epoch: 2, t: 1 };
  const decided: JournalRecord = {
    ...base,
    kind: 'unit.decided',
    unit: 'indices[a]',
    decision: 'accepted',
    by: 'a@h',
    reason: 'r',
  };
  const accepted: JournalRecord = {
    ...base,
    kind: 'plan.rebased',
    fromDigest: '',
    toDigest: '',
    kept: [],
    orphaned: [],
    accepted: { 'indices[a].create': 'f' },
  };
  for (const record of [decided, accepted]) {
    const all = [...records, record];
    const open = await resume(all, all.length, { fixture });
    expect([...(open?.settled.keys() ?? [])]).toEqual(['indices[b]']);
    expect(open?.checkpoint.steps.get('indices[a].create')?.status).toBe('succeeded');
  }
});

/** As `resume`, without the plan being compiled. */
function resumeByText(records: readonly JournalRecord[], covered: number, fixture: PlanFixture, source = 'source-1') {
  const versions = records.findLast((record) => record.kind === 'run.started')?.versions;
  return resumeUncompiled(snapshotOf(fixture, records.slice(0, covered)), oneByOne(records.slice(covered)), {
    sourceOf: () => source,
    versionOf: (part) => versions?.[part],
  });
}

describe('a snapshot that is read without the plan being compiled', () => {
  const done = [
    { name: 'indices', target: 'move', keys: ['a', 'b', 'c'] },
    { name: 'reports', target: 'copy', keys: ['p', 'q'], needs: ['indices[a]'] },
    { name: 'sums', target: 'move', needs: ['indices[*]'] },
  ] as const;

  test('shows what the whole journal shows, at any two moments of any two runs', async () => {
    const seen = { used: 0, allSettled: 0, onlySome: 0 };
    const faults = fc.constantFrom<FakeFault>('none', 'none', 'none', 'busy', 'lost-after-effect', 'fatal');
    await fc.assert(
      fc.asyncProperty(
        fc.array(faults, { maxLength: 6 }),
        fc.array(fc.noBias(fc.tuple(fc.nat(), fc.nat(12))), { minLength: 16, maxLength: 16 }),
        async (script, moments) => {
          const world = new RunWorld({ taskDurationMs: 20_000 });
          const fixture = world.plan(done);
          let call = 0;
          world.vendor.fault = () => script[call++] ?? 'none';
          await world.run(fixture);
          await world.run(fixture, { retryFailed: true });
          for (const [first, second] of moments) {
            const records = world.disk.records.slice(0, Math.max(1, world.disk.records.length - second));
            // Half of them near the end, where everything may be done.
            const covered = second % 2 === 0 ? Math.max(1, records.length - (first % 4)) : 1 + (first % records.length);
            const found = await resumeByText(records, covered, fixture);
            const open = await resume(records, covered, { fixture });
            expect(found === undefined).toBe(open === undefined);
            if (found === undefined || open === undefined) continue;
            seen.used += 1;
            expect(found).toMatchObject(open);
            for (const unit of fixture.graph.units.filter(({ address }) => found.settled.has(address)))
              expect(found.stepsOf(unit.address)).toEqual(unit.steps.map(({ address }) => address));
            seen[found.isAllSettled ? 'allSettled' : 'onlySome'] += 1;
            if (!found.isAllSettled) continue;
            const { graph } = fixture;
            const whole = computeStanding(graph, foldRecords(records));
            const standing = standingOfSettled(found);
            expect(standing.counts).toEqual(whole.counts);
            for (const { address } of graph.units) expect(standing.unit(address)).toBe(whole.unit(address));
            for (const { address } of graph.steps) expect(standing.step(address)).toBe(whole.step(address));
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(seen.used).toBeGreaterThan(100);
    expect(Math.min(seen.allSettled, seen.onlySome)).toBeGreaterThan(10);
  });

  test('is not used with another text or other inputs, or when a unit was decided on or started over since', async () => {
    const { fixture, records } = await finished();
    expect(await resumeByText(records, records.length, fixture)).toMatchObject({ isAllSettled: true });
    expect(await resumeByText(records, records.length, fixture, 'source-2')).toBeUndefined();
    const base = { seq: records.length + 1, rid: 'x', epoch: 2, t: 1, by: 'a@h', reason: 'r' };
    const started = records.find((record) => record.kind === 'run.started');
    if (started === undefined) throw new Error('a run begins with its record');
    const later: readonly JournalRecord[] = [
      { ...base, kind: 'unit.redone', unit: 'indices[a]', steps: ['indices[a].create'] },
      { ...base, kind: 'unit.decided', unit: 'indices[a]', decision: 'skipped' },
      { ...base, kind: 'step.retried', step: 'indices[a].await' },
      { ...base, kind: 'plan.rebased', fromDigest: '', toDigest: '', kept: [], orphaned: [] },
      { ...started, seq: base.seq, planDigest: 'other' },
      { ...started, seq: base.seq, versions: { ...started.versions, core: '0.0.0' } },
    ];
    for (const record of later) {
      const snapshot = snapshotOf(fixture, records);
      const plan = { sourceOf: () => 'source-1', versionOf: (part: string) => started.versions[part] };
      expect(await resumeUncompiled(snapshot, oneByOne([record]), plan), record.kind).toBeUndefined();
    }
  });

  test('a decision on a unit that the plan does not have is not passed over', async () => {
    const { fixture, records } = await finished();
    const decided: JournalRecord = {
      seq: records.length + 1,
      rid: 'x',
      epoch: 2,
      t: 1,
      by: 'a@h',
      reason: 'r',
      kind: 'unit.decided',
      unit: 'gone',
      decision: 'skipped',
    };
    expect(await resumeByText([...records, decided], records.length, fixture)).toMatchObject({ isAllSettled: false });
  });
});

describe('a snapshot in parts', () => {
  /** Enough for several parts, in the middle of a run. */
  async function halfDone() {
    const keys = Array.from({ length: 1_500 }, (_, index) => `k${index}`);
    const world = new RunWorld({ taskDurationMs: 1_000 });
    const fixture = world.plan([{ name: 'indices', target: 'move', keys }], {
      limits: { requests: { count: 1_000, intervalMs: 1_000 } },
    });
    await world.run(fixture, { maxRuntimeMs: 8_000 });
    await world.run(fixture);
    const { records } = world.disk;
    const second = records.findIndex((record) => record.kind === 'run.started' && record.run === 'run-2');
    return { fixture, before: records.slice(0, second), after: records.slice(second) };
  }

  test('is of the moment at which it was begun, whatever is recorded until its last part', async () => {
    const { fixture, before, after } = await halfDone();
    const fold = new CheckpointFold();
    for (const record of before) fold.add(record);
    const expected = stored(takeSnapshot(fixture, fold.checkpoint(), []));
    const { seq, parts } = takeSnapshot(fixture, fold.checkpoint(), []);
    const rest = after.values();
    let body = '';
    let count = 0;
    for (const part of parts) {
      body += part;
      count += 1;
      for (const record of rest.take(1_000)) fold.add(record);
    }
    expect(count).toBeGreaterThan(3);
    expect({ seq, body }).toEqual(expected);
    for (const record of rest) fold.add(record);
    expect(stored(takeSnapshot(fixture, fold.checkpoint(), [])).body).not.toBe(body);
  });

  test('looks at a few thousand steps for each of them', async () => {
    const { fixture, before } = await halfDone();
    const looked = new Set<string>();
    const units = fixture.graph.units.map((unit) => watched(unit, looked));
    const graph: Graph = { ...fixture.graph, units };
    const most = 2_000 + Math.max(...fixture.graph.units.map(({ steps }) => steps.length));
    const checkpoint = foldRecords(before);
    const looking = SettledTracker.ofSliced(graph, checkpoint);
    let slice = looking.next();
    for (; slice.done !== true; slice = looking.next()) {
      expect(looked.size).toBeLessThanOrEqual(250);
      looked.clear();
    }
    looked.clear();
    let steps = 0;
    for (const part of takeSnapshot({ ...fixture, graph }, checkpoint, [], slice.value.units).parts) {
      const ofUnits = [...looked].map((unit) => fixture.graph.unitsByAddress.get(unit)?.steps.length ?? 0);
      const inPart = ofUnits.reduce((sum, count) => sum + count, 0) + (part.match(/"attempt":/g)?.length ?? 0);
      expect(inPart).toBeLessThanOrEqual(most);
      steps += inPart;
      looked.clear();
    }
    expect(steps).toBeGreaterThan(4_000);
  });

  /** Notes when its steps are looked at. */
  function watched(unit: PlannedUnit, looked: Set<string>): PlannedUnit {
    const { address, needs, outputs, activity, level, height } = unit;
    return {
      address,
      needs,
      outputs,
      activity,
      level,
      height,
      unit: unit.unit,
      get shape() {
        looked.add(address);
        return unit.shape;
      },
      get steps() {
        looked.add(address);
        return unit.steps;
      },
    };
  }
});
