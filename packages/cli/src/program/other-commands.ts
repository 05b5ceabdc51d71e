import { Argument, type Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addJsonOption } from '../command-options.ts';
import type { VersionFlags } from '../commands/version.ts';
import type { Shell } from '../completion/shell-scripts.ts';
import { addCommand, type RunCommand } from './add-command.ts';

export function addOtherCommands(program: Command, io: CliIo, run: RunCommand): void {
  addCompletion(program, io, run);
  addHiddenCompletion(program, io, run);
  addVersion(program, io, run);
}

function addCompletion(program: Command, io: CliIo, run: RunCommand): void {
  addCommand(program, 'Other:', 'completion', 'print the script that completes words in a shell')
    .addArgument(new Argument('<shell>', 'shell to complete words in').choices(['bash', 'zsh', 'fish']))
    .action((shell: Shell) => run(import('../commands/completion.ts').then(({ completion }) => completion(shell, io))));
}

/** Called by the script that `completion` prints. */
function addHiddenCompletion(program: Command, io: CliIo, run: RunCommand): void {
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action((words: string[]) =>
      run(import('../commands/completion.ts').then(({ complete }) => complete(program, words, io))),
    );
}

function addVersion(program: Command, io: CliIo, run: RunCommand): void {
  const version = addCommand(program, 'Other:', 'version', 'print the version').action((flags: VersionFlags) =>
    run(import('../commands/version.ts').then((command) => command.version(flags, io))),
  );
  addJsonOption(version, 'print the versions of all parts as one JSON object');
}
