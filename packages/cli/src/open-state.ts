import type { CheckpointStore, Plan } from '@waybill/core';
import { defined } from '@waybill/core';
import {
  describeOldPlace,
  hasState as isStateAt,
  locateState,
  openStore,
  resolveLocation,
  systemRandom,
} from '@waybill/node';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import type { StateFlag } from './plan-options.ts';

/** As much of a plan as leads to its state. */
export type PlanName = Pick<Plan, 'file' | 'name'>;

/** Where the plan's state is: as given, or beside the plan under its name. A path is absolute. */
export async function stateLocation(plan: PlanName, flags: StateFlag, cwd: string): Promise<string> {
  return resolveLocation(cwd, await shownStateLocation(plan, flags, cwd));
}

export async function hasState(plan: PlanName, flags: StateFlag, cwd: string): Promise<boolean> {
  return await isStateAt(await stateLocation(plan, flags, cwd));
}

/** Opens the state, creating it when there is none: with the id that a saved preview names, where one is applied. */
export async function openState(
  plan: PlanName,
  flags: StateFlag,
  io: CliIo,
  stateId?: string,
): Promise<CheckpointStore> {
  await noteOldPlace(plan, flags, io);
  const named = defined({ stateId });
  return await openStore(await stateLocation(plan, flags, io.cwd), { plan: plan.name, random: systemRandom, ...named });
}

/**
 * Opens a state that must be there already.
 *
 * @throws CliError
 */
export async function openExistingState(plan: Plan, flags: StateFlag, io: CliIo): Promise<CheckpointStore> {
  if (await hasState(plan, flags, io.cwd)) return await openState(plan, flags, io);
  throw new CliError(
    'CLI_STATE_MISSING',
    `There is no state of plan ${plan.name} at ${await shownStateLocation(plan, flags, io.cwd)}: it was never applied there, or its state was moved or deleted.`,
    'If it was applied before, restore its state or name it with --state: it is beside the plan file that was applied, or, of older versions, in .waybill of the directory that it was applied in. Otherwise start it with `waybill apply`.',
  );
}

/**
 * Refuses a state without a run, such as one whose first run ended before it began.
 *
 * @throws CliError
 */
export async function refuseUnbegun(store: CheckpointStore, plan: Plan, flags: StateFlag, cwd: string): Promise<void> {
  for await (const batch of store.read()) if (batch.length > 0) return;
  throw new CliError(
    'CLI_STATE_MISSING',
    `The state of plan ${plan.name} at ${await shownStateLocation(plan, flags, cwd)} holds no run: there is nothing to resume.`,
    'Start it with `waybill apply`. If it was applied before, this is not its state: name that with --state.',
  );
}

/** Without a word about an old place, which would be wrong where `plan` is a guess that turns out wrong. */
export async function openUnnoted(plan: PlanName, flags: StateFlag, io: CliIo): Promise<CheckpointStore> {
  const location = await stateLocation(plan, flags, io.cwd);
  return await openStore(location, { plan: plan.name, random: systemRandom });
}

/** The location as the user would write it. */
export async function shownStateLocation(plan: PlanName, flags: StateFlag, cwd: string): Promise<string> {
  return flags.state ?? (await locateState(plan, cwd)).path;
}

/** Once for each command. */
export async function noteOldPlace(plan: PlanName, flags: StateFlag, io: CliIo): Promise<void> {
  if (flags.state !== undefined || NOTED.has(io)) return;
  const { path, isInOldPlace } = await locateState(plan, io.cwd);
  if (!isInOldPlace) return;
  NOTED.add(io);
  io.stderr.write(`note: ${describeOldPlace(plan, path)}\n`);
}

const NOTED = new WeakSet<CliIo>();
