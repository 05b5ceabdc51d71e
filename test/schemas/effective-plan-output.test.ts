import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../../packages/cli/src/run-cli.ts';
import { FakeIo } from '../../packages/cli/src/testing/fake-io.ts';
import { SAMPLE_PLAN } from '../../packages/cli/src/testing/sample-plan.ts';
import { createAjv, library } from './validators.ts';

const ajv = createAjv();
for (const document of library.values()) ajv.addSchema(document);
const validate = ajv.getSchema('https://waybill.dev/schemas/output/effective-plan.schema.json');

it('what show --effective prints is what its schema says, and less is refused', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'waybill-effective-'));
  writeFileSync(join(cwd, 'shop.yaml'), SAMPLE_PLAN);
  const io = new FakeIo({ cwd });
  expect(await runCli(['show', 'shop.yaml', '--effective', '--json'], io)).toBe(0);
  rmSync(cwd, { recursive: true });
  const effective: { values: readonly object[] } = JSON.parse(io.stdout.text);
  expect([validate?.(effective), validate?.errors]).toEqual([true, null]);
  expect(effective.values.length).toBeGreaterThan(50);
  const [first] = effective.values;
  expect(validate?.({ ...effective, values: [{ ...first, sources: [] }] })).toBe(false);
  expect(validate?.({ ...effective, values: [{ ...first, sources: [{ kind: 'guess' }] }] })).toBe(false);
});
