import { isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';

/** What a task showed before it was configured or restarted, as kept with the intent of that call. */
export interface EarlierState {
  readonly status: string;
  /** As the vendor wrote it: only compared with another one. Null when it was not shown. */
  readonly updatedAt: string | null;
}

/** One entry for each task, by its id. */
export function earlierStates(shown: ReadonlyMap<string, EarlierState>): JsonObject {
  return Object.fromEntries(
    [...shown].map(([id, { status, updatedAt }]) => [id, { status, updated_at: updatedAt }] as const),
  );
}

/** Undefined when nothing is known of the task. */
export function earlierStateOf(id: string, states: Json | undefined): EarlierState | undefined {
  const state = isJsonObject(states) ? states[id] : undefined;
  const status = isJsonObject(state) ? textOf(state['status']) : undefined;
  if (!isJsonObject(state) || status === undefined) return undefined;
  return { status, updatedAt: textOf(state['updated_at']) ?? null };
}
