import { describe, expect, it } from 'vitest';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import { CheckpointFold } from '../journal/checkpoint.ts';
import type { RecordBody } from '../journal/record.ts';
import { UnitStates } from '../progress/unit-states.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { createRegistry } from '../provider/registry.ts';
import { Ledger } from '../scheduler/ledger.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { atOnce } from '../value/sliced.ts';
import { buildUnitReports } from './run-result.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const { graph } = buildPlanFixture(
  [
    { name: 'caches', target: 'gated' },
    { name: 'later', target: 'move', needs: ['caches'] },
  ],
  registry,
);

const CREATED = ['create', 'succeeded'] as const;
const COPIED = [CREATED, ['await', 'succeeded']] as const;

describe('what decided the status of a unit', () => {
  it.each<readonly [UnitStatus, readonly (readonly [string, string])[], string | undefined]>([
    ['pending', [], undefined],
    ['pending', [['create', 'retryable']], undefined],
    ['active', [CREATED], 'await'],
    ['gated', COPIED, 'cutover'],
    ['started', [...COPIED, ['cutover', 'succeeded']], 'delete'],
    ['succeeded', [...COPIED, ['cutover', 'succeeded'], ['delete', 'succeeded']], undefined],
    ['failed', [CREATED, ['await', 'failed']], 'await'],
    ['unknown', [['create', 'unknown']], 'create'],
    ['unknown', [['create', 'intended']], 'create'],
  ])('%s, after %j: %s', (status, done, step) => {
    const report = reportAfter(done);
    expect(report.status).toBe(status === 'pending' && done.length > 0 ? 'started' : status);
    const named = report.status === 'started' && status === 'pending' ? 'create' : step;
    expect(report.step).toBe(named === undefined ? undefined : `caches.${named}`);
  });

  it('is shown with why it failed, and with what an operator has to make sure of', () => {
    expect(reportAfter([CREATED, ['await', 'failed']]).failure).toEqual({ code: 'CODE', message: 'Refused.' });
    expect(reportAfter([['create', 'unknown']]).failure).toEqual({ code: 'CODE', message: 'Refused.' });
    expect(reportAfter(COPIED)).toMatchObject({ instruction: 'Stop the writers.' });
    expect(reportAfter(COPIED)).not.toHaveProperty('failure');
    expect(reportAfter([CREATED])).not.toHaveProperty('instruction');
  });

  it('is nothing of a unit that was skipped, or that an operator decided on', () => {
    expect(reportsAfter([CREATED, ['await', 'failed']])[1]).toEqual({ address: 'later', status: 'skipped' });
    for (const [decision, status] of [
      ['accepted', 'succeeded'],
      ['skipped', 'skipped'],
    ] as const) {
      const decided = { kind: 'unit.decided', unit: 'caches', decision, by: 'tester', reason: '' } as const;
      expect(reportsAfter([CREATED, ['await', 'failed']], [decided])[0]).toEqual({ address: 'caches', status });
    }
  });
});

it('names every unit of the plan, in its order', () => {
  expect(reportsAfter([]).map(({ address }) => address)).toEqual(['caches', 'later']);
});

it('names the call whose outcome is open also when the run stopped before it was looked up', async () => {
  const world = new RunWorld();
  const stop = new AbortController();
  world.vendor.fault = () => 'lost-after-effect';
  const result = await world.run(world.plan([{ name: 'orders', target: 'move' }]), {
    signal: stop.signal,
    onEvent: ({ kind }) => {
      if (kind === 'step.retrying') stop.abort();
    },
  });
  expect(result).toMatchObject({
    outcome: 'stopped',
    units: [{ address: 'orders', status: 'unknown', step: 'orders.create', failure: { code: 'ECONNRESET' } }],
  });
});

it('names the gate of a unit that the run was not to work on', async () => {
  const world = new RunWorld();
  const fixture = world.plan([{ name: 'caches', target: 'gated' }]);
  expect((await world.run(fixture)).units).toMatchObject([{ status: 'gated', step: 'caches.cutover' }]);
  const selection = { target: [], exclude: ['caches'], leftOutCount: 1, includes: () => false };
  expect((await world.run(fixture, { selection })).units).toMatchObject([
    { status: 'gated', step: 'caches.cutover', instruction: 'Stop the writers.' },
  ]);
});

function reportAfter(done: readonly (readonly [step: string, status: string])[]) {
  const [report] = reportsAfter(done);
  if (report === undefined) throw new Error('every unit has a report');
  return report;
}

/** As a run finds them that does nothing more and ends. */
function reportsAfter(done: readonly (readonly [step: string, status: string])[], more: readonly RecordBody[] = []) {
  const fold = new CheckpointFold();
  const add = (body: RecordBody): void => {
    const seq = fold.lastSeq + 1;
    fold.add({ seq, rid: `${seq}`, epoch: 1, t: seq, ...body });
  };
  for (const [name, status] of done) for (const body of recordsOf(`caches.${name}`, status)) add(body);
  for (const body of more) add(body);
  const states = UnitStates.of(graph, fold.checkpoint(), false);
  const ledger = Ledger.of(graph);
  for (const step of ledger.restore(fold.checkpoint(), { retryFailed: false }).ready) {
    if (step.kind === 'gate') ledger.mark(step, 'gated');
    const isOpen = fold.step(step.address)?.status === 'unknown';
    if (isOpen) ledger.end(step, 'unknown');
  }
  states.end(fold.checkpoint());
  return atOnce(buildUnitReports({ graph, states, ledger, fold, verdictOf: () => undefined }));
}

function recordsOf(address: string, status: string): readonly RecordBody[] {
  const step = graph.stepsByAddress.get(address);
  if (step === undefined) throw new Error(`the plan has no ${address}`);
  const base = { step: address, attempt: 1, fingerprint: fingerprintStep(step) };
  const intent = { kind: 'step.intent', ...base, operation: 'X', requestDigest: '', policy: 'lookup' } as const;
  const failed = { kind: 'step.failed', ...base, code: 'CODE', message: 'Refused.' } as const;
  switch (status) {
    case 'intended':
      return [intent];
    case 'succeeded':
      return [{ kind: 'step.succeeded', ...base, outputs: {} }];
    case 'retryable':
    case 'unknown':
      return [intent, { ...failed, outcome: status }];
    default:
      return [intent, { ...failed, outcome: 'terminal' }];
  }
}
