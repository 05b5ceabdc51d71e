import { Reference } from '@waybill/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bindArguments } from './bind-arguments.ts';

const BINDING = {
  path: '/v2/{id}/tasks',
  parameters: { id: 'path', limit: 'query', all: 'query', x_opaque_id: 'header' },
};

test('arguments go where the operation says, all others into the body', () => {
  const args = { name: 'n', all: true, id: 'a', limit: 5, list: [null, { x: null }], none: null, x_opaque_id: 'o' };
  expect(bindArguments(BINDING, args)).toEqual({
    path: '/v2/a/tasks',
    query: { all: 'true', limit: '5' },
    headers: { 'x-opaque-id': 'o' },
    fields: { name: 'n', list: [null, { x: null }] },
  });
});

test('an absent argument leaves its name in the path', () => {
  for (const args of [{}, { id: null }]) expect(bindArguments(BINDING, args).path).toBe('/v2/{id}/tasks');
});

test('no value leaves its segment, and each arrives as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
      const { path } = bindArguments(BINDING, { id });
      const [, version, segment = '', rest, ...more] = path.split('/');
      expect([version, rest, more]).toEqual(['v2', 'tasks', []]);
      expect(decodeURIComponent(segment)).toBe(id);
    }),
  );
});

test('a reference stays readable', () => {
  const id = new Reference(['steps', 'create', 'outputs', 'task_id']).toString();
  expect(bindArguments(BINDING, { id }).path).toBe(`/v2/${id}/tasks`);
});
