import { findRepeatedKey } from '@waybill/core';
import { CliError } from './cli-error.ts';
import type { VariableFlags } from './plan-options.ts';
import { readInputFile } from './read-input-file.ts';
import { PLACEHOLDER } from './views/folds/command-line.ts';

/** Values for `inputs:`. Files are read in the given order, then single values; the last one given for a name holds. */
export function readVariables(flags: VariableFlags, cwd: string): Readonly<Record<string, string>> {
  const fromFiles = (flags.varFile ?? []).flatMap((file) => parseVariableFile(file, readInputFile(file, cwd)));
  const given = (flags.var ?? []).map((text) => parseVariable(text, `--var ${text}`));
  return Object.fromEntries([...fromFiles, ...given]);
}

type Variable = readonly [name: string, value: string];

function parseVariableFile(file: string, text: string): readonly Variable[] {
  if (text.trimStart().startsWith('{')) return parseJsonVariables(file, text);
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: line.trim(), at: `${file}:${index + 1}` }));
  return lines
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, at }) => withoutQuotes(parseVariable(line, at)));
}

function parseJsonVariables(file: string, text: string): readonly Variable[] {
  const repeated = findRepeatedKey(text);
  if (repeated !== undefined) throw invalid(`${file} gives ${repeated} twice.`);
  const value = parseJson(file, text);
  return Object.entries(value as object).map(([name, given]): Variable => {
    if (!['string', 'number', 'boolean'].includes(typeof given)) {
      throw invalid(`${file}: ${name} is neither text, a number nor true or false.`);
    }
    return [name, String(given)];
  });
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${file} is not valid JSON.`);
  }
}

/** As in the files that dotenv reads: one pair of quotes around a value belongs to the file. On the command line it is the shell that takes them. */
function withoutQuotes([name, value]: Variable): Variable {
  const inner = /^\s*(["'`])(.*)\1\s*$/.exec(value)?.[2];
  return [name, inner ?? value];
}

function parseVariable(text: string, at: string): Variable {
  const split = text.indexOf('=');
  if (split < 1) throw invalid(`${at} is not of the form name=value.`);
  const [name, value] = [text.slice(0, split).trim(), text.slice(split + 1)];
  if (value === PLACEHOLDER) throw invalid(`${at} is a placeholder: put the value of ${name} in its place.`);
  return [name, value];
}

function invalid(message: string): CliError {
  return new CliError('CLI_OPTION_INVALID', message, 'Write inputs as name=value, or as a JSON object in a file.');
}
