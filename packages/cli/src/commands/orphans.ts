import type { ListedOrphan } from '@waybill/core/internal';
import { type OpenPlan, systemClock } from '@waybill/node';
import { askYesNo } from '../ask-yes-no.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectState, openNamed } from '../open-named.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { readPlan } from '../read-plan.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import { type CommandContext, commandLine } from '../views/folds/command-line.ts';
import { counted } from '../views/folds/counted.ts';
import { isOwn, type OrphanFacts, orphansJson, renderOrphans } from '../views/text/render-orphans.ts';
import { createStyle } from '../views/text/style.ts';

export interface OrphansFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  readonly delete?: boolean;
  readonly allowSecretCommands?: boolean;
  readonly otherStates?: boolean;
  readonly autoApprove?: boolean;
}

/** Lists the remote tasks of a plan that no unit owns any more, and deletes them after a confirmation. */
export async function orphans(file: string, flags: OrphansFlags, io: CliIo): Promise<ExitCode> {
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  await using opened = openNamed(named, flags, io);
  // Without a state every task of the plan looks like one that nothing owns.
  if (flags.delete === true) await expectState(opened);
  using stop = stopOnInterrupt(io, () => {});
  try {
    return await listAndDelete({ opened, signal: stop.signal }, { file, flags }, io);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    io.stderr.write('Interrupted. Nothing was deleted.\n');
    return EXIT.stopped;
  }
}

interface Sweeping {
  readonly opened: OpenPlan;
  readonly signal: AbortSignal;
}

async function listAndDelete({ opened, signal }: Sweeping, context: OrphansContext, io: CliIo): Promise<ExitCode> {
  const { flags } = context;
  const ask = { signal, allowsSecretCommands: flags.allowSecretCommands === true };
  const found = await opened.orphans(ask);
  const facts = { ...found, context, isDeleting: flags.delete === true };
  if (flags.delete !== true) {
    report(facts, flags, io);
    return EXIT.done;
  }
  const chosen = found.orphans.filter((orphan) => isChosen(orphan, flags));
  // Without a task to delete, what was found is recorded.
  if (chosen.length > 0 && !(await confirmed(chosen, context, io))) return EXIT.stopped;
  const meant = chosen.map(({ task, provider, reason }) => ({ id: task.id, provider, reason }));
  const swept = await opened.deleteOrphans(meant, ask);
  report({ ...facts, ...swept }, flags, io);
  if (signal.aborted) {
    io.stderr.write('Interrupted. What is not listed as deleted was not tried.\n');
    return EXIT.stopped;
  }
  return swept.orphans.some(({ outcome }) => outcome?.kind === 'failed') ? EXIT.error : EXIT.done;
}

type OrphansContext = CommandContext & { readonly flags: OrphansFlags };

/** A task of another state may be in use there, and one that an operator has to decide on may be the right one. */
function isChosen({ task, reason }: ListedOrphan, { otherStates }: OrphansFlags): boolean {
  return task.deleteWith !== undefined && reason !== 'undecided' && (isOwn(reason) || otherStates === true);
}

async function confirmed(chosen: readonly ListedOrphan[], context: OrphansContext, io: CliIo): Promise<boolean> {
  const { flags } = context;
  if (flags.autoApprove === true) return true;
  if (flags.json === true || !io.isInteractive) {
    const otherStates = flags.otherStates === true ? ['--other-states'] : [];
    throw new CliError(
      'CLI_CONFIRMATION_MISSING',
      `${counted(chosen.length, 'task')} would be deleted, and there is no terminal to prompt on.`,
      `Review the list first, then run: ${commandLine('orphans', context, '--delete', ...otherStates, '--auto-approve')}`,
    );
  }
  const style = createStyle(io.stderr, io.env, flags);
  const facts = {
    orphans: chosen,
    unmarked: [],
    cleared: [],
    unlisted: [],
    context,
    isDeleting: true,
    nowMs: systemClock.now(),
  };
  io.stderr.write(`${renderOrphans(facts, style).join('\n')}\n\n`);
  if (await askYesNo(`Delete ${counted(chosen.length, 'task')} at the vendor? [y/N] `, io)) return true;
  io.stderr.write('Nothing was deleted.\n');
  return false;
}

function report(found: Omit<OrphanFacts, 'nowMs'>, flags: OrphansFlags, io: CliIo): void {
  const facts = { ...found, nowMs: systemClock.now() };
  if (flags.json === true) io.stdout.write(`${JSON.stringify(orphansJson(facts))}\n`);
  else io.stdout.write(`${renderOrphans(facts, createStyle(io.stdout, io.env, flags)).join('\n')}\n`);
}
