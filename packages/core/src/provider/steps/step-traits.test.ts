import { describe, expect, it } from 'vitest';
import { STEP_MODULES } from './step-modules.ts';

const modules = Object.entries(STEP_MODULES);

describe('traits of the kinds of steps', () => {
  it.each(modules)(
    '%s is moved by exactly one: its own requests, a remote task, an operator, or our own work',
    (_, { traits }) => {
      const { usesTurn, waitsOutside, needsApproval, isOwnWork } = traits;
      expect([usesTurn, waitsOutside, needsApproval, isOwnWork].filter(Boolean)).toEqual([true]);
    },
  );

  it.each(modules)('%s: what has an effect is neither repeated nor asked beforehand', (_, { traits }) => {
    expect(traits.hasEffect && (traits.isRepeatedOnResume || traits.isAskedByPreflight)).toBe(false);
  });

  it.each(modules)('%s: preflight asks only what sends requests of its own', (_, { traits }) => {
    expect(traits.isAskedByPreflight && !traits.usesTurn).toBe(false);
  });
});
