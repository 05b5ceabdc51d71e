import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../value/canonical-json.ts';
import type { Json } from '../../value/value.ts';
import { compareFields, withoutSecrets } from './compare-fields.ts';
import type { FieldChange } from './preview-changes.ts';

/** What the changes make of a value, one after the other. */
function applyFields(value: Json, changes: readonly FieldChange[]): Json {
  return changes.reduce<Json>((current, change) => applyAt(current, change, 0), value);
}

function applyAt(value: Json, change: FieldChange, depth: number): Json {
  if (depth === change.path.length) return change.after ?? null;
  const name = change.path[depth] ?? '';
  if (Array.isArray(value))
    return value.map((item: Json, at) => (`${at}` === name ? applyAt(item, change, depth + 1) : item));
  const members = Object.entries(value as Record<string, Json>);
  const known = members.find(([key]) => key === name)?.[1] ?? null;
  const isRemoved = depth === change.path.length - 1 && !('after' in change);
  const others = members.filter(([key]) => key !== name);
  return Object.fromEntries(isRemoved ? others : [...others, [name, applyAt(known, change, depth + 1)]]);
}

/** Names that are none of passwords. */
const anyName = fc.oneof(fc.constantFrom('a', 'b', '0', '__proto__', 'toString'), fc.stringMatching(/^[a-j]{1,3}$/));
const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, 'x', 'y', ''),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(anyName, tie('value'), { maxKeys: 4 }),
  ),
}));
const anyObject = fc.dictionary(anyName, anyJson, { maxKeys: 5 });

describe('the values in which two objects differ', () => {
  test('make one of the other, whatever they are', () => {
    fc.assert(
      fc.property(anyObject, anyObject, (before, after) => {
        const made = applyFields(before, compareFields(before, after));
        expect(canonicalJson(made)).toBe(canonicalJson(after));
      }),
    );
  });

  test('are none for the same object, in whatever order its members are', () => {
    fc.assert(
      fc.property(anyObject, (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(compareFields(value, turned)).toEqual([]);
      }),
    );
  });

  test('are named by where they are, and say which side has none', () => {
    expect(compareFields({ a: { b: [{ c: 1 }], d: 2 } }, { a: { b: [{ c: 3 }], e: null } })).toEqual([
      { path: ['a', 'b', '0', 'c'], before: 1, after: 3 },
      { path: ['a', 'e'], after: null },
      { path: ['a', 'd'], before: 2 },
    ]);
    expect(compareFields({ a: [1] }, { a: [1, 2] })).toEqual([{ path: ['a'], before: [1], after: [1, 2] }]);
  });
});

describe('texts in the place of a password', () => {
  test('are masked on both sides, and references to secrets are not', () => {
    const before = { source: { password: 'hunter-1', name: 'x' } };
    const after = { source: { password: '${{ secrets.es }}', name: 'y' } };
    expect(compareFields(before, after)).toEqual([
      { path: ['source', 'password'], before: '******', after: '${{ secrets.es }}' },
      { path: ['source', 'name'], before: 'x', after: 'y' },
    ]);
    expect(JSON.stringify(compareFields({ password: 'hunter-${{ secrets.es }}' }, { password: 4711 }))).toBe(
      '[{"path":["password"],"before":"******","after":"******"}]',
    );
  });

  test('are masked in whole objects and inside URLs too', () => {
    const added = { auth: { api_key: 'hunter-2', secrets: ['hunter-3'] }, url: 'redis://u:hunter-4@h:1' };
    expect(JSON.stringify(compareFields({}, added))).not.toContain('hunter');
    expect(JSON.stringify(withoutSecrets(added))).not.toContain('hunter');
  });

  test('of a secret are where it comes from, which is shown', () => {
    const [change] = compareFields(
      { es_password: { source: 'env:A' } },
      { es_password: { source: 'env:B' } },
      { showsSecretNames: true },
    );
    expect(change).toEqual({ path: ['es_password', 'source'], before: 'env:A', after: 'env:B' });
  });
});
