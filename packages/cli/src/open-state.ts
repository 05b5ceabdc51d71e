import { resolve } from 'node:path';
import {
  type Checkpoint,
  type CheckpointStore,
  hasSqliteState,
  openSqliteStore,
  type Plan,
  readJournal,
} from '@waybill/core';
import { defaultStatePath, systemRandom } from '@waybill/node';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import type { StateFlag } from './plan-options.ts';
import { readDecisions } from './read-decisions.ts';
import type { DecisionNote } from './views/json-objects.ts';

/** Where the plan's state is: as given, or beside the current directory under the plan's name. */
export function statePath(plan: Plan, flags: StateFlag, cwd: string): string {
  return resolve(cwd, flags.state ?? defaultStatePath(plan.name));
}

export function hasState(plan: Plan, flags: StateFlag, cwd: string): boolean {
  return hasSqliteState(statePath(plan, flags, cwd));
}

/** Opens the state, creating it when there is none: with the id that a saved preview names, where one is applied. */
export function openState(plan: Plan, flags: StateFlag, io: CliIo, stateId?: string): CheckpointStore {
  const named = stateId === undefined ? {} : { stateId };
  return openSqliteStore({ path: statePath(plan, flags, io.cwd), plan: plan.name, random: systemRandom, ...named });
}

/** Opens a state that must be there already. Throws `CliError`. */
export function openExistingState(plan: Plan, flags: StateFlag, io: CliIo): CheckpointStore {
  if (hasState(plan, flags, io.cwd)) return openState(plan, flags, io);
  throw new CliError(
    'CLI_STATE_MISSING',
    `Plan ${plan.name} has no state at ${shownStatePath(plan, flags)}: it was never applied there.`,
    'Start it with `waybill apply`, or go to the directory it was applied in, or name its state with --state.',
  );
}

/** Refuses a state without a run, such as one whose first run ended before it began. Throws `CliError`. */
export async function refuseUnbegun(store: CheckpointStore, plan: Plan, flags: StateFlag): Promise<void> {
  for await (const batch of store.read()) if (batch.length > 0) return;
  throw new CliError(
    'CLI_STATE_MISSING',
    `The state of plan ${plan.name} at ${shownStatePath(plan, flags)} holds no run: there is nothing to resume.`,
    'Start it with `waybill apply`. If it was applied before, this is not its state: name that with --state.',
  );
}

/** What the state knows and what people decided, without creating one: undefined when there is none. */
export async function readState(plan: Plan, flags: StateFlag, io: CliIo): Promise<KnownState | undefined> {
  if (!hasState(plan, flags, io.cwd)) return undefined;
  await using store = openState(plan, flags, io);
  return { checkpoint: (await readJournal(store)).checkpoint(), decisions: await readDecisions(store) };
}

export interface KnownState {
  readonly checkpoint: Checkpoint;
  readonly decisions: readonly DecisionNote[];
}

/** The path as the user would write it. */
export function shownStatePath(plan: Plan, flags: StateFlag): string {
  return flags.state ?? defaultStatePath(plan.name);
}
