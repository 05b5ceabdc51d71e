import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePlan, createRegistry } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

it('shows a plan that is valid', () => {
  const plans = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '');
  expect(plans).toHaveLength(1);
  const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);
  for (const plan of plans) {
    const { compiled, diagnostics } = compilePlan(plan, { file: 'README.md', registry });
    expect(diagnostics).toEqual([]);
    expect(compiled?.graph.units.map((unit) => unit.address)).toEqual(['orders[orders-2024]', 'orders[orders-2025]']);
  }
});

it('names npm scripts and files that exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [, script = ''] of readme.matchAll(/npm (?:run )?(\w+)/g)) expect(Object.keys(scripts)).toContain(script);
  for (const [, path = ''] of readme.matchAll(/\]\(((?!http)[^)]+\.md)\)/g))
    expect(readFileSync(join(root, path), 'utf8')).not.toBe('');
});
