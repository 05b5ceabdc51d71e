import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPlan } from './read-plan.ts';
import { FakeIo } from './testing/fake-io.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-read-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [20, false],
  [22_000, true],
])('a plan of %d units, each of seven steps: memory is saved: %s', async (units, savesMemory) => {
  const keys = Array.from({ length: units }, (_, index) => `      - index-${index}`).join('\n');
  writeFileSync(join(folder, 'large.yaml'), planOf(keys));
  const io = new FakeIo({ cwd: folder });
  const plan = await readPlan('large.yaml', {}, io);
  expect(io.stderr.text).toBe('');
  expect(plan?.graph.stepCount).toBe(units * 7);
  expect(io.savesMemory).toBe(savesMemory);
});

test('memory is saved before the units of a long text are made', async () => {
  const keys = `      - index-1 ${'#'.repeat(1_000_000)}`;
  writeFileSync(join(folder, 'long.yaml'), planOf(keys));
  const io = new FakeIo({ cwd: folder });
  expect((await readPlan('long.yaml', {}, io))?.graph.stepCount).toBe(7);
  expect(io.savesMemory).toBe(true);
});

function planOf(keys: string): string {
  return `version: 1
name: large
secrets: { password: { env: PASSWORD } }
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
migrations:
  indices:
    uses: search.index-migration
    for_each:
${keys}
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { endpoint: "http://10.0.0.1:9200", username: elastic, password: "\${{ secrets.password }}", index: "\${{ each.key }}", type: _doc }
      sinkCluster: { username: elastic, password: "\${{ secrets.password }}", index: "\${{ each.key }}", type: _doc, settings: {}, mapping: { _doc: {} } }
`;
}
