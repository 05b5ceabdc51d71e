import type { PreviewFinding } from '@waybill/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldFindings } from './fold-findings.ts';

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
