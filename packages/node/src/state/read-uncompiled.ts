import { type CheckpointStore, foldRecords, type ProviderRegistry, VERSION } from '@waybill/core';
import { resumeUncompiled, type UncompiledCheckpoint, type UncompiledReader, unitOfStep } from '@waybill/core/internal';
import { type DecisionNote, DecisionNotes } from './decision-notes.ts';

/** What a state says of a plan that was not compiled. */
export interface UncompiledState
  extends Pick<UncompiledCheckpoint, 'checkpoint' | 'settled' | 'migrations' | 'isAllSettled'> {
  readonly decisions: readonly DecisionNote[];
  /** The steps of the unit that was asked for, the last one last; undefined where it is not settled. */
  readonly steps: readonly string[] | undefined;
}

export interface UncompiledSource {
  /** As `digestUncompiled` digests it. */
  readonly sourceOf: UncompiledReader['sourceOf'];
  readonly registry: ProviderRegistry;
  /** A unit, or one of its steps, of which all is to be known. */
  readonly address?: string | undefined;
}

/** From the snapshot and the records after it; undefined where the plan has to be compiled. Takes no lock. */
export async function readUncompiled(
  store: CheckpointStore,
  { sourceOf, registry, address }: UncompiledSource,
): Promise<UncompiledState | undefined> {
  const saved = await store.readSnapshot?.();
  if (saved === undefined) return undefined;
  const versionOf = (part: string) => (part === 'core' ? VERSION : registry.get(part)?.version);
  const found = await resumeUncompiled(saved, store.read(saved.seq), { sourceOf, versionOf });
  if (found === undefined) return undefined;
  const notes = new DecisionNotes();
  for (const record of found.decisions) notes.add(record);
  const state = { ...found, decisions: notes.latest, steps: undefined };
  const unit = address === undefined ? undefined : settledUnitOf(address, found);
  return unit === undefined ? state : await withStepsOf(unit, state, { store, found });
}

function settledUnitOf(address: string, { settled, stepsOf }: UncompiledCheckpoint): string | undefined {
  if (settled.has(address)) return address;
  const unit = unitOfStep(address);
  return stepsOf(unit).includes(address) ? unit : undefined;
}

/** What the journal says of them. Where the unit is not done after that, snapshot and journal differ. */
async function withStepsOf(
  unit: string,
  state: UncompiledState,
  { store, found }: { readonly store: CheckpointStore; readonly found: UncompiledCheckpoint },
): Promise<UncompiledState | undefined> {
  const addresses = found.stepsOf(unit);
  const { steps } = foldRecords((await store.readSteps?.(addresses)) ?? []);
  if (!addresses.every((step) => steps.get(step)?.status === 'succeeded')) return undefined;
  return { ...state, steps: addresses, checkpoint: { ...state.checkpoint, steps } };
}
