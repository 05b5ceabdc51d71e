import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePlan, createRegistry } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { elasticsearch } from '@waybill/provider-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { exploreCrashPoints } from '@waybill/rehearsal';
import { expect, it } from 'vitest';

const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs, elasticsearch]);

it.each([
  'index-migration.yaml',
  'online-migration.yaml',
  'backup-import.yaml',
  'source-operations.yaml',
  'reindex.yaml',
])('a death at any commit or call of %s, and any lost answer, changes nothing in the end', async (name) => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'plans', name), 'utf8');
  const { compiled, diagnostics } = compilePlan(text, { file: name, registry });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  const explored = await exploreCrashPoints({ ...compiled, registry, seed: 1 });
  expect(explored.undisturbed.breakdown).toBeUndefined();
  expect(new Set(Object.values(explored.undisturbed.units))).toEqual(new Set(['succeeded']));
  expect(explored.differences).toEqual([]);
  expect(explored.triedCount).toBeGreaterThan(60);
});
