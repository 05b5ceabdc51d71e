import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, suggest } from './suggest.ts';

describe('suggest', () => {
  test.each([
    ['Instanceid', ['InstanceId', 'instance'], 'InstanceId'],
    ['on failure', ['on_failure', 'timeout'], 'on_failure'],
    ['for-each', ['for_each'], 'for_each'],
    ['regoin', ['region', 'reason'], 'region'],
    ['timout', ['timeout', 'retry'], 'timeout'],
    ['ordrs', ['sessions', 'orders'], 'orders'],
  ])('%s → %s', (name, candidates, expected) => {
    expect(suggest(name, candidates)).toBe(expected);
  });

  test('nothing is near enough', () => {
    expect(suggest('bandwidth', ['region', 'name'])).toBeUndefined();
    expect(suggest('ab', ['xy'])).toBeUndefined();
    expect(suggest('name', [])).toBeUndefined();
  });

  test('very many candidates are compared by their normalised form only', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `unit-${index}`);
    expect(suggest('Unit_99999', many)).toBe('unit-99999');
    expect(suggest('unti-99999', many)).toBeUndefined();
  });
});

describe('editDistance', () => {
  test('a swap of neighbours counts as one', () => {
    expect(editDistance('region', 'regoin')).toBe(1);
    expect(editDistance('abc', '')).toBe(3);
  });

  test('is symmetric, zero for equals, and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (left, right) => {
        const distance = editDistance(left, right);
        expect(distance).toBe(editDistance(right, left));
        expect(distance === 0).toBe(left === right);
        expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
      }),
    );
  });
});
