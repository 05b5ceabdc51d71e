import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import { expectState, openNamed } from '../open-named.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { readPlan } from '../read-plan.ts';
import type { JsonStatus, NextStep } from '../views/documents/json-objects.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { renderNextSteps } from '../views/text/render-outcome.ts';
import { createStyle } from '../views/text/style.ts';

export interface CancelFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {}

type Liveness = JsonStatus['running'];

/** Asks the run that is in progress to stop, as its first Ctrl-C would. Waits for nothing. */
export async function cancel(file: string, flags: CancelFlags, io: CliIo): Promise<ExitCode> {
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  const running = await opened.cancel();
  const context = { file, flags };
  const next: readonly NextStep[] =
    running === 'no'
      ? [{ command: commandLine('status', context), why: 'see its status' }]
      : [
          { command: commandLine('status', context), why: 'see when it has ended' },
          { command: commandLine('resume', context), why: 'continue later' },
        ];
  report(running, next, flags, io);
  return EXIT.done;
}

function report(running: Liveness, next: readonly NextStep[], flags: CancelFlags, io: CliIo): void {
  if (flags.json === true) {
    const answer = {
      format_version: JSON_FORMAT,
      kind: 'cancelled',
      asked: running !== 'no',
      running,
      next_steps: next,
    };
    io.stdout.write(`${JSON.stringify(answer)}\n`);
    return;
  }
  const style = createStyle(io.stdout, io.env, flags);
  io.stdout.write(`${[TOLD[running], ...renderNextSteps(next, style)].join('\n')}\n`);
}

const TOLD: Readonly<Record<Liveness, string>> = {
  yes: 'Asked the run to stop: within a second it starts nothing more; calls in progress are finished, remote tasks keep running.',
  unknown: 'Left a message for the run on the other host: if it is still alive, it stops within a second.',
  no: 'No run is in progress; nothing was changed.',
};
