import { createHash } from 'node:crypto';
import { canonicalJson } from '../../value/canonical-json.ts';
import type { Plan } from '../plan.ts';
import { headMeaning } from './plan-meaning.ts';

/** As much of a plan as a run needs to connect. */
export type PlanHead = Pick<Plan, 'name' | 'inputs' | 'secrets' | 'secretFamilies' | 'providers'>;

/** SHA-256 over all that it says, in hex. */
export function digestHead(head: PlanHead): string {
  const meaning = canonicalJson({ ...headMeaning(head), inputs: head.inputs });
  return createHash('sha256').update(meaning).digest('hex');
}
