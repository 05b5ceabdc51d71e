import { describe, expect, it } from 'vitest';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import { type Checkpoint, EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { rebasedRecord } from './rebased-record.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const { graph } = buildPlanFixture([{ name: 'orders', target: 'copy' }], registry);
const comparison = { changed: [], accepted: [], orphaned: [], isSamePlan: false };

describe('rebasedRecord', () => {
  it('names both plans and what is no longer in the new one', () => {
    const started = { planDigest: 'old' };
    const before = { ...EMPTY_CHECKPOINT, lastRun: { started, startedAtMs: 0 } } as unknown as Checkpoint;
    expect(
      rebasedRecord({ digest: 'new' }, graph, { before, comparison: { ...comparison, orphaned: ['gone.create'] } }),
    ).toEqual({ kind: 'plan.rebased', fromDigest: 'old', toDigest: 'new', kept: [], orphaned: ['gone.create'] });
  });

  it('keeps what changed steps mean now, so that later runs do not ask again', () => {
    const step = graph.stepsByAddress.get('orders.create');
    if (step === undefined) throw new Error('a copy has a create');
    const { address } = step;
    const record = rebasedRecord({ digest: 'new' }, graph, {
      before: EMPTY_CHECKPOINT,
      comparison: { ...comparison, changed: [address] },
    });
    const accepted = { [address]: fingerprintStep(step) };
    expect(record).toMatchObject({ fromDigest: '', kept: [address], accepted });
  });
});
