import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry } from '@waybill/core';
import { afterAll, expect, test } from 'vitest';
import { checkPlan, checkPlanFile, checkPlanInTurns } from './check-plan.ts';
import { builtInProviders } from './generated/built-in-providers.generated.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PLAN = `version: 1
name: sessions
inputs:
  region: { description: Where the instances are }
providers:
  cache: { type: huaweicloud-dcs, region: "\${{ inputs.region }}", project_id: 666486c2d9b948c1bbea57e714d744fa }
migrations:
  stop:
    uses: cache.StopMigrationTask
    with: { task_id: 33333333-0003-4000-8000-000000000001 }
`;
const variables = { region: 'eu-de' };

test('a plan without mistakes is compiled with the providers that Waybill comes with', () => {
  const { compiled, diagnostics, report } = checkPlan(PLAN, { variables });
  expect(diagnostics).toEqual([]);
  expect(report()).toBe('');
  expect(compiled?.graph.units.map(({ address }) => address)).toEqual(['stop']);
  expect([...(compiled?.registry.keys() ?? [])]).toEqual(builtInProviders.map(({ type }) => type));
});

test('mistakes are values, and the report shows the line', () => {
  const { compiled, diagnostics, report } = checkPlan(PLAN.replace('uses:', 'usess:'), { file: 'my.yaml', variables });
  expect(compiled).toBeUndefined();
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(report()).toContain('my.yaml:9:');
  expect(report()).toContain('usess: cache.StopMigrationTask');
});

test.each([
  ['a right plan', PLAN],
  ['a plan with mistakes', PLAN.replace('StopMigrationTask', 'StopTask')],
  ['not YAML', 'name: [a\n  b: }'],
])('checked in turns, %s gives the same', async (_, text) => {
  const [atOnce, inTurns] = [checkPlan(text, { variables }), await checkPlanInTurns(text, { variables })];
  expect(inTurns.diagnostics).toEqual(atOnce.diagnostics);
  expect(inTurns.report()).toBe(atOnce.report());
  expect(inTurns.compiled?.plan.digest).toBe(atOnce.compiled?.plan.digest);
  expect(inTurns.compiled?.graph.units.map(({ address }) => address)).toEqual(
    atOnce.compiled?.graph.units.map(({ address }) => address),
  );
});

test('between the parts of a check in turns other work is done', async () => {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await checkPlanInTurns(PLAN, { variables });
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(6);
});

test('a plan can only name the providers it is given', () => {
  const { diagnostics } = checkPlan(PLAN, { variables, registry: createRegistry([]) });
  expect(diagnostics.map(({ severity }) => severity)).toContain('error');
});

test('a file is read from the given directory, and named as it was given', async () => {
  writeFileSync(join(folder, 'bad.yaml'), 'version: 2\n');
  const { diagnostics } = await checkPlanFile('bad.yaml', { cwd: folder });
  expect(diagnostics[0]).toMatchObject({ file: 'bad.yaml' });
  await expect(checkPlanFile('missing.yaml', { cwd: folder })).rejects.toMatchObject({ code: 'ENOENT' });
});
