import type { Diagnostic, SourceRange } from '../../diagnostics/diagnostic.ts';
import { shorten } from '../../diagnostics/shorten.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { decodeText } from '../../value/decode-text.ts';
import { defined } from '../../value/defined.ts';
import { isDeferred, isValueObject, type Json, type Value } from '../../value/value.ts';
import type { PlanFileRefusal, ReadPlanFile } from '../inventory/plan-file.ts';
import { createFindings, type Finding, type Findings } from '../syntax/findings.ts';
import { type PlanDocument, readDocument } from '../syntax/read-document.ts';
import { collectionText } from './collection-text.ts';

/** One of several places that a plan is for, such as `prod`: its values are in `prod.yaml` next to the plan. */
export interface PlanEnvironment {
  readonly name: string;
  /**
   * The environments that there are, for whoever named another one.
   *
   * @default none is listed
   */
  readonly list?: () => readonly string[];
}

/** What an environment says about the inputs, as text like that of `--var`. */
export interface EnvironmentValues {
  readonly variables: Readonly<Record<string, string>>;
  /** False after reporting why its values are not known. */
  readonly isRead: boolean;
  /** Where each value is written. */
  readonly places: ReadonlyMap<string, GivenPlace>;
  /** The file, by the name that diagnostics give it. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface GivenPlace {
  readonly file: string;
  readonly range: SourceRange;
}

export const NO_ENVIRONMENT: EnvironmentValues = {
  variables: {},
  isRead: true,
  places: new Map(),
  files: new Map(),
};

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** Reads the values file of an environment; what is wrong with it is reported with its place there. */
export function readEnvironment(
  environment: PlanEnvironment,
  of: {
    readonly document: PlanDocument;
    readonly fileOf: (path: string) => string;
    readonly readFile: ReadPlanFile;
    readonly findings: Findings;
  },
): EnvironmentValues {
  const path = `${environment.name}.yaml`;
  const answer = NAME.test(environment.name) ? of.readFile(path) : BAD_NAME;
  if (!('bytes' in answer)) {
    of.findings.addDiagnostic(unreadable(environment, answer, of.document.source.file));
    return { ...NO_ENVIRONMENT, isRead: false };
  }
  const file = of.fileOf(path);
  const files = new Map([[file, answer.bytes]]);
  // Nothing but comments: every input has its default.
  if (/^(?:\s*(?:#.*)?(?:\n|$))*$/.test(decodeText(answer.bytes).text)) return { ...NO_ENVIRONMENT, files };
  const { document, diagnostics } = readDocument(answer.bytes, { file, isOf: 'environment' });
  for (const diagnostic of diagnostics) of.findings.addDiagnostic(diagnostic);
  if (document === undefined) return { ...NO_ENVIRONMENT, isRead: false, files };
  return { ...readValues(document, of), isRead: true, files };
}

const BAD_NAME: PlanFileRefusal = {
  kind: 'unreadable',
  reason: 'is no file name that an environment can have: letters, digits, hyphens and underscores',
  hint: 'Name the environment as its file is named, without `.yaml`.',
};

function unreadable({ name, list }: PlanEnvironment, refusal: PlanFileRefusal, file: string): Diagnostic {
  const { kind, reason } = refusal;
  const known = list?.() ?? [];
  // A path or an ending is what a user adds who thinks of the file.
  const suggestion = suggest(name.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, ''), known);
  return {
    severity: 'error',
    code: 'PLAN_ENVIRONMENT',
    summary: `no values for environment \`${shorten(name)}\``,
    detail: `The values of an environment are in a file next to the plan, and \`${shorten(name)}.yaml\` ${reason}.${known.length === 0 ? '' : ` There are ${known.slice(0, 20).join(', ')}.`}`,
    hint:
      kind === 'too-large'
        ? 'Keep one line for each input that differs, or name another environment.'
        : suggestion === undefined
          ? refusal === BAD_NAME
            ? BAD_NAME.hint
            : 'Write the file, with a line `input: value` for each input that differs, or name another environment.'
          : `did you mean \`--env ${suggestion}\`?`,
    file,
  };
}

function readValues(
  document: PlanDocument,
  of: { readonly document: PlanDocument; readonly findings: Findings },
): Pick<EnvironmentValues, 'variables' | 'places'> {
  const { root, source } = document;
  const own = createFindings(source);
  const { inputs } = of.document.root;
  const declared = isValueObject(inputs) ? Object.keys(inputs) : [];
  const variables: Record<string, string> = {};
  const places = new Map<string, GivenPlace>();
  for (const [name, value] of Object.entries(root)) {
    const range = source.locate([name]);
    const text = textOf(value, range === undefined ? '' : source.text.slice(range.start.offset, range.end.offset));
    if (!declared.includes(name)) own.add(unknownInput(name, declared));
    else if (text === undefined) own.add(noValue(name, value));
    else variables[name] = text;
    if (range !== undefined) places.set(name, { file: source.file, range });
  }
  for (const diagnostic of own.list()) of.findings.addDiagnostic(diagnostic);
  return { variables, places };
}

/** A number or a boolean as it is written, so that its form can be judged, and that a text is what was written. */
function textOf(value: Value, written: string): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean')
    return /^[-+\w.]+$/.test(written) ? written : String(value);
  return value === null || isDeferred(value) ? undefined : collectionText(value as Json[] | Record<string, Json>);
}

function unknownInput(name: string, declared: readonly string[]): Finding {
  const suggestion = suggest(name, declared);
  return {
    code: 'PLAN_INPUT_UNKNOWN',
    path: [name],
    at: 'key',
    summary: `unknown input \`${shorten(name)}\``,
    detail: 'The file of an environment gives values to inputs, but the plan has no input of this name.',
    hint:
      suggestion === undefined
        ? 'Declare it under `inputs:` of the plan, or remove it.'
        : `did you mean \`${suggestion}\`?`,
  };
}

function noValue(name: string, value: Value): Finding {
  return {
    code: value === null ? 'PLAN_INPUT_TYPE' : 'PLAN_REFERENCE_NOT_ALLOWED',
    path: [name],
    ...defined({ at: value === null ? ('key' as const) : undefined }),
    summary: value === null ? `input \`${name}\` has no value` : 'a reference is not allowed here',
    detail:
      value === null
        ? 'The key has no value behind it.'
        : 'The file of an environment holds the values themselves; secrets are declared in the plan.',
    hint: value === null ? 'Write a value, or remove the key.' : 'Write the value out.',
  };
}
