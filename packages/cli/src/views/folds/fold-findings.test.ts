import type { PreviewFinding } from '@waybill/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldFindings, isUnasked } from './fold-findings.ts';

const BLOCKING = { verdict: 'blocking', basis: 'checked', check: 'source-exists', title: 'the source exists' } as const;

function finding(unit: string, detail: string, more: Partial<PreviewFinding> = {}): PreviewFinding {
  return { ...BLOCKING, detail, units: [unit], path: 'migrations.orders', ...more };
}

test('300 findings that differ by the key of their unit are one with all units', () => {
  const all = Array.from({ length: 300 }, (_, at) =>
    finding(`orders[o-${at}]`, `The source has no index o-${at}.`, { hint: `Create o-${at} first.` }),
  );
  const folded = foldFindings(all);
  expect(folded).toEqual([
    {
      ...BLOCKING,
      path: 'migrations.orders',
      detail: 'The source has no index <key>.',
      hint: 'Create <key> first.',
      units: all.flatMap(({ units }) => units),
    },
  ]);
});

test('a key inside of other words, another reason, check or verdict stays what it is', () => {
  const different = [
    finding('orders[e]', 'The index e is closed.'),
    finding('orders[f]', 'The index f is red.'),
    finding('orders[g]', 'The index g is closed.', { check: 'sink-free' }),
    finding('orders[h]', 'The index h is closed.', { verdict: 'warning' }),
    finding('single', 'The index single is closed.'),
  ];
  expect(foldFindings(different)).toEqual(different);
  expect(foldFindings([different[0] ?? finding('', ''), finding('orders[i]', 'The index i is closed.')])).toMatchObject(
    [{ detail: 'The index <key> is closed.', units: ['orders[e]', 'orders[i]'] }],
  );
});

test('no unit is lost, and each detail is that of its group with the key filled in', () => {
  const keys = fc.uniqueArray(fc.stringMatching(/^[a-z.*+()-]{1,4}$/), { maxLength: 20 });
  const words = fc.constantFrom('no index KEY', 'KEY is red', 'nothing', 'a (KEY) b KEY');
  fc.assert(
    fc.property(keys, fc.array(words, { minLength: 20, maxLength: 20 }), (all, details) => {
      const before = all.map((key, at) =>
        finding(
          `m[${key}]`,
          (details[at] ?? '').replaceAll('KEY', () => key),
        ),
      );
      const after = foldFindings(before);
      expect(after.flatMap(({ units }) => units).toSorted()).toEqual(before.flatMap(({ units }) => units).toSorted());
      for (const { units, detail } of after) {
        for (const unit of units) {
          const own = before.find((one) => one.units[0] === unit);
          expect(detail.replaceAll('<key>', () => unit.slice(2, -1))).toBe(own?.detail);
        }
      }
    }),
  );
});

test('findings of several migrations that say the same are one, with all that they keep from being asked and no place', () => {
  const down = 'The cluster old cannot be reached from this machine.';
  const [one, other] = [
    finding('orders[a]', down, { line: 3, prevents: ['index-open'] }),
    finding('customers', down, { path: 'migrations.customers', line: 9, prevents: ['index-open', 'readable'] }),
  ];
  expect(foldFindings([one, other])).toEqual([
    { ...BLOCKING, detail: down, units: ['orders[a]', 'customers'], prevents: ['index-open', 'readable'] },
  ]);
});

test('what is said of no unit is said of its place', () => {
  const { units: _none, ...secret } = finding('', 'It has no value.', { check: 'secret-resolves' });
  const both = ['secrets.a', 'secrets.b'].map((path) => ({ ...secret, units: [], path }));
  expect(foldFindings(both)).toEqual(both);
});

test('what another finding names as not asked is not listed beside it', () => {
  const [own, because] = [
    finding('orders[a]', 'Not yet.', { verdict: 'unasked' }),
    finding('orders[a]', 'Gone.', { verdict: 'unasked', because_of: 'source-definition' }),
  ];
  expect([own, because].filter(isUnasked)).toEqual([own]);
});
