import { describe, expect, test } from 'vitest';
import type { DeclaredLimits } from '../plan/plan.ts';
import { RunWorld } from '../testing/run-world.ts';
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
    expect(warning?.detail).toContain('at most 10 can wait at once: at least 5 approval rounds');
    expect(warning?.summary).toBe('the 46 approvals of it come in at least 5 rounds');
  });

  test('are no matter when all can wait at once, or when a gate holds no place', () => {
    expect(warningsOf('held', 10, { active: 10 })).toEqual([]);
    expect(warningsOf('held', 46, {})).toEqual([]);
    expect(warningsOf('gated', 46, { active: 10 })).toEqual([]);
  });
});
