import { join } from 'node:path';
import type { CheckpointStore, JournalRecord, ProviderRegistry, RunResult } from '@waybill/core';
import { applyPlan } from '@waybill/core';
import { type buildPlanFixture, createSeededRandom, type VirtualClock } from '@waybill/core/testing';

/** A journal that was interrupted before its steps and migrations were renamed; written by `write-before-rename.ts`. */
export const BEFORE_RENAME = join(import.meta.dirname, 'before-rename.db');

export const MIGRATIONS = [
  { name: 'done', target: 'move', with: { name: 'done' } },
  { name: 'waits', target: 'move', with: { name: 'waits' } },
  { name: 'lost', target: 'move', with: { name: 'lost' }, needs: ['done'] },
  { name: 'gated', target: 'gated', with: { name: 'gated' } },
  { name: 'tallied', target: 'tally', with: { slices: 200 } },
] as const;

/** The same, interrupted at the same place, before keys of its units were renamed. */
export const BEFORE_KEY_RENAME = join(import.meta.dirname, 'before-key-rename.db');

export const KEYED = MIGRATIONS.map((migration) => ({
  ...migration,
  keys: ['eu'],
  ...('needs' in migration ? { needs: migration.needs.map((need) => `${need}[eu]`) } : {}),
}));

export const RENAMED_STEPS = {
  create: 'make',
  await: 'watch',
  delete: 'remove',
  cutover: 'switch',
  tally: 'count',
} as const;

export interface Applied extends ReturnType<typeof buildPlanFixture> {
  readonly registry: ProviderRegistry;
  readonly store: CheckpointStore;
  readonly clock: VirtualClock;
}

export async function apply(applied: Applied): Promise<RunResult> {
  const work = applyPlan({
    ...applied,
    transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
    random: createSeededRandom(2),
    env: {},
    readSecret: () => undefined,
    owner: { host: 'ci-runner-7', pid: 4711, user: 'deploy' },
  });
  return await applied.clock.runUntil(work);
}

export async function readAll(store: CheckpointStore): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const batch of store.read()) records.push(...batch);
  return records;
}
