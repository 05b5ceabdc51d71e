import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addJsonOption, addPlanOptions } from '../command-options.ts';
import type { OrphansFlags } from '../commands/orphans.ts';
import { addCommand, type RunCommand } from './add-command.ts';

export function addOrphansCommand(program: Command, io: CliIo, run: RunCommand): void {
  const command = addCommand(program, 'Inspect:', 'orphans', 'list remote tasks that no unit owns any more')
    .argument('<plan>', 'plan file (YAML)')
    .option('--delete', 'delete those that the vendor can delete as they are, after a confirmation')
    .option(
      '--other-states',
      'with --delete: also those that another state, a lost one or another copy created, or may have',
    )
    .option('--auto-approve', 'do not ask; required without a terminal')
    .option('--allow-secret-commands', 'run the commands of secrets that are needed for it')
    .action((file: string, flags: OrphansFlags) =>
      run(import('../commands/orphans.ts').then((loaded) => loaded.orphans(file, flags, io))),
    );
  addPlanOptions(command);
  addJsonOption(command, 'print one JSON object');
}
