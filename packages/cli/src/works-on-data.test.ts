import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPlan } from './read-plan.ts';
import { FakeIo } from './testing/fake-io.ts';
import { worksOnData } from './works-on-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-works-on-data-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['RefreshIndex', '{ index: orders }', false],
  ['reindex', '{ source: { connection: old, index: orders }, dest: { index: orders } }', true],
])('own work of the target %s with %s: %s', async (target, given, expected) => {
  writeFileSync(join(folder, 'copy.yaml'), planOf(target, given));
  const io = new FakeIo({ cwd: folder });
  const plan = await readPlan('copy.yaml', {}, io);
  expect(io.stderr.text).toBe('');
  expect(plan && worksOnData(plan.graph)).toBe(expected);
});

test('of a plan with thousands of units few are built', async () => {
  const rows = Array.from({ length: 5_000 }, (_, number) => `      o${number}: ${number}`);
  const text = planOf('RefreshIndex', '{ index: orders }').replace(
    '    uses:',
    `    for_each:\n${rows.join('\n')}\n    uses:`,
  );
  writeFileSync(join(folder, 'many.yaml'), text.replaceAll('index: orders', 'index: "${{ each.key }}"'));
  const io = new FakeIo({ cwd: folder });
  const plan = await readPlan('many.yaml', {}, io);
  expect(io.stderr.text).toBe('');
  const units = plan?.graph.units ?? [];
  let built = 0;
  const counted = units.map((planned) => ({
    ...planned,
    unit: planned.unit,
    get shape() {
      built += 1;
      return planned.shape;
    },
  }));
  expect(worksOnData({ units: counted as typeof units })).toBe(false);
  expect([units.length, built]).toEqual([5_000, 100]);
});

function planOf(target: string, given: string): string {
  return `version: 1
name: copy
providers:
  old: { type: elasticsearch, url: "https://old.example.com" }
  new: { type: elasticsearch, url: "https://new.example.com" }
migrations:
  orders:
    uses: new.${target}
    with: ${given}
`;
}
