import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unitMark, unitToken, unitTokens } from './tokens.ts';

const scope = { stateId: 'state', unit: 'orders[a]', generation: 2 };

it('lists the tokens of a unit from its first start on, its present one last', () => {
  const tokens = unitTokens(scope);
  expect(new Set(tokens).size).toBe(3);
  expect(tokens.at(-1)).toBe(unitToken(scope));
  expect(tokens[0]).toBe(unitToken({ ...scope, generation: 0 }));
});

it('marks the unit of a plan whatever the state, and no two units alike', () => {
  expect(unitMark('shop', 'orders[a]')).toMatch(/^[0-9a-f]{12}$/);
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (plan, unit, otherPlan, otherUnit) => {
      fc.pre(!plan.includes('\n') && !otherPlan.includes('\n'));
      const isSame = plan === otherPlan && unit === otherUnit;
      expect(unitMark(plan, unit) === unitMark(otherPlan, otherUnit)).toBe(isSame);
    }),
  );
});
