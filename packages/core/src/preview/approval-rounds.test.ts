import { describe, expect, test } from 'vitest';
import type { DeclaredLimits } from '../plan/plan.ts';
import type { Kind } from '../provider/kind.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { buildPreview } from './build-preview.ts';

function warningsOf(target: string, units: number, limits: DeclaredLimits) {
  const world = new RunWorld();
  const keys = Array.from({ length: units }, (_, index) => `${index}`);
  const preview = buildPreview({
    ...world.plan([{ name: 'caches', target, keys }], { limits }),
    registry: world.registry,
  });
  return preview.warnings.filter(({ code }) => code === 'PREVIEW_APPROVAL_ROUNDS');
}

describe('more gates than places', () => {
  test('are announced with the rounds that they take at least', () => {
    const [warning] = warningsOf('held', 46, { active: 10 });
    expect(warning?.detail).toContain('at most 10 can wait at once: 46 gates need at least 5 approval rounds');
    expect(warning?.summary).toBe('the 46 approvals of it come in at least 5 rounds');
  });

  test('count at the connection that the task of a unit is on', () => {
    const world = new RunWorld({ others: ['new'] });
    const fake = createFakeProvider(world.vendor, world.others);
    const { held } = fake.kinds;
    if (held === undefined) throw new Error('the fake provider has the kind');
    const expand: Kind['expand'] = (input) => {
      const { steps, ...blueprint } = held.expand(input);
      return { ...blueprint, steps: steps.map((step) => ({ ...step, connection: 'new' })) };
    };
    const registry = createRegistry([{ ...fake, kinds: { held: { ...held, expand } } }]);
    const keys = Array.from({ length: 6 }, (_, index) => `${index}`);
    const summaries = (limits: DeclaredLimits, others: DeclaredLimits) => {
      const fixture = buildPlanFixture([{ name: 'm', target: 'held', keys }], registry, {
        limits,
        others: { new: others },
      });
      return buildPreview({ ...fixture, registry }).warnings.map(({ summary }) => summary);
    };
    expect(summaries({}, { active: 2 })).toEqual(['the 6 approvals of new come in at least 3 rounds']);
    expect(summaries({ active: 2 }, {})).toEqual([]);
  });

  test('are no matter when all can wait at once, or when a gate holds no place', () => {
    expect(warningsOf('held', 10, { active: 10 })).toEqual([]);
    expect(warningsOf('held', 46, {})).toEqual([]);
    expect(warningsOf('gated', 46, { active: 10 })).toEqual([]);
  });
});
