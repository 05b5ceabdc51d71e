import { defined, type RunResult } from '@waybill/core';
import { messageOf } from '@waybill/core/internal';
import type { DerivedRun, DerivedRunOptions, OpenPlan } from '@waybill/node';
import { refuseSecretCommands } from '@waybill/node/internal';
import type { CliIo } from '../cli-io.ts';
import { exitCodeOfRun } from '../exit-code-of-run.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectState, openNamed } from '../open-named.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { verifyCommand } from '../views/folds/command-line.ts';
import { renderRefused } from '../views/text/render-refused.ts';
import { createStyle } from '../views/text/style.ts';
import type { ApplyFlags } from './apply-flags.ts';
import { parseRunLimits } from './parse-run-limits.ts';
import { type RunWiring, showRun } from './show-run.ts';
import { expectDifferences, writeFound } from './write-differences.ts';

export interface VerifyFlags
  extends Omit<ApplyFlags, 'plan' | 'autoApprove' | 'retryFailed' | 'keepChanged' | 'report'> {
  readonly level?: string;
  /** A file. */
  readonly differences?: string;
  readonly showValues?: boolean;
}

/**
 * Compares again what was applied. Nothing is asked before, because both sides are only read. A comparison that was cut off
 * is continued; whatever has ended is compared anew.
 */
export async function verify(file: string, flags: VerifyFlags, io: CliIo): Promise<ExitCode> {
  const limits = parseRunLimits(flags);
  expectDifferences(flags, io);
  const named = await readPlan(file, flags, io, { continuesRun: true });
  if (named === undefined) return EXIT.error;
  if (flags.allowSecretCommands !== true) refuseSecretCommands(named.plan);
  const { graph, refused } = await describe(named, flags, io);
  io.stderr.write(renderRefused(refused, 'not compared', createStyle(io.stderr, io.env, flags)));
  const context = { file, flags, derived: verifyCommand(flags) };
  const options = { ...limits, allowsSecretCommands: flags.allowSecretCommands ?? false };
  const start = async (wiring: RunWiring): Promise<RunResult> => await run({ named, flags, io, options }, wiring);
  return exitCodeOfRun(await showRun({ plan: { name: named.plan.name }, graph, context, flags, io }, start));
}

/** What will be compared, and what not. */
async function describe(
  named: NamedPlan,
  flags: VerifyFlags,
  io: CliIo,
): Promise<Pick<DerivedRun, 'graph' | 'refused'>> {
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  await using derived = await opened.verification(selectionOf(flags));
  const { graph, refused } = derived;
  return { graph, refused };
}

interface VerifyRequest {
  readonly named: NamedPlan;
  readonly flags: VerifyFlags;
  readonly io: CliIo;
  readonly options: DerivedRunOptions;
}

async function run({ named, flags, io, options }: VerifyRequest, wiring: RunWiring): Promise<RunResult> {
  const { transport, ...observing } = wiring;
  await using opened = openNamed(named, flags, io, { transport });
  await using derived = await opened.verification(selectionOf(flags));
  const result = await derived.apply({ ...options, ...observing });
  if (flags.differences !== undefined) {
    const [found, count] = [await derived.differences(), await derived.differenceCount()];
    const { showValues, allowSecretCommands } = flags;
    const sources = { found, count, opened: derived, ...defined({ showValues, allowSecretCommands }) };
    const path = flags.differences;
    const line = await writeFound(path, sources, io).catch(describeLost);
    io.stderr.write(`${line}\n`);
  }
  return result;
}

/** How the comparison ended stays what it is. The state of the plan does not have what differed: `waybill status` cannot write it. */
function describeLost(error: unknown): string {
  const why = messageOf(error);
  return `warning: ${why} \`waybill verify <plan> --differences FILE\` compares again, and writes what differs.`;
}

function selectionOf({ target = [], exclude = [], level }: VerifyFlags): Parameters<OpenPlan['verification']>[0] {
  return { target, exclude, ...defined({ level }) };
}
