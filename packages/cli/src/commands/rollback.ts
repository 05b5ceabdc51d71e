import { defined, type RunResult } from '@waybill/core';
import type { DerivedRun, RollbackOptions } from '@waybill/node';
import { refuseSecretCommands } from '@waybill/node/internal';
import { askYesNo } from '../ask-yes-no.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { exitCodeOfRun } from '../exit-code-of-run.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectState, openNamed } from '../open-named.ts';
import { parseReason } from '../parse-options.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import { quoteWord, rollbackCommand } from '../views/folds/command-line.ts';
import { renderRefused } from '../views/text/render-refused.ts';
import { renderRollback } from '../views/text/render-rollback.ts';
import { createStyle } from '../views/text/style.ts';
import type { UnitFlags } from './apply-flags.ts';
import { parseRunLimits } from './parse-run-limits.ts';
import { type RunWiring, showRun } from './show-run.ts';

export interface RollbackFlags extends UnitFlags {
  readonly reason?: string;
  readonly deleteTarget?: boolean;
  readonly copyBack?: boolean;
}

/**
 * Leads clients of units back to their sources: asks the clusters by reads, shows what will be done, asks, and does it. What was
 * cut off is continued by the same command.
 */
export async function rollback(file: string, flags: RollbackFlags, io: CliIo): Promise<ExitCode> {
  const limits = parseRunLimits(flags);
  const named = await readPlan(file, flags, io, { continuesRun: true });
  if (named === undefined) return EXIT.error;
  const options = optionsOf(flags, named);
  if (flags.allowSecretCommands !== true) refuseSecretCommands(named.plan);
  const shown = await confirm({ named, flags, io, options });
  if (shown === undefined) return EXIT.stopped;
  const { graph, deletable } = shown;
  const context = { file, flags, derived: { ...rollbackCommand(flags), isDeletable: deletable.length > 0 } };
  const start = async ({ transport, ...wiring }: RunWiring): Promise<RunResult> => {
    await using opened = openNamed(named, flags, io, { transport });
    await using derived = await opened.rollback(options);
    return await derived.apply({ ...limits, ...wiring, allowsSecretCommands: flags.allowSecretCommands ?? false });
  };
  return exitCodeOfRun(await showRun({ plan: { name: named.plan.name }, graph, context, flags, io }, start));
}

function optionsOf(
  { target = [], reason, deleteTarget, copyBack }: RollbackFlags,
  { graph }: Pick<NamedPlan, 'graph'>,
): RollbackOptions {
  if (target.length > 0)
    return { target, reason: parseReason(reason), ...defined({ deletesTarget: deleteTarget, copiesBack: copyBack }) };
  throw new CliError(
    'CLI_OPTION_INVALID',
    'A rollback needs --target: a whole plan is never rolled back at once.',
    `Name the units, such as --target ${quoteWord(graph.units[0]?.address ?? 'UNIT')}.`,
  );
}

interface RollbackRequest {
  readonly named: NamedPlan;
  readonly flags: RollbackFlags;
  readonly io: CliIo;
  readonly options: RollbackOptions;
}

/** Undefined: the operator declined. */
async function confirm({
  named,
  flags,
  io,
  options,
}: RollbackRequest): Promise<Pick<DerivedRun, 'graph' | 'deletable'> | undefined> {
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  await using derived = await opened.rollback(options);
  const style = createStyle(io.stderr, io.env, flags);
  io.stderr.write(renderRefused(derived.refused, 'not rolled back', style));
  const { graph, deletable } = derived;
  if (flags.autoApprove === true) return { graph, deletable };
  if (!io.isInteractive)
    throw new CliError(
      'CLI_CONFIRMATION_MISSING',
      'Nothing was rolled back: there is no terminal to prompt on.',
      'Give --auto-approve.',
    );
  using interrupt = stopOnInterrupt(io, () => {});
  const preview = await derived.preview({ asksApis: true, fixesState: false, signal: interrupt.signal });
  io.stderr.write(`${renderRollback(preview, style).join('\n')}\n\n`);
  if (await askYesNo('Roll back? [y/N] ', io)) return { graph, deletable };
  io.stderr.write('Not rolled back; nothing was changed.\n');
  return undefined;
}
