import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addCommonOptions, addJsonOption, addPlanOptions, repeatable } from '../command-options.ts';
import type { AdoptFlags } from '../commands/adopt.ts';
import type { ResolveFlags } from '../commands/settle.ts';
import type { StateFlags } from '../commands/state.ts';
import { addCommand, addReasonOption, type RunCommand } from './add-command.ts';

/** What a plan has recorded, and how an operator completes it. */
export function addStateCommands(program: Command, io: CliIo, run: RunCommand): void {
  const state = addCommand(program, 'Inspect:', 'state', 'show what a plan has recorded');
  const list = state
    .command('list')
    .description('list every step with its status')
    .argument('<plan>', 'plan file (YAML)')
    .action((file: string, flags: StateFlags) =>
      run(import('../commands/state.ts').then((command) => command.listState(file, flags, io))),
    );
  const show = state
    .command('show')
    .description('show all that is recorded about a step or a unit')
    .argument('<plan>', 'plan file (YAML)')
    .argument('<address>', 'address of a unit or step; * matches any text')
    .action((file: string, address: string, flags: StateFlags) =>
      run(import('../commands/state.ts').then((command) => command.showState({ file, address }, flags, io))),
    );
  const dump = state
    .command('export')
    .description('print the journal as JSON lines, oldest record first')
    .argument('<plan>', 'plan file (YAML)')
    .action((file: string, flags: StateFlags) =>
      run(import('../commands/state.ts').then((command) => command.exportState(file, flags, io))),
    );
  const [adopt, resolve] = addSettlingCommands(state, io, run);
  for (const command of [list, show, dump, adopt, resolve]) {
    addCommonOptions(command);
    addPlanOptions(command);
  }
  for (const command of [list, show]) addJsonOption(command, 'print one JSON object per line');
  for (const command of [adopt, resolve]) addJsonOption(command, 'print one JSON object');
}

/** For a call whose outcome nothing but an operator can tell. */
function addSettlingCommands(state: Command, io: CliIo, run: RunCommand): readonly [adopt: Command, resolve: Command] {
  const adopt = state
    .command('adopt')
    .description('say that a call did happen, or take over tasks that another state created')
    .argument('<plan>', 'plan file (YAML)')
    .argument('[address...]', 'a step, or units, or patterns of them whose tasks are looked up')
    .option('--all', 'look up the tasks of all units whose first call is not recorded')
    .addOption(repeatable('--output <name=value>', 'an output of the call that later steps need'))
    .option('--allow-secret-commands', 'run the commands of secrets that are needed for it')
    .action((file: string, addresses: string[], flags: AdoptFlags) =>
      run(import('../commands/adopt.ts').then((command) => command.adopt(file, addresses, flags, io))),
    );
  addReasonOption(adopt, false);
  const resolve = state
    .command('resolve')
    .description('say that a call of unknown outcome did not happen')
    .argument('<plan>', 'plan file (YAML)')
    .argument('<step>', 'address of the step')
    .requiredOption('--did-not-happen', 'it certainly did not happen: the next run sends it again')
    .action((file: string, address: string, flags: ResolveFlags) =>
      run(import('../commands/settle.ts').then((command) => command.resolveStep({ file, address }, flags, io))),
    );
  addReasonOption(resolve, true);
  return [adopt, resolve];
}
