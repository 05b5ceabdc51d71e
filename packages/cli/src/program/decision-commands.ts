import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addJsonOption, addPlanOptions } from '../command-options.ts';
import type { CancelFlags } from '../commands/cancel.ts';
import type { DecideFlags } from '../commands/decide.ts';
import type { UnitVerb } from '../commands/find-units.ts';
import type { ForceUnlockFlags } from '../commands/force-unlock.ts';
import { addCommand, addReasonOption, type RunCommand } from './add-command.ts';

/** What an operator decides about units that a run could not finish. */
export function addDecisionCommands(program: Command, io: CliIo, run: RunCommand): void {
  for (const verb of ['retry', 'skip', 'accept', 'redo'] as const) addVerb(verb, program, io, run);
  addCancel(program, io, run);
  addForceUnlock(program, io, run);
}

const UNIT_VERBS: Readonly<Record<UnitVerb, string>> = {
  retry: 'retry failed units, from where they failed',
  skip: 'give units up, and what depends on them',
  accept: 'count units as done as they are',
  redo: 'start units over from their first step',
};

function addVerb(verb: UnitVerb, program: Command, io: CliIo, run: RunCommand): void {
  const command = addCommand(program, 'Decide:', verb, UNIT_VERBS[verb])
    .argument('<plan>', 'plan file (YAML)')
    .argument('<unit...>', "addresses of units; * matches any text, as in 'orders[*]'")
    .action((file: string, targets: string[], flags: DecideFlags) =>
      run(import('../commands/decide.ts').then((decide) => decide.decideOnUnits({ verb, file, targets }, flags, io))),
    );
  addReasonOption(command, verb !== 'retry');
  addPlanOptions(command);
  addJsonOption(command, 'print one JSON object');
}

function addCancel(program: Command, io: CliIo, run: RunCommand): void {
  const cancel = addCommand(program, 'Decide:', 'cancel', 'stop the live run, as Ctrl-C would')
    .argument('<plan>', 'plan file (YAML)')
    .action((file: string, flags: CancelFlags) =>
      run(import('../commands/cancel.ts').then((command) => command.cancel(file, flags, io))),
    );
  addPlanOptions(cancel);
  addJsonOption(cancel, 'print one JSON object');
}

function addForceUnlock(program: Command, io: CliIo, run: RunCommand): void {
  const unlock = addCommand(
    program,
    'Decide:',
    'force-unlock',
    'take over the state from a process that is out of reach',
  )
    .argument('<plan>', 'plan file (YAML)')
    .option('--auto-approve', 'do not ask; required without a terminal')
    .action((file: string, flags: ForceUnlockFlags) =>
      run(import('../commands/force-unlock.ts').then((command) => command.forceUnlock(file, flags, io))),
    );
  addPlanOptions(unlock);
  addJsonOption(unlock, 'print one JSON object');
}
