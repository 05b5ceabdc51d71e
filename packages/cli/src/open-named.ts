import { defined } from '@waybill/core';
import {
  type CompiledPlan,
  type OpenPlan,
  type OpenPlanOptions,
  openPlan,
  type SurroundingsOptions,
} from '@waybill/node';
import { describeOwner } from '@waybill/node/internal';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import type { StateFlag } from './plan-options.ts';

/** A plan with its state, on this machine. */
export function openNamed(
  named: CompiledPlan,
  flags: StateFlag,
  io: CliIo,
  more: Pick<OpenPlanOptions, 'transport' | 'readSecret'> = {},
): OpenPlan {
  return openPlan(named, { ...machineOf(io), ...defined({ state: flags.state }), ...more });
}

/** What the library takes from the machine. */
export function machineOf(io: CliIo): SurroundingsOptions {
  return {
    cwd: io.cwd,
    env: io.env,
    owner: describeOwner(io),
    isProcessAlive: (pid) => io.host.isProcessAlive(pid),
    onWarning: (message) => noteOnce(message, io),
    ...defined({ clock: io.clock }),
  };
}

/**
 * Refuses a plan without a state.
 *
 * @throws CliError
 */
export async function expectState(opened: OpenPlan): Promise<void> {
  if (await opened.hasState()) return;
  throw new CliError(
    'CLI_STATE_MISSING',
    `There is no state of plan ${opened.plan.name} at ${await opened.stateLocation()}: it was never applied there, or its state was moved or deleted.`,
    'If it was applied before, restore its state or name it with --state: it is next to the plan file that was applied, or, of older versions, in .waybill of the directory that it was applied in. Otherwise start it with `waybill apply`.',
  );
}

/** A command may open its plan twice: by a guess of its name, and compiled. */
function noteOnce(message: string, io: CliIo): void {
  const noted = NOTED.get(io) ?? new Set();
  if (!noted.has(message)) io.stderr.write(`note: ${message}\n`);
  NOTED.set(io, noted.add(message));
}

const NOTED = new WeakMap<CliIo, Set<string>>();
