import type { Command, CommanderError } from 'commander';
import type { CliIo } from './cli-io.ts';
import { findPosition } from './completion/find-position.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { JSON_FORMAT } from './json-format.ts';
import type { NextStep } from './views/documents/json-objects.ts';

export interface UsageErrorOptions {
  readonly program: Command;
  readonly argv: readonly string[];
  readonly io: CliIo;
}

/**
 * Adds what the parser does not say about a command line that it refused and has reported: which choice was probably
 * meant, and for programs an object.
 */
export async function reportUsageError(
  error: CommanderError,
  { program, argv, io }: UsageErrorOptions,
): Promise<ExitCode> {
  const near = await nearestChoice(error.message);
  if (near !== undefined) io.stderr.write(`(Did you mean ${near}?)\n`);
  if (!argv.includes('--json')) return EXIT.error;
  const { command } = findPosition(program, argv, '');
  const help: NextStep = { command: helpCommand(command, program), why: 'see how it is written' };
  const object = {
    format_version: JSON_FORMAT,
    kind: 'error',
    code: 'CLI_USAGE',
    message: error.message.replace(/^error: /, ''),
    // Undefined is left out of JSON.
    hint: near === undefined ? undefined : `Did you mean ${near}?`,
    next_steps: [help],
  };
  io.stdout.write(`${JSON.stringify(object)}\n`);
  return EXIT.error;
}

/** The parser suggests commands and options, and of choices it only lists what is allowed. */
async function nearestChoice(message: string): Promise<string | undefined> {
  const [, given, choices] = /'([^']*)' is invalid.* Allowed choices are (.+)\.$/s.exec(message) ?? [];
  if (given === undefined || choices === undefined) return undefined;
  const { suggest } = await import('@waybill/core/internal');
  return suggest(given, choices.split(', '));
}

function helpCommand(command: Command, program: Command): string {
  return command === program ? 'waybill help' : `waybill help ${outermost(command, program).name()}`;
}

function outermost(command: Command, program: Command): Command {
  const { parent } = command;
  return parent === null || parent === program ? command : outermost(parent, program);
}
