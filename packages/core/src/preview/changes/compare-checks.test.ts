import { expect, test } from 'vitest';
import { defined } from '../../value/defined.ts';
import type { PreviewFinding, PreviewUnit } from '../preview.ts';
import { compareChecks } from './compare-checks.ts';
import { pairUnits } from './compare-units.ts';

function finding(verdict: PreviewFinding['verdict'], units: readonly string[], detail = 'said'): PreviewFinding {
  return { verdict, basis: 'checked', check: 'sink-absent', title: 't', detail, provider: 'it', units };
}

function unit(address: string, formerly?: readonly string[]): PreviewUnit {
  return { address, ...defined({ formerly }) } as unknown as PreviewUnit;
}

const [A, B] = [unit('m[a]'), unit('m[b]')];

test('names the units with another answer together, and what it was', () => {
  const before = [finding('passed', ['m[a]', 'm[b]'], '3 documents')];
  const after = [finding('blocking', ['m[b]', 'm[a]'], 'It exists.')];
  expect(compareChecks(before, after, pairUnits([A, B], [A, B]))).toEqual([
    {
      check: 'sink-absent',
      provider: 'it',
      units: ['m[a]', 'm[b]'],
      before: { verdict: 'passed', detail: '' },
      after: { verdict: 'blocking', detail: 'It exists.' },
    },
  ]);
});

test('does not count how a check that passed is worded', () => {
  const before = [finding('passed', ['m[a]'], '3 documents')];
  expect(compareChecks(before, [finding('passed', ['m[a]'], '4')], pairUnits([A], [A]))).toEqual([]);
});

test('finds the answers of a unit under its earlier address', () => {
  const moved = unit('m[c]', ['m[a]']);
  const paired = pairUnits([A], [moved]);
  expect(compareChecks([finding('warning', ['m[a]'])], [finding('warning', ['m[c]'])], paired)).toEqual([]);
});

test('lists of new units only trouble, and of units that are gone nothing', () => {
  const paired = pairUnits([A], [B]);
  expect(compareChecks([finding('blocking', ['m[a]'])], [finding('passed', ['m[b]'])], paired)).toEqual([]);
  expect(compareChecks([finding('blocking', ['m[a]'])], [finding('warning', ['m[b]'])], paired)).toMatchObject([
    { units: ['m[b]'], before: null, after: { verdict: 'warning' } },
  ]);
});

test('keeps apart what concerns no unit by its place in the plan', () => {
  const secret = (path: string, detail: string) => ({ ...finding('blocking', [], detail), path });
  const changes = compareChecks([secret('secrets.a', 'A')], [secret('secrets.b', 'B')], pairUnits([], []));
  expect(changes.map(({ before, after }) => [before?.detail, after?.detail])).toEqual([
    [undefined, 'B'],
    ['A', undefined],
  ]);
});
