import { expect, test } from 'vitest';
import type { SchemaError } from './schema-errors.ts';
import { capitalise, containerOf, descriptionOf, fieldOf, quote } from './schema-texts.ts';

const SUBJECT = { schema: {}, name: 'a migration' };

function errorAt(path: readonly string[], more: Partial<SchemaError> = {}): SchemaError {
  const none = { keyword: 'type', schemaPath: '', params: {}, schema: 'string', parentSchema: {}, data: 'x' };
  return { ...none, propertyName: undefined, path, ...more };
}

test('a field is named with what it is in, and the whole by its own name', () => {
  expect(fieldOf(errorAt(['with', 'name']), SUBJECT)).toBe('`with.name` of a migration');
  expect(containerOf(errorAt(['with']), SUBJECT)).toBe('`with`');
  expect([fieldOf(errorAt([]), SUBJECT), containerOf(errorAt([]), SUBJECT)]).toEqual(['a migration', 'a migration']);
  expect(capitalise('a migration')).toBe('A migration');
});

test('a title leads the description, which then begins small; a name such as VPC keeps its letters', () => {
  const described = (description: string) => descriptionOf(errorAt([], { parentSchema: { title: 'T', description } }));
  expect(described('Region of the instances.')).toBe('T: region of the instances.');
  expect(described('VPC of the instances.')).toBe('T: VPC of the instances.');
});

test.each([
  [['a'], 'x', '`x`'],
  [['password'], 'x', 'the value'],
  [['a'], ['x'], 'the list'],
  [['a'], { x: 1 }, 'the map'],
])('at %j %j is quoted as %s', (path, data, expected) => {
  expect(quote(errorAt(path, { data }))).toBe(expected);
});
