import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { parseJsonInput } from './parse-json-input.ts';
import { readInputFile } from './read-input-file.ts';

/** JSON text when it looks like it, a file otherwise. */
export function readJsonOption(option: string, given: string | undefined, io: CliIo): object | undefined {
  if (given === undefined) return undefined;
  const isText = /^\s*[[{]/.test(given);
  const name = isText ? option : `${option} ${given}`;
  const parsed = parseJsonInput(name, isText ? given : readInputFile(given, io.cwd));
  const value = 'problem' in parsed ? undefined : parsed.value;
  if (typeof value === 'object' && value !== null) return value;
  throw new CliError(
    'CLI_OPTION_INVALID',
    'problem' in parsed ? parsed.problem : `${name} is neither a JSON object nor a list.`,
    'Pass a JSON object or list as text, or the name of a file that holds one.',
  );
}
