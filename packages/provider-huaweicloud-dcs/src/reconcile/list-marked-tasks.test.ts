import type { Json, JsonObject } from '@waybill/core';
import { expect, test } from 'vitest';
import { listMarkedTasks } from './list-marked-tasks.ts';

const MARKED = 'moved [waybill:0123456789ab] [waybill-unit:ba9876543210]';

function row(id: string, more: JsonObject = {}): JsonObject {
  return { task_id: id, task_name: `n-${id}`, status: 'SUCCESS', description: MARKED, ...more };
}

async function list(...pages: readonly (readonly Json[])[]) {
  const asked: JsonObject[] = [];
  const read = async (_operation: string, args: JsonObject): Promise<Json> => {
    asked.push(args);
    return { migration_tasks: [...(pages[asked.length - 1] ?? [])] };
  };
  return { tasks: await listMarkedTasks(read), asked };
}

test('only tasks whose description carries a token of a unit are listed, and none that is deleted', async () => {
  const { tasks } = await list([
    row('a'),
    row('b', { description: 'of somebody else' }),
    row('c', { description: 'of an older version [waybill:0123456789ab]' }),
    row('d', { status: 'DELETED' }),
    'not a task',
  ]);
  expect(tasks.map(({ id, unitToken, unitMark }) => [id, unitToken, unitMark])).toEqual([
    ['a', '0123456789ab', 'ba9876543210'],
    ['c', '0123456789ab', undefined],
  ]);
});

test.each([
  ['SUCCESS', false, undefined, true],
  ['TERMINATED', false, undefined, true],
  ['FAILED', false, true, true],
  ['RELEASED', false, undefined, true],
  ['RUNNING', true, undefined, false],
  ['INCRMIGEATING', true, undefined, false],
  ['A_NEW_WORD', true, undefined, false],
])('%s: live %s, failed %s, deletable %s', async (status, isLive, hasFailed, isDeletable) => {
  const { tasks } = await list([row('a', { status })]);
  expect(tasks[0]).toMatchObject({ id: 'a', status, isLive });
  expect(tasks[0]?.hasFailed).toBe(hasFailed);
  expect(tasks[0]?.deleteWith).toEqual(
    isDeletable ? { operation: 'DeleteMigrationTask', arguments: { task_id_list: ['a'] } } : undefined,
  );
});

test('age and machine are given where the vendor tells them; a machine that was released is none', async () => {
  const known = { created_at: '2026-01-02T03:04:05.000Z', ecs_tenant_private_ip: '192.168.0.9' };
  const { tasks } = await list([
    row('a', known),
    row('b', { ...known, status: 'RELEASED' }),
    row('c', { created_at: 'yesterday' }),
  ]);
  expect(tasks.map(({ createdAtMs, machine }) => [createdAtMs, machine])).toEqual([
    [Date.UTC(2026, 0, 2, 3, 4, 5), '192.168.0.9'],
    [Date.UTC(2026, 0, 2, 3, 4, 5), undefined],
    [undefined, undefined],
  ]);
});

test('all pages are read, and a task on two of them is listed once', async () => {
  const full = Array.from({ length: 1000 }, (_, index) => row(`t${index}`));
  const { tasks, asked } = await list(full, [row('t999'), row('last')]);
  expect(asked.map(({ offset }) => offset)).toEqual([0, 900]);
  expect(tasks).toHaveLength(1001);
});
