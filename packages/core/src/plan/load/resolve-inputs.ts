import { suggest } from '../../diagnostics/suggest.ts';
import { defined } from '../../value/defined.ts';
import { isJsonObject, type Json } from '../../value/value.ts';
import { findInputsInTexts, lostInText } from '../expand/check-number-forms.ts';
import type { PlanSource } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';
import type { PlanDocument } from '../syntax/read-document.ts';
import { readBoolean } from '../written-scalar.ts';
import { isCollectionText } from './collection-text.ts';
import { readCollection } from './read-collection.ts';
import type { EnvironmentValues, GivenPlace } from './read-environment.ts';

type InputType = 'string' | 'number' | 'boolean' | 'list' | 'map';

/**
 * The value of every declared input: what was given (converted to the input's type), or its default. An input without a
 * value is left out, and reported.
 */
export function resolveInputs(
  { root, source }: PlanDocument,
  variables: Readonly<Record<string, string>>,
  findings: Findings,
  { places = new Map(), isRead = true }: Partial<Pick<EnvironmentValues, 'places' | 'isRead'>> = {},
): ReadonlyMap<string, Json> {
  const definitions = isJsonObject(root.inputs) ? root.inputs : {};
  const inTexts = findInputsInTexts(root);
  const resolved = new Map<string, Json>();
  for (const [name, definition] of Object.entries(definitions)) {
    const value = isJsonObject(definition)
      ? resolveInput(name, definition, { variables, places, isRead }, findings)
      : undefined;
    // What has no value has been reported as such: a second finding at the same place says nothing new.
    if (value === undefined) continue;
    resolved.set(name, value);
    if (inTexts.has(name)) checkForm(name, { value, given: variables[name], source, findings });
  }
  reportUnknown(Object.keys(definitions), variables, findings);
  return resolved;
}

interface Given {
  readonly variables: Readonly<Record<string, string>>;
  readonly places: ReadonlyMap<string, GivenPlace>;
  /** Otherwise nobody knows what is missing. */
  readonly isRead: boolean;
}

function resolveInput(
  name: string,
  definition: Readonly<Record<string, Json>>,
  { variables, places, isRead }: Given,
  findings: Findings,
): Json | undefined {
  const type = inputType(definition.type);
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (given !== undefined) return convertGiven({ name, type, place: places.get(name) }, given, findings);
  if (definition.default !== undefined) return checkDefault(name, definition.default, type, findings);
  // What an environment gives and cannot be used was reported there.
  if (!isRead || places.has(name)) return undefined;
  findings.add({
    code: 'PLAN_INPUT_MISSING',
    path: ['inputs', name],
    at: 'key',
    summary: `input \`${name}\` has no value`,
    detail: `The input has no default and no value was given for it.${described(definition.description)}`,
    hint: `Give one with \`--var ${name}=…\` or in the file of an environment (\`--env\`), or add a \`default:\`.`,
  });
  return undefined;
}

/** A number or a boolean that becomes a part of a text has to be written as it will read there. */
function checkForm(
  name: string,
  form: {
    readonly value: Json;
    readonly given: string | undefined;
    readonly source: PlanSource;
    readonly findings: Findings;
  },
): void {
  const { value, given, source, findings } = form;
  const path = ['inputs', name];
  if (given === undefined) {
    const written = source.writtenIn('inputs', name).find((scalar) => scalar.path[2] === 'default');
    if (written !== undefined) findings.add(lostInText(written, 'the input is used as text'));
  } else if ((typeof value === 'number' || typeof value === 'boolean') && String(value) !== given) {
    const scalar = { path, value, written: given };
    const hint = `Give ${value}, or declare the input without \`type: ${typeof value}\`.`;
    findings.add({ ...lostInText(scalar, 'the input is used as text'), at: 'key', hint });
  }
}

function described(description: Json | undefined): string {
  return typeof description === 'string' && description !== '' ? ` It means: ${description}` : '';
}

function inputType(type: Json | undefined): InputType {
  return type === 'number' || type === 'boolean' || type === 'list' || type === 'map' ? type : 'string';
}

interface Wanted {
  readonly name: string;
  readonly type: InputType;
  /** Where the value is written, when it comes from a file. */
  readonly place: GivenPlace | undefined;
}

function convertGiven({ name, type, place }: Wanted, given: string, findings: Findings): Json | undefined {
  if (type === 'string' && !isCollectionText(given)) return given;
  if (type === 'list' || type === 'map') return readCollection({ name, type, place }, given, findings);
  const boolean = type === 'boolean' ? readBoolean(given) : undefined;
  if (boolean !== undefined) return boolean;
  const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (type === 'number' && Number.isFinite(number)) return number;
  findings.add({
    code: 'PLAN_INPUT_TYPE',
    path: ['inputs', name],
    at: 'key',
    summary: `the value given for input \`${name}\` is not ${article(type)}`,
    detail: `The input has the type ${type}, but the text given for it cannot be read as one.`,
    hint: GIVE[type],
    ...defined({ related: place && [{ ...place, label: 'Given here' }] }),
  });
  return undefined;
}

const GIVE: Readonly<Record<Exclude<InputType, 'list' | 'map'>, string>> = {
  string: 'Give a text, or declare the input with `type: list` or `type: map`.',
  number: 'Give a decimal number, such as 5 or 2.5.',
  boolean: 'Give `true` or `false`.',
};

function checkDefault(name: string, value: Json, type: InputType, findings: Findings): Json | undefined {
  const given = typeOf(value);
  if (given === undefined) return undefined; // The shape check has reported it.
  if (given === type) return value;
  findings.add({
    code: 'PLAN_INPUT_TYPE',
    path: ['inputs', name, 'default'],
    summary: `the default of input \`${name}\` is not ${article(type)}`,
    detail: `The input has the type ${type}; its default is ${article(given)}.`,
    hint:
      typeof value === 'string'
        ? 'Remove the quotes if there are any, or change the type.'
        : given === 'list' || given === 'map'
          ? `State \`type: ${given}\`.`
          : `Put the default in quotes, or state \`type: ${given}\`.`,
  });
  return undefined;
}

function typeOf(value: Json): InputType | undefined {
  if (Array.isArray(value)) return 'list';
  if (isJsonObject(value)) return 'map';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? (typeof value as InputType)
    : undefined;
}

function article(type: string): string {
  return type === 'string' ? 'text' : `a ${type}`;
}

function reportUnknown(
  names: readonly string[],
  variables: Readonly<Record<string, string>>,
  findings: Findings,
): void {
  for (const name of Object.keys(variables)) {
    if (names.includes(name)) continue;
    const suggestion = suggest(name, names);
    findings.add({
      code: 'PLAN_INPUT_UNKNOWN',
      path: ['inputs'],
      at: 'key',
      summary: `unknown input \`${name}\``,
      detail: 'A value was given for an input that the plan does not declare.',
      hint:
        suggestion === undefined
          ? 'Declare it under `inputs:`, or leave the value out.'
          : `did you mean \`${suggestion}\`?`,
    });
  }
}
