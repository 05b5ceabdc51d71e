import type { Command } from 'commander';
import { addCommonOptions } from '../command-options.ts';
import type { ExitCode } from '../exit-codes.ts';
import { EXAMPLES } from '../generated/help-texts.generated.ts';

/** Runs a command: settles as it does, and keeps how it ended. */
export type RunCommand = (ending: Promise<ExitCode>) => Promise<void>;

/** A command under the heading `group` of the help, with its examples and the options that all have. */
export function addCommand(program: Command, group: string, name: string, description: string): Command {
  const command = program.command(name).description(description).helpGroup(group);
  const examples = EXAMPLES[name];
  if (examples !== undefined) command.addHelpText('after', examples);
  return addCommonOptions(command);
}

export function addReasonOption(command: Command, isRequired: boolean): void {
  const description = 'why; it is kept in the journal';
  if (isRequired) command.requiredOption('--reason <text>', description);
  else command.option('--reason <text>', description);
}
