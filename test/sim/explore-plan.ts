import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePlan, createRegistry } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { elasticsearch } from '@waybill/provider-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { redis } from '@waybill/provider-redis';
import { type Exploration, type ExploreOptions, exploreCrashPoints } from '@waybill/rehearsal';

const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs, elasticsearch, redis]);

interface PlanOptions extends Pick<ExploreOptions, 'maxPoints'> {
  /** What is changed in its text. */
  readonly edit?: (text: string) => string;
}

/** The indices of `reindex.yaml` are pulled by their target, in two slices. */
export function pulledInParts(text: string): string {
  return text.replace(/(dest: \{ index: "\$\{\{ each\.key \}\}" \})/, '$1\n      method: remote\n      parts: 2');
}

/** Dies and loses answers at the points of a plan of `plans/`. */
export async function explorePlan(name: string, { edit, ...options }: PlanOptions): Promise<Exploration> {
  const written = readFileSync(join(import.meta.dirname, '..', '..', 'plans', name), 'utf8');
  const text = edit === undefined ? written : edit(written);
  const { compiled, diagnostics } = compilePlan(text, { file: name, registry });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  return await exploreCrashPoints({ ...compiled, registry, seed: 1, ...options });
}
