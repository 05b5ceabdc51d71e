import { describe, expect, test } from 'vitest';
import { describeField, describePair } from './change-words.ts';

const pair = (before: unknown, after: unknown, path: readonly string[] = ['x']): string =>
  describePair({ path, before, after } as Parameters<typeof describePair>[0], '->');

describe('a value before and after', () => {
  test.each<[unknown, unknown, string]>([
    ['cn-beijing', 'cn-hangzhou', 'cn-beijing -> cn-hangzhou'],
    [undefined, 4, 'nothing -> 4'],
    [null, '', 'nothing -> nothing'],
    [['a', 'b'], [], 'a, b -> nothing'],
    [{ a: 1 }, [{ a: 2 }], '{"a":1} -> [{"a":2}]'],
    [false, 0, 'false -> 0'],
    ['a\nb\u001b[31m', 'a', 'a b<U+001B>[31m -> a'],
  ])('%j and %j', (before, after, said) => {
    expect(pair(before, after)).toBe(said);
  });

  test('is a duration where its name says milliseconds, unless it is no number', () => {
    expect(pair(60_000, 3_600_000, ['estimate', 'p50_ms'])).toBe('1m -> 1h');
    expect(pair('soon', null, ['p50_ms'])).toBe('soon -> nothing');
    expect(pair(60_000, 1, ['p50'])).toBe('60000 -> 1');
  });

  test('of sixty characters is whole, and longer ones are shown from shortly before they differ', () => {
    const same = 'x'.repeat(60);
    expect(pair(same, 'y')).toBe(`${same} -> y`);
    const [before, after] = [`${'x'.repeat(200)}1${'a'.repeat(200)}`, `${'x'.repeat(200)}2`];
    expect(pair(before, after)).toBe(`…${'x'.repeat(12)}1${'a'.repeat(47)}… -> …${'x'.repeat(12)}2`);
  });

  test('of which the other one is only the beginning is shown from where that ends', () => {
    const text = 'x'.repeat(100);
    expect(pair(text, `${text}y`)).toBe(`…${'x'.repeat(12)} -> …${'x'.repeat(12)}y`);
    expect(pair(text, undefined)).toBe(`${'x'.repeat(60)}… -> nothing`);
  });
});

test('a field is its label and both values', () => {
  expect(describeField({ path: ['search', 'region'], before: 'a', after: 'b' }, { label: 'region', arrow: '→' })).toBe(
    'region a → b',
  );
});
