import { type Argument, Command } from 'commander';
import type { CliIo } from './cli-io.ts';
import type { ExitCode } from './exit-codes.ts';
import { EXIT_CODES_HELP, INTRODUCTION } from './generated/help-texts.generated.ts';
import type { RunCommand } from './program/add-command.ts';
import { addDecisionCommands } from './program/decision-commands.ts';
import { addDoctorCommand } from './program/doctor-command.ts';
import { addOrphansCommand } from './program/orphans-command.ts';
import { addOtherCommands } from './program/other-commands.ts';
import { addPreviewCommands } from './program/preview-commands.ts';
import { addRunCommands } from './program/run-commands.ts';
import { addStateCommands } from './program/state-commands.ts';
import { addTrialCommands } from './program/trial-commands.ts';
import { addWritingCommands } from './program/writing-commands.ts';
import { CLI_VERSION } from './version.ts';

/**
 * The commands, their arguments and their help. Each one loads its own module when it is used: asking for help loads
 * nothing else. `setExitCode` is called with how the command ended.
 */
export function buildProgram(io: CliIo, setExitCode: (code: ExitCode) => void): Command {
  const program = new Command('waybill')
    .description(INTRODUCTION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.size().columns,
      getErrHelpWidth: () => io.stderr.size().columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(describeArgument)].join(' '),
    })
    .version(`waybill ${CLI_VERSION}`, '-V, --version', 'print the version')
    .addHelpCommand(new Command('help').argument('[command]').description('explain a command').helpGroup('Other:'))
    .addHelpText('after', EXIT_CODES_HELP);

  const run: RunCommand = (ending) => ending.then(setExitCode);
  addWritingCommands(program, io, run);
  addPreviewCommands(program, io, run);
  addRunCommands(program, io, run);
  addDecisionCommands(program, io, run);
  addStateCommands(program, io, run);
  addOrphansCommand(program, io, run);
  addTrialCommands(program, io, run);
  addDoctorCommand(program, io, run);
  addOtherCommands(program, io, run);
  return program;
}

function describeArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
