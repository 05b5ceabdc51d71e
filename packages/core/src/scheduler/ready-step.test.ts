import { expect, test } from 'vitest';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { ReadyStep } from './ready-step.ts';
import { startPriority } from './start-priority.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

test('says of each step what the step itself says when it is built', () => {
  const { graph } = buildPlanFixture(
    [
      { name: 'moves', target: 'move', keys: ['a', 'b'] },
      { name: 'gated', target: 'gated', needs: ['moves[*]'] },
      { name: 'copies', target: 'copy', keys: ['a'], needs: ['gated'] },
    ],
    registry,
  );
  for (const unit of graph.units) {
    for (const [place, step] of unit.steps.entries()) {
      const ready = new ReadyStep(unit, place);
      const { address, name, unit: of, kind, provider, height } = step;
      expect(ready).toMatchObject({ address, name, unit: of, kind, provider, height });
      expect(ready.step).toBe(step);
      for (const isRecorded of [false, true])
        expect(startPriority(ready, isRecorded)).toBe(startPriority(step, isRecorded));
    }
  }
});
