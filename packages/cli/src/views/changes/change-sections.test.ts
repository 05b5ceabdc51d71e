import type { PreviewChanges } from '@waybill/core';
import type { FieldChange, UnitChange } from '@waybill/core/internal';
import { describe, expect, test } from 'vitest';
import { sampleChanges, withoutChanges } from '../../testing/sample-changes.ts';
import { changeSections, describeUnitCounts } from './change-sections.ts';

const changed = (address: string, concerns: UnitChange['fields'][number]['concerns']): UnitChange => ({
  address,
  fields: [{ path: ['needs'], before: 'a', after: 'b', concerns }],
});

function titles(changes: PreviewChanges): readonly string[] {
  return changeSections(changes, '->').map(({ title }) => title);
}

describe('sections', () => {
  test('are none where nothing differs', () => {
    expect(changeSections(withoutChanges, '->')).toEqual([]);
  });

  test('hold every part of a comparison, in the order in which a reviewer asks', () => {
    expect(titles(sampleChanges)).toEqual([
      'Units',
      'Order',
      'Connections',
      'Limits',
      'Inputs',
      'Inventories',
      'Migrations',
      'Checks',
      'Warnings',
      'Estimate',
      'Totals',
      'Secrets',
      'Selection',
      'Versions',
      'Plan',
      'Progress',
      'Not shown',
    ]);
  });

  /** Members that say of what the comparison is. */
  const OF_THE_WHOLE: readonly string[] = ['format_version', 'kind', 'is_equal', 'plan', 'before', 'after'];

  test.each(Object.keys(withoutChanges).filter((part) => !OF_THE_WHOLE.includes(part)))(
    '%s alone makes a section',
    (part) => {
      const alone: PreviewChanges = { ...withoutChanges, [part]: sampleChanges[part as keyof PreviewChanges] };
      expect(titles(alone)).not.toEqual([]);
    },
  );

  test('give each value a sign for what became of it', () => {
    const inputs: readonly FieldChange[] = [
      { path: ['team'], after: 'shop' },
      { path: ['mode'], before: 'fast' },
      { path: ['es', 'size'], before: 1, after: 2 },
    ];
    expect(changeSections({ ...withoutChanges, inputs }, '->')[0]?.items).toEqual([
      { sign: '+', names: [], text: 'team nothing -> shop', details: [] },
      { sign: '-', names: [], text: 'mode fast -> nothing', details: [] },
      { sign: '~', names: ['es'], text: 'size 1 -> 2', details: [] },
    ]);
  });

  test('say of a check what it answered and answers', () => {
    const checks: PreviewChanges['checks'] = [
      {
        check: 'sink-absent',
        provider: 'search',
        units: ['m[a]'],
        before: { verdict: 'passed', detail: '' },
        after: { verdict: 'blocking', detail: 'It exists.' },
      },
      { check: 'access', units: [], before: { verdict: 'unasked', detail: 'No secret.' }, after: null },
    ];
    expect(changeSections({ ...withoutChanges, checks }, '->')[0]?.items).toEqual([
      {
        sign: '~',
        names: ['m[a]'],
        text: 'search sink-absent: passed -> blocking',
        details: ['is: It exists.'],
      },
      { sign: '-', names: [], text: 'access: not run -> not there', details: ['was: No secret.'] },
    ]);
  });

  test('name both files of an inventory that is another, and count rows', () => {
    const rows = { added: ['m[a]'], removed: ['m[b]', 'm[c]'], changed: [] };
    const inventories = [
      { migration: 'm', before: null, after: 'new.csv', ...rows },
      { migration: 'n', before: 'a.csv', after: 'a.csv', added: [], removed: [], changed: ['n[a]'] },
    ];
    expect(changeSections({ ...withoutChanges, inventories }, '->')[0]?.items.map(({ text }) => text)).toEqual([
      'nothing -> new.csv, 1 row added, 2 rows removed',
      'a.csv, 1 row changed',
    ]);
  });
});

test('a state that is there now is named as one', () => {
  const state: readonly FieldChange[] = [{ path: ['id'], after: 'b852' }];
  const sections = changeSections({ ...withoutChanges, state }, '->');
  expect(sections.find(({ title }) => title === 'Progress')?.items.map(({ text }) => text)).toEqual([
    'state nothing -> b852',
  ]);
});

describe('the counts of units', () => {
  const { units, after } = withoutChanges;

  test('leave out what is none', () => {
    const moved = [{ from: 'm[a]', to: 'm[b]' }];
    const some = { ...withoutChanges, units: { ...units, moved, changed: [changed('m[b]', 'meaning')] } };
    expect(describeUnitCounts(some)).toBe(`1 changed, 1 renamed, of ${after.units} units`);
  });

  test('do not count a unit that only waits for something else, or is further', () => {
    const waits = { ...units, changed: [changed('m[a]', 'order'), changed('m[b]', 'progress')] };
    expect(describeUnitCounts({ ...withoutChanges, units: waits })).toBe(`the ${after.units} units mean the same`);
  });
});
