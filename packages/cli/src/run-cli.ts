import { type Command, CommanderError } from 'commander';
import { cleanError } from './clean-error.ts';
import type { CliIo } from './cli-io.ts';
import { findPosition, visibleCommands } from './completion/find-position.ts';
import { disarmWorkflowCommands } from './disarm-workflow-commands.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { buildProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { acceptTerraformSpelling } from './terraform-spelling.ts';
import { reportUsageError } from './usage-error.ts';

/**
 * Runs one command line to its end and returns its exit code. Never throws and never ends the process, except that a
 * second interrupt calls `io.exitNow`.
 */
export async function runCli(words: readonly string[], given: CliIo): Promise<number> {
  const io = disarmWorkflowCommands(given, printsJson(words));
  let exitCode: ExitCode = EXIT.done;
  const program = buildProgram(io, (code) => {
    exitCode = code;
  });
  const argv = acceptTerraformSpelling(program, words);
  try {
    await program.parseAsync([...helpOnWhatExists(program, argv)], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its message; asking for help or the version ends this way too, with exit code 0.
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.done : await reportUsageError(error, { program, argv, io });
    }
    const position = findPosition(program, argv, '');
    const isJson = argv.includes('--json');
    return reportError(await cleanError(error, io), { io, isJson, isDebug: argv.includes('--debug'), position });
  }
}

function printsJson(words: readonly string[]): boolean {
  const format = words.indexOf('--format');
  const isExport = words[0] === 'state' && words[1] === 'export';
  return isExport || words.includes('--json') || words.includes('--format=json') || words[format + 1] === 'json';
}

/** `help aply` would print the first page; as a command, `aply` is refused with a suggestion. */
function helpOnWhatExists(program: Command, argv: readonly string[]): readonly string[] {
  const [first, name, ...more] = argv;
  if (first !== 'help' || name === undefined || name.startsWith('-')) return argv;
  return visibleCommands(program).some((command) => command.name() === name) ? argv : [name, ...more];
}
