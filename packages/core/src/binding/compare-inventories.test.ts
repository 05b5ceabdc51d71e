import { expect, test } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { CheckpointFold } from '../journal/checkpoint.ts';
import { buildPreview } from '../preview/build-preview.ts';
import type { Preview } from '../preview/preview.ts';
import type { PreviewDetail } from '../preview/unit-previewer.ts';
import { fixtureRegistry } from '../testing/internal/fixture-provider.ts';
import { comparePreview } from './compare-preview.ts';

const ROWS = 'name,note\na,one\nb,two\nc,three\n';

function planOf(rows: string, more = '') {
  const text = `version: 1
name: shop
providers: { search: { type: alicloud-elasticsearch, region: cn-beijing } }
migrations:
  tasks: { uses: search.ListDataTasks, for_each: { file: rows.csv, key: name }, with: { InstanceId: "\${{ each.value.note }}" } }
  other: { uses: search.ListDataTasks, with: { InstanceId: es-1${more} } }
`;
  const readFile = () => ({ bytes: Buffer.from(rows) });
  const { compiled } = compilePlan(text, { file: 'plan.yaml', registry: fixtureRegistry, readFile });
  if (compiled === undefined) throw new Error('the plan of the test is wrong');
  return compiled;
}

function previewOf(rows: string, detail: PreviewDetail = 'full', more = ''): Preview {
  return buildPreview({ ...planOf(rows, more), registry: fixtureRegistry, detail });
}

function differences(before: Preview, rows: string, more = ''): readonly string[] {
  const { graph } = planOf(rows, more);
  const preview = previewOf(rows, 'full', more);
  const checkpoint = new CheckpointFold().checkpoint();
  return comparePreview(before, { preview, graph, stateId: undefined, checkpoint }).map(
    ({ what, detail }) => `${what}: ${detail}`,
  );
}

test('the same rows are the same preview, whatever the file is called', () => {
  expect(differences(previewOf(ROWS), ROWS)).toEqual([]);
  expect(differences(previewOf(ROWS), ROWS.replaceAll('\n', '\r\n'))).toEqual([]);
});

test.each(['full', 'outline'] as const)('rows that were added, changed and removed are named by key: %s', (detail) => {
  const rows = 'name,note\nnew,0\nb,TWO\nc,three\nother,9\n';
  expect(differences(previewOf(ROWS, detail), rows)).toEqual([
    'inventory: The inventory rows.csv changed: 2 rows added (tasks[new] in line 2, tasks[other] in line 5), 1 changed (tasks[b] in line 3), 1 removed (tasks[a]).',
  ]);
});

test('a column that no expression takes is bound too', () => {
  const before = previewOf('name,note,size\na,one,1\n');
  expect(differences(before, 'name,note,size\na,one,2\n')).toEqual([
    'inventory: The inventory rows.csv changed: 1 row changed (tasks[a] in line 2).',
  ]);
});

test('another order of the rows is a difference', () => {
  expect(differences(previewOf(ROWS), 'name,note\nb,two\na,one\nc,three\n')).toEqual([
    'inventory: The inventory rows.csv changed: its rows are in a different order.',
    "steps: The plan's steps are different now: their order changed.",
  ]);
});

test('what else changed is named as well', () => {
  expect(differences(previewOf(ROWS), ROWS.replace('two', 'TWO'), '7')).toEqual([
    'inventory: The inventory rows.csv changed: 1 row changed (tasks[b] in line 3).',
    expect.stringMatching(/^steps: The plan's steps are different now: changed other\.\w+\.$/),
  ]);
});

test('of very many rows the first ones are named', () => {
  const many = (from: number) =>
    `name,note\n${Array.from({ length: 300 }, (_, index) => `k${from + index},x\n`).join('')}`;
  const [detail = ''] = differences(previewOf(many(0)), many(100));
  expect(detail).toContain('100 rows added (tasks[k300] in line 202,');
  expect(detail).toContain('and 95 more), 100 removed (tasks[k0],');
  expect(detail.length).toBeLessThan(400);
});

test('the preview says which rows it is of, and a plan without inventories says nothing', () => {
  const { binding, units } = previewOf(ROWS);
  expect(binding.inventories).toMatchObject({ tasks: { file: 'rows.csv', rows: 3 } });
  expect(units.map(({ row }) => row)).toEqual([
    expect.stringMatching(/^[0-9a-f]{16}$/),
    expect.stringMatching(/^[0-9a-f]{16}$/),
    expect.stringMatching(/^[0-9a-f]{16}$/),
    undefined,
  ]);
});
