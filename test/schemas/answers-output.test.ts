import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCli } from '../../packages/cli/src/run-cli.ts';
import { FakeIo } from '../../packages/cli/src/testing/fake-io.ts';
import { createAjv, library } from './validators.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-answers-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'broken.yaml'), 'version: 1\nnmae: x\n');
writeFileSync(join(folder, 'untidy.yaml'), 'version:   1\n');

const ajv = createAjv();
for (const document of library.values()) ajv.addSchema(document);
const validate = ajv.getSchema('https://waybill.dev/schemas/output/answers.schema.json');

async function answer(words: readonly string[]): Promise<Record<string, unknown>> {
  const io = new FakeIo({ cwd: folder });
  await runCli([...words, '--json'], io);
  return JSON.parse(io.stdout.text) as Record<string, unknown>;
}

await answer(['init', '--kind', 'backup-import', '--name', 'archive']);

it.each([
  [['init', '--kind', 'backup-import', '--name', 'another'], 'initialized'],
  [['validate', 'archive.yaml'], 'diagnostics'],
  [['validate', 'broken.yaml'], 'diagnostics'],
  [['plan', 'broken.yaml'], 'diagnostics'],
  [['fmt', 'untidy.yaml', 'archive.yaml', '--check'], 'formatted'],
  [['resume', 'archive.yaml'], 'error'],
  [['aply', 'archive.yaml'], 'error'],
  [['doctor', 'archive.yaml', '--scan', 'nowhere'], 'error'],
])('%j prints what the schema of %s says', async (words, kind) => {
  const told = await answer(words);
  expect(told['kind']).toBe(kind);
  expect([validate?.(told), validate?.errors ?? []]).toEqual([true, []]);
  const { next_steps: _nextSteps, ...without } = told;
  expect(validate?.(without)).toBe(false);
});
