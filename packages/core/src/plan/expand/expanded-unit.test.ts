import { expect, test } from 'vitest';
import { Reference } from '../../value/value.ts';
import type { Migration } from '../plan.ts';
import { compileTemplate } from './compile-template.ts';
import { ExpandedUnit } from './expanded-unit.ts';

const values = { from: 'a', to: new Reference(['each', 'value']) };
const migration = { name: 'm', with: values } as unknown as Migration;
const template = compileTemplate(values);

test('fills in its own entry at every access, whatever became of what it gave before', () => {
  const units = ['b', 'c'].map((value) => {
    const entry = { key: `to-${value}`, value };
    return new ExpandedUnit({ address: `m[${entry.key}]`, migration, entry, needs: [] }, template);
  });
  for (const unit of units) (unit.with as Record<string, unknown>)['to'] = 'changed';
  expect(units.map((unit) => [unit.key, unit.with])).toEqual([
    ['to-b', { from: 'a', to: 'b' }],
    ['to-c', { from: 'a', to: 'c' }],
  ]);
});

test('has no key and the values of its migration without for_each', () => {
  const unit = new ExpandedUnit({ address: 'm', migration, entry: undefined, needs: [] }, template);
  expect(unit.key).toBeUndefined();
  expect(unit.with).toBe(values);
});
