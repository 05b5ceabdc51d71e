import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkPlanFile } from './check-plan.ts';
import { planFileReader } from './plan-file-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-inventory-'));
afterAll(() => rmSync(folder, { recursive: true }));
const plans = join(folder, 'plans');
mkdirSync(join(plans, 'below'), { recursive: true });
writeFileSync(join(folder, 'outside.csv'), 'name\na\n');
writeFileSync(join(plans, 'below', 'rows.csv'), 'name\na\n');
symlinkSync(join('below', 'rows.csv'), join(plans, 'link.csv'));
symlinkSync(join('..', 'outside.csv'), join(plans, 'leaving.csv'));
symlinkSync('..', join(plans, 'up'));
symlinkSync('circle.csv', join(plans, 'circle.csv'));
mkdirSync(join(plans, 'folder.csv'));
const readFile = planFileReader(join(plans, 'plan.yaml'));

test.each(['below/rows.csv', './below/rows.csv', 'below/../link.csv', 'link.csv'])('%s is read', (path) => {
  expect(readFile(path)).toEqual({ bytes: Buffer.from('name\na\n') });
});

test.each([
  ['../outside.csv', "is outside the plan's folder"],
  ['below/../../outside.csv', "is outside the plan's folder"],
  [join(folder, 'outside.csv'), "is outside the plan's folder"],
  ['leaving.csv', "is a symbolic link that leads out of the plan's folder"],
  ['up/outside.csv', "is a symbolic link that leads out of the plan's folder"],
  ['circle.csv', 'its symbolic links form a loop'],
  ['none.csv', 'there is no such file'],
  ['folder.csv', 'is a directory'],
  ['\0', 'its name has a character that is not allowed in file names'],
])('%j is refused', (path, reason) => {
  expect(readFile(path)).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(reason) });
});

test('who names a file that is not there yet learns what writes it', () => {
  expect(readFile('none.csv')).toMatchObject({ hint: expect.stringContaining('`waybill discover`') });
});

test('a pipe is refused instead of waited for', () => {
  execFileSync('mkfifo', [join(plans, 'pipe.csv')]);
  expect(readFile('pipe.csv')).toMatchObject({ reason: expect.stringContaining('is a pipe') });
});

test('a file of 200 MB is refused unread, and the plan says why', async () => {
  writeFileSync(join(plans, 'large.csv'), '');
  truncateSync(join(plans, 'large.csv'), 200_000_000);
  expect(readFile('large.csv')).toMatchObject({
    kind: 'too-large',
    reason: expect.stringContaining('200000000 bytes'),
  });
  writeFileSync(join(plans, 'plan.yaml'), planOf('large.csv'));
  const { diagnostics } = await checkPlanFile('plans/plan.yaml', { cwd: folder });
  expect(diagnostics.map(({ code }) => code)).toEqual(['PLAN_TOO_LARGE']);
});

test('a report shows the lines of plan and inventory', async () => {
  writeFileSync(join(plans, 'twice.csv'), 'name\na\nb\na\n');
  writeFileSync(join(plans, 'plan.yaml'), planOf('twice.csv'));
  const { report, diagnostics } = await checkPlanFile('plans/plan.yaml', { cwd: folder });
  expect(diagnostics.map(({ code }) => code)).toEqual(['PLAN_DUPLICATE_UNIT']);
  expect(report()).toContain('plans/twice.csv:4:1\n   4 | a\n     | ^');
  expect(report()).toContain('plans/twice.csv:2:1\n   2 | a\n     | ^');
});

function planOf(file: string): string {
  return `version: 1
name: shop
providers: { search: { type: alicloud-elasticsearch, region: cn-beijing } }
migrations:
  tasks: { uses: search.ListDataTasks, for_each: { file: ${file}, key: name }, with: { InstanceId: "\${{ each.key }}" } }
`;
}
