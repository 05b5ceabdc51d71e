import type { Json } from '@waybill/core';
import { expect, test } from 'vitest';
import { rightsHeld } from './rights-held.ts';

const judge = (response: Json) => rightsHeld.judge(response, {}, {});

test('a user who may do everything passes, and so does a cluster that does not say', () => {
  const index = { orders: { 'indices:admin/block/add': true } };
  expect(judge({ username: 'u', has_all_requested: true, cluster: { monitor: true }, index })).toMatchObject({
    kind: 'passed',
  });
  expect(rightsHeld.judgeNotFound?.({}, {})).toMatchObject({ kind: 'passed' });
});

test('where the method is found out later, what tasks need can be left out with the other one', () => {
  const lacking = (index: string) => ({ index: { [index]: { 'indices:data/read/search': false } } });
  const hintOf = (response: Json, expected: { readonly is_chosen?: boolean }) => {
    const found = rightsHeld.judge(response, {}, expected);
    return found.kind === 'failed' ? found.hint : '';
  };
  expect(hintOf(lacking('.tasks'), { is_chosen: true })).toBe(
    'Give its role, and its API key if it has one, the privileges read of .tasks. With method: bulk no privileges for tasks are needed.',
  );
  expect(hintOf({ cluster: { 'cluster:monitor/tasks/lists': false } }, { is_chosen: true })).toContain('method: bulk');
  expect(hintOf(lacking('.tasks'), {})).not.toContain('bulk');
  expect(hintOf(lacking('orders'), { is_chosen: true })).not.toContain('bulk');
});

test('what is missing is named by the privileges that have it, of cluster and index', () => {
  const rights = {
    username: 'reader',
    has_all_requested: false,
    cluster: { 'cluster:monitor/health': false, 'cluster:monitor/task/get': false },
    index: {
      orders: {
        'indices:data/read/search': true,
        'indices:admin/block/add': false,
        'indices:admin/settings/update': false,
        'indices:admin/refresh': false,
      },
      copy: { create_index: false, 'indices:admin/create': false, 'indices:data/write/bulk': false },
      other: { create_index: true, 'indices:admin/create': false },
    },
  };
  expect(judge(rights)).toEqual({
    kind: 'failed',
    detail:
      'The user reader, or its API key, lacks what the plan needs: monitor of the cluster (for cluster:monitor/health, cluster:monitor/task/get); maintenance of orders (for indices:admin/refresh); manage of orders (for indices:admin/block/add, indices:admin/settings/update); write of copy (for indices:data/write/bulk); create_index of copy (for create_index, indices:admin/create).',
    hint: 'Give its role, and its API key if it has one, the privileges monitor of the cluster, maintenance of orders, manage of orders, write of copy, create_index of copy.',
    cause: 'security_exception',
  });
});
