import { resolve } from 'node:path';
import { type CheckpointStore, hasSqliteState, openSqliteStore, type Plan, type PlannedUnit } from '@waybill/core';
import { describeOldPlace, locateState, systemRandom } from '@waybill/node';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import type { OpenedPlan } from './open-plan.ts';
import type { StateFlag } from './plan-options.ts';
import { type JournaledState, readJournaledState } from './read-journaled-state.ts';
import { type OpenState, readStateOfUnit } from './read-saved-state.ts';
import { readUncompiled, type UncompiledSource, type UncompiledState } from './read-uncompiled.ts';

/** As much of a plan as leads to its state. */
export type PlanName = Pick<Plan, 'file' | 'name'>;

/** Where the plan's state is: as given, or beside the plan under its name. */
export function statePath(plan: PlanName, flags: StateFlag, cwd: string): string {
  return resolve(cwd, flags.state ?? locateState(plan, cwd).path);
}

export function hasState(plan: PlanName, flags: StateFlag, cwd: string): boolean {
  return hasSqliteState(statePath(plan, flags, cwd));
}

/** Opens the state, creating it when there is none: with the id that a saved preview names, where one is applied. */
export function openState(plan: PlanName, flags: StateFlag, io: CliIo, stateId?: string): CheckpointStore {
  noteOldPlace(plan, flags, io);
  const named = stateId === undefined ? {} : { stateId };
  return openSqliteStore({ path: statePath(plan, flags, io.cwd), plan: plan.name, random: systemRandom, ...named });
}

/** Opens a state that must be there already. Throws `CliError`. */
export function openExistingState(plan: Plan, flags: StateFlag, io: CliIo): CheckpointStore {
  if (hasState(plan, flags, io.cwd)) return openState(plan, flags, io);
  throw new CliError(
    'CLI_STATE_MISSING',
    `There is no state of plan ${plan.name} at ${shownStatePath(plan, flags, io.cwd)}: it was never applied there, or its state was moved or deleted.`,
    'If it was applied before, restore its state or name it with --state: it is beside the plan file that was applied, or, of older versions, in .waybill of the directory that it was applied in. Otherwise start it with `waybill apply`.',
  );
}

/** Refuses a state without a run, such as one whose first run ended before it began. Throws `CliError`. */
export async function refuseUnbegun(store: CheckpointStore, plan: Plan, flags: StateFlag, cwd: string): Promise<void> {
  for await (const batch of store.read()) if (batch.length > 0) return;
  throw new CliError(
    'CLI_STATE_MISSING',
    `The state of plan ${plan.name} at ${shownStatePath(plan, flags, cwd)} holds no run: there is nothing to resume.`,
    'Start it with `waybill apply`. If it was applied before, this is not its state: name that with --state.',
  );
}

/** What the state knows and what people decided, without creating one: undefined when there is none. */
export async function readState(plan: Plan, flags: StateFlag, io: CliIo): Promise<JournaledState | undefined> {
  if (!hasState(plan, flags, io.cwd)) return undefined;
  await using store = openState(plan, flags, io);
  return await readJournaledState(store);
}

/** As `readState`, without what it knows of the steps of settled units where the state has a snapshot; `unit` has its steps. */
export async function readOpenState(
  opened: Pick<OpenedPlan, 'plan' | 'graph' | 'registry'>,
  flags: StateFlag,
  io: CliIo,
  unit?: PlannedUnit,
): Promise<OpenState | undefined> {
  if (!hasState(opened.plan, flags, io.cwd)) return undefined;
  await using store = openState(opened.plan, flags, io);
  return await readStateOfUnit(store, opened, unit);
}

/**
 * As `readOpenState`, without the plan being compiled: undefined where no snapshot was made of exactly this text, with these
 * variables and versions, or where the state cannot be read so. `plan` may be a guess.
 */
export async function readUncompiledState(
  plan: PlanName,
  source: UncompiledSource,
  flags: StateFlag,
  io: CliIo,
): Promise<UncompiledState | undefined> {
  if (!hasState(plan, flags, io.cwd)) return undefined;
  const path = statePath(plan, flags, io.cwd);
  await using store = openSqliteStore({ path, plan: plan.name, random: systemRandom });
  const found = await readUncompiled(store, source);
  if (found !== undefined) noteOldPlace(plan, flags, io);
  return found;
}

/** The path as the user would write it. */
export function shownStatePath(plan: PlanName, flags: StateFlag, cwd: string): string {
  return flags.state ?? locateState(plan, cwd).path;
}

/** Once for each command. */
function noteOldPlace(plan: PlanName, flags: StateFlag, io: CliIo): void {
  if (flags.state !== undefined || NOTED.has(io)) return;
  const { path, isInOldPlace } = locateState(plan, io.cwd);
  if (!isInOldPlace) return;
  NOTED.add(io);
  io.stderr.write(`note: ${describeOldPlace(plan, path)}\n`);
}

const NOTED = new WeakSet<CliIo>();
