import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import { digestUncompiled } from '../plan/digest-source.ts';
import { loadHead } from '../plan/load/load-head.ts';
import type { LoadOptions } from '../plan/load/load-plan.ts';
import { digestHead, type PlanHead } from '../plan/load/plan-head.ts';
import { VERSION } from '../version.ts';
import { resumeUncompiled, type UncompiledCheckpoint } from './snapshot.ts';

/** A plan in which nothing is left to do, as far as a run of it has to know it. */
export interface SettledPlan extends Pick<UncompiledCheckpoint, 'checkpoint' | 'settled' | 'migrations' | 'decisions'> {
  readonly head: PlanHead;
  readonly planDigest: string;
}

/** With more, a run of the whole plan saves a snapshot that is newer. */
const MOST_RECORDS_AFTER = 1_000;

/**
 * By the snapshot that was made of exactly this text and these files, with these variables and versions; undefined where
 * there is none, or where something is left to do. Compiles nothing and takes no lock.
 */
export async function readSettled(
  store: CheckpointStore,
  text: Uint8Array,
  options: LoadOptions,
): Promise<SettledPlan | undefined> {
  const saved = await store.readSnapshot?.();
  if (saved === undefined) return undefined;
  const versionOf = (part: string) => (part === 'core' ? VERSION : options.registry.get(part)?.version);
  const sourceOf = (files: readonly string[]) => digestUncompiled({ text, ...options }, files);
  const found = await resumeUncompiled(saved, store.read(saved.seq), { sourceOf, versionOf });
  const planDigest = found?.checkpoint.lastRun?.started.planDigest;
  if (found === undefined || planDigest === undefined) return undefined;
  if (!found.isAllSettled || found.recordsAfter > MOST_RECORDS_AFTER) return undefined;
  const head = loadHead(text, options, found.members);
  if (head === undefined || digestHead(head) !== found.head) return undefined;
  const { checkpoint, settled, migrations, decisions } = found;
  return { checkpoint, settled, migrations, decisions, head, planDigest };
}
