import { defined } from '@waybill/core';
import { openSettled } from '@waybill/node/internal';
import type { CliIo } from '../cli-io.ts';
import { exitCodeOfRun } from '../exit-code-of-run.ts';
import type { ExitCode } from '../exit-codes.ts';
import { NO_UNITS, planTextOf } from '../find-settled.ts';
import { machineOf } from '../open-named.ts';
import { readPlanSource } from '../read-plan.ts';
import type { ApplyFlags, RunLimits } from './apply-flags.ts';
import { showRun } from './show-run.ts';

/**
 * `resume` of a plan in which nothing is left to do, without compiling it or folding its journal, which for a million records
 * takes half a minute. Undefined where it has to be done the long way, which then also says what is wrong.
 */
export async function resumeSettled(
  file: string,
  flags: ApplyFlags,
  io: CliIo,
  limits: RunLimits,
): Promise<ExitCode | undefined> {
  if (needsWholePlan(flags)) return undefined;
  const found = await findSettled(file, flags, io).catch(() => undefined);
  if (found === undefined) return undefined;
  // What is verified is let go at once: without this the heap would keep a long journal until a collection.
  io.saveMemory();
  await using settled = found;
  const result = await showRun(
    { plan: settled.plan, graph: NO_UNITS, context: { file, flags }, flags, io },
    ({ transport, ...wiring }) =>
      settled.apply({ ...limits, ...wiring, transport, allowsSecretCommands: flags.allowSecretCommands === true }),
  );
  return result === undefined ? undefined : exitCodeOfRun(result);
}

/**
 * A report shows every unit, and a selection is checked against them. A provider from a file may plan other steps than
 * before without saying so by its version.
 */
function needsWholePlan({ report, target = [], exclude = [], provider = [] }: ApplyFlags): boolean {
  return report !== undefined || target.length + exclude.length + provider.length > 0;
}

async function findSettled(file: string, flags: ApplyFlags, io: CliIo): ReturnType<typeof openSettled> {
  const found = readPlanSource(file, flags, io);
  if (found.saved !== undefined) return undefined;
  return await openSettled(await planTextOf(found, flags, io), {
    ...machineOf(io),
    ...defined({ state: flags.state }),
  });
}
