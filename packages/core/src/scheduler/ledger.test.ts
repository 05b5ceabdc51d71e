import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { EMPTY_CHECKPOINT, type StepState } from '../journal/checkpoint.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Ledger } from './ledger.ts';
import type { ReadyStep } from './ready-step.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const targets = ['move', 'copy', 'gated'] as const;

/** Up to six migrations of one to four units; each needs some of the migrations before it, whole or one unit. */
const graphs = fc
  .array(
    fc.record({
      size: fc.integer({ min: 1, max: 4 }),
      target: fc.constantFrom(...targets),
      needs: fc.array(fc.record({ at: fc.nat(), isWhole: fc.boolean(), unit: fc.nat() }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((drafts): Graph => {
    const migrations: MigrationFixture[] = drafts.map((draft, index) => ({
      name: `m${index}`,
      target: draft.target,
      keys: Array.from({ length: draft.size }, (_, key) => `${key}`),
      needs:
        index === 0
          ? []
          : [...new Set(draft.needs.map(({ at, isWhole, unit }) => needOn(drafts, at % index, isWhole, unit)))],
    }));
    return buildPlanFixture(migrations, registry).graph;
  });

function needOn(drafts: readonly { size: number }[], at: number, isWhole: boolean, unit: number): string {
  return isWhole ? `m${at}[*]` : `m${at}[${unit % (drafts[at]?.size ?? 1)}]`;
}

/** Ends whatever is ready, in an order and with outcomes that `choose` decides, and checks each start. */
function playOut(
  graph: Graph,
  ledger: Ledger,
  ready: readonly ReadyStep[],
  choose: () => { at: number; fails: boolean },
): void {
  const open = [...ready];
  while (open.length > 0) {
    const { at, fails } = choose();
    const [step] = open.splice(at % open.length, 1);
    if (step === undefined || ledger.status(step.address) !== 'ready') continue;
    expectNeedsMet(graph, ledger, step.step);
    ledger.mark(step, 'running');
    open.push(...ledger.end(step, fails ? 'failed' : 'succeeded').ready);
  }
}

function expectNeedsMet(graph: Graph, ledger: Ledger, step: ReadyStep['step']): void {
  for (const need of step.needs) expect(ledger.status(need)).toBe('succeeded');
  for (const unit of unitsNeeded(graph, graph.unitsByAddress.get(step.unit)))
    expect(ledger.unitStatus(unit.address)).toBe('succeeded');
}

function unitsNeeded(graph: Graph, unit: PlannedUnit | undefined): readonly PlannedUnit[] {
  const needs = unit?.needs ?? [];
  return graph.units.filter(
    (other) => needs.includes(other.address) || needs.includes(`${other.unit.migration.name}[*]`),
  );
}

describe('the ledger', () => {
  it('starts nothing before its needs and leaves nothing behind', () => {
    const choices = fc.infiniteStream(fc.record({ at: fc.nat(), fails: fc.constantFrom(false, false, false, true) }));
    fc.assert(
      fc.property(graphs, choices, (graph, stream) => {
        const ledger = Ledger.of(graph);
        const { ready } = ledger.restore(EMPTY_CHECKPOINT, { retryFailed: false });
        playOut(graph, ledger, ready, () => stream.next().value ?? { at: 0, fails: false });
        for (const unit of graph.units) {
          const isOutOfReach = unitsNeeded(graph, unit).some((need) => ledger.unitStatus(need.address) !== 'succeeded');
          expect(ledger.unitStatus(unit.address)).toMatch(isOutOfReach ? /^skipped$/ : /^(succeeded|failed)$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('goes on from a checkpoint as if it had never stopped', () => {
    const cut = fc.nat({ max: 40 });
    fc.assert(
      fc.property(graphs, cut, (graph, steps) => {
        const first = Ledger.of(graph);
        const done = new Map<string, StepState>();
        let left = steps;
        const { ready } = first.restore(EMPTY_CHECKPOINT, { retryFailed: false });
        const open = [...ready];
        for (let step = open.shift(); step !== undefined && left > 0; step = open.shift(), left -= 1) {
          open.push(...first.end(step, 'succeeded').ready);
          done.set(step.address, succeeded());
        }
        const second = Ledger.of(graph);
        const restored = second.restore({ ...EMPTY_CHECKPOINT, steps: done }, { retryFailed: false });
        playOut(graph, second, restored.ready, () => ({ at: 0, fails: false }));
        for (const unit of graph.units) expect(second.unitStatus(unit.address)).toBe('succeeded');
      }),
      { numRuns: 300 },
    );
  });

  it('skips a whole plan behind one failure without walking it twice', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `${index}`);
    const migrations: MigrationFixture[] = [
      { name: 'a', target: 'copy', keys },
      { name: 'b', target: 'copy', keys, needs: ['a[*]'] },
    ];
    const { graph } = buildPlanFixture(migrations, registry);
    const ledger = Ledger.of(graph);
    const { ready } = ledger.restore(EMPTY_CHECKPOINT, { retryFailed: false });
    const changes = ready.map((step) => ledger.end(step, 'failed'));
    expect(changes[0]?.skippedUnits).toHaveLength(20_000);
    expect(changes.slice(1).every((change) => change.skippedUnits.length === 0)).toBe(true);
  });
});

function succeeded(): StepState {
  return {
    status: 'succeeded',
    attempt: 1,
    fingerprint: '',
    outputs: {},
    acceptedFingerprint: undefined,
    token: undefined,
    existingIds: [],
    before: undefined,
    intendedAtMs: 0,
    failure: undefined,
    at: 0,
  };
}

test('restoring a failed unit whose needs have ended makes none of its given-up steps ready', () => {
  const { graph } = buildPlanFixture(
    [
      { name: 'first', target: 'copy' },
      { name: 'later', target: 'copy', needs: ['first'] },
    ],
    registry,
  );
  const record = (status: StepState['status']) => ({ status, outputs: {} }) as StepState;
  const steps = new Map([
    ['first.create', record('succeeded')],
    ['first.await', record('succeeded')],
    // Its create has no record, as a check that passed before it has none that counts.
    ['later.await', record('failed')],
  ]);
  const ledger = Ledger.of(graph);
  const change = ledger.restore({ ...EMPTY_CHECKPOINT, steps }, { retryFailed: false });
  expect(change.ready.map(({ address }) => address)).toEqual([]);
  expect(ledger.status('later.create')).toBe('skipped');
  const [create] = graph.unitsByAddress.get('later')?.steps ?? [];
  if (create === undefined) throw new Error('a copy has a create');
  expect(() => ledger.mark(ledger.readyStep(create), 'running')).toThrow('has ended and cannot continue');
});
