import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stepToken, unitMark, unitToken, unitTokens } from './tokens.ts';

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

const scopes = fc.record({
  stateId: fc.uuid(),
  unit: fc.stringMatching(/^[a-z]{1,8}(\[[a-z0-9]{1,8}\])?$/),
  generation: fc.nat({ max: 5 }),
});

it('a token is the same in every attempt, and another one for any other state, unit, generation or step', () => {
  fc.assert(
    fc.property(scopes, scopes, fc.constantFrom('create', 'start'), (one, other, step) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(unitToken(one)).toBe(unitToken({ ...one }));
      expect(unitToken(one) === unitToken(other)).toBe(isSame);
      expect(stepToken(one, step) === stepToken(other, step)).toBe(isSame);
      expect(stepToken(one, step)).not.toBe(stepToken(one, `${step}-2`));
    }),
  );
});

it('tokens have the form and the length that vendors take', () => {
  fc.assert(
    fc.property(scopes, (scope) => {
      expect(unitToken(scope)).toMatch(/^[0-9a-f]{12}$/);
      expect(stepToken(scope, 'create')).toMatch(/^[0-9a-f]{64}$/);
    }),
  );
});
