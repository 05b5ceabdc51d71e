import type { JsonObject } from '@waybill/core';
import { collectionText } from '@waybill/node/internal';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Scalar, visit } from 'yaml';
import { CliError } from './cli-error.ts';
import { parseJsonInput } from './parse-json-input.ts';
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
  if (/\.ya?ml$/i.test(file)) return parseYamlVariables(file, text);
  if (text.trimStart().startsWith('{')) return parseJsonVariables(file, text);
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: line.trim(), at: `${file}:${index + 1}` }));
  return lines
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, at }) => withoutQuotes(parseVariable(line, at)));
}

/** A value of a file as the text that `--var` would give; lists and maps are marked as such. */
function givenText(given: unknown): string {
  if (typeof given === 'object') return collectionText(given as JsonObject);
  return typeof given === 'string' ? given : JSON.stringify(given);
}

function parseJsonVariables(file: string, text: string): readonly Variable[] {
  const parsed = parseJsonInput(file, text);
  if ('problem' in parsed) throw invalid(parsed.problem);
  return Object.entries(parsed.value as object).map(([name, given]): Variable => {
    if (given === null) throw invalid(`${file}: ${name} has no value.`);
    return [name, givenText(given)];
  });
}

/** What is written counts: `zip: 02142` gives the text 02142, as in a file of lines. */
function parseYamlVariables(file: string, text: string): readonly Variable[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.2', lineCounter: lines, prettyErrors: false });
  const at = (offset = 0): string => `${file}:${lines.linePos(offset).line}:${lines.linePos(offset).col}`;
  const [fault] = document.errors;
  if (fault !== undefined) throw invalid(`${at(fault.pos[0])}: ${fault.message}.`);
  if (document.contents === null) return [];
  if (!isMap<Scalar, unknown>(document.contents)) throw invalid(`${at()}: the file is not a map of inputs.`);
  visit(document.contents, {
    Scalar(key, node) {
      if (key !== 'key' && typeof node.value === 'number' && String(node.value) !== node.source && isInside(node))
        throw invalid(
          `${at(node.range?.[0])}: ${node.source} is the number ${node.value}; put it in quotes if it is text.`,
        );
    },
  });
  return document.contents.items.map(({ key, value }): Variable => {
    if (isScalar(value) && value.value !== null)
      return [
        String(key.value),
        typeof value.value === 'string' ? value.value : (value.source ?? JSON.stringify(value.value)),
      ];
    const given = isNode(value) ? (value.toJS(document) as unknown) : null;
    if (given === null) throw invalid(`${at(key.range?.[0])}: ${String(key.value)} has no value.`);
    return [String(key.value), givenText(given)];
  });

  /** Of a list or a map, whose numbers are not given as they are written. */
  function isInside(node: Scalar): boolean {
    return isMap(document.contents) && !document.contents.items.some(({ value }) => value === node);
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
  return new CliError(
    'CLI_OPTION_INVALID',
    message,
    'Write inputs as name=value, or as a JSON object or YAML map in a file.',
  );
}
