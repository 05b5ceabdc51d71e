import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePlan, createRegistry } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { elasticsearch } from '@waybill/provider-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { redis } from '@waybill/provider-redis';
import { type Exploration, type ExploreOptions, exploreCrashPoints } from '@waybill/rehearsal';

const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs, elasticsearch, redis]);

/** Dies and loses answers at the points of a plan of `plans/`. */
export async function explorePlan(name: string, options: Pick<ExploreOptions, 'maxPoints'>): Promise<Exploration> {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'plans', name), 'utf8');
  const { compiled, diagnostics } = compilePlan(text, { file: name, registry });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  return await exploreCrashPoints({ ...compiled, registry, seed: 1, ...options });
}
