import { CommanderError } from 'commander';
import type { CliIo } from './cli-io.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { buildProgram } from './program.ts';
import { reportError } from './report-error.ts';

/**
 * Runs one command line to its end and returns its exit code. Never throws and never ends the process, except that a
 * second interrupt calls `io.exitNow`.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  let exitCode: ExitCode = EXIT.done;
  const program = buildProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its message; asking for help or the version ends this way too, with exit code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.error;
    return reportError(error, { io, isJson: argv.includes('--json'), isDebug: argv.includes('--debug') });
  }
}
