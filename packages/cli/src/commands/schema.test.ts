import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { FakeIo } from '../testing/fake-io.ts';

const PLAN = 'version: 1\ninputs:\n  sink: { description: target instance }\n  shards: { type: number, default: 3 }\n';

async function run(words: readonly string[], plan = PLAN) {
  const cwd = mkdtempSync(join(tmpdir(), 'waybill-schema-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, 'shop.yaml'), plan);
  const io = new FakeIo({ cwd });
  return { code: await runCli(['schema', ...words], io), stdout: io.stdout.text, stderr: io.stderr.text };
}

test('values of a plan has its inputs, though the plan is not finished', async () => {
  const { code, stdout, stderr } = await run(['values', 'shop.yaml']);
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    additionalProperties: false,
    properties: { sink: { title: 'sink' }, shards: { title: 'shards' } },
  });
});

test('values without a plan fits the files of every plan', async () => {
  const { code, stdout } = await run(['values']);
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { additionalProperties: { title: 'Value' } }]);
});

test('inputs with a mistake are shown at their place', async () => {
  const { code, stdout, stderr } = await run(['values', 'shop.yaml'], PLAN.replace('type:', 'tpye:'));
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/error PLAN_UNKNOWN_KEY[\s\S]*shop\.yaml:4:13/);
  const asJson = await run(['values', 'shop.yaml', '--json'], PLAN.replace('type:', 'tpye:'));
  expect(JSON.parse(asJson.stdout)).toMatchObject({ kind: 'diagnostics', valid: false });
});

test.each([
  [['editor', 'shop.yaml'], 'CLI_OPTION_INVALID'],
  [['values', 'gone.yaml'], 'CLI_FILE_UNREADABLE'],
])('%j is refused with %s', async (words, code) => {
  const result = await run(words);
  expect([result.code, result.stdout]).toEqual([1, '']);
  expect(result.stderr).toContain(`error ${code}: `);
});
