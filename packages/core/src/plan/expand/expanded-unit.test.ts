import { expect, test } from 'vitest';
import { Reference } from '../../value/value.ts';
import type { Migration } from '../plan.ts';
import { compileTemplate } from './compile-template.ts';
import { ExpandedUnit } from './expanded-unit.ts';

const values = { from: 'a', to: new Reference(['each', 'value']) };
const options = { note: new Reference(['each', 'key']) };
const migration = { name: 'm', with: values, options } as unknown as Migration;
const templates = { with: compileTemplate(values), options: compileTemplate(options) };

test('fills in its own entry at every access, whatever became of what it gave before', () => {
  const units = ['b', 'c'].map((value) => {
    const entry = { key: `to-${value}`, value };
    return new ExpandedUnit({ address: `m[${entry.key}]`, migration, entry, needs: [] }, templates);
  });
  for (const unit of units) (unit.with as Record<string, unknown>)['to'] = 'changed';
  expect(units.map((unit) => [unit.key, unit.with, unit.options])).toEqual([
    ['to-b', { from: 'a', to: 'b' }, { note: 'to-b' }],
    ['to-c', { from: 'a', to: 'c' }, { note: 'to-c' }],
  ]);
});

test('has no key and the values of its migration without for_each', () => {
  const unit = new ExpandedUnit({ address: 'm', migration, entry: undefined, needs: [] }, templates);
  expect(unit.key).toBeUndefined();
  expect(unit.with).toBe(values);
  expect(unit.options).toBe(options);
});
