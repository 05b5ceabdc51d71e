import type { Json } from '@waybill/core';
import { expect, expectTypeOf, test } from 'vitest';
import { type Fields, fieldsOf, type Part, rowsOf } from './fields.ts';

interface ListResponse {
  count?: number | string | null;
  tasks?: { task_id?: string; [k: string]: unknown }[] | null;
  owner?: { name?: string } | null;
  [k: string]: unknown;
}

test('what is no object has no fields, and what is no list no rows', () => {
  for (const value of [null, 'a', 1, [], undefined]) expect(fieldsOf<ListResponse>(value)).toEqual({});
  for (const value of [null, 'a', {}, undefined]) expect(rowsOf<ListResponse>(value)).toEqual([]);
  expect(rowsOf<ListResponse>([{ count: 1 }, 'no row', null])).toEqual([{ count: 1 }, {}, {}]);
});

test('fields are known by name and unknown by content', () => {
  const answer = fieldsOf<ListResponse>({ count: '2', tasks: [{ task_id: 7 }] });
  expect(rowsOf<Part<ListResponse, 'tasks'>>(answer.tasks)[0]?.task_id).toBe(7);
  expectTypeOf(answer.count).toEqualTypeOf<Json | undefined>();
  expectTypeOf<keyof Fields<ListResponse>>().toEqualTypeOf<'count' | 'tasks' | 'owner'>();
  expectTypeOf<keyof Fields<Part<ListResponse, 'owner'>>>().toEqualTypeOf<'name'>();
  // @ts-expect-error: no document names it
  expect(answer.counts).toBeUndefined();
});
