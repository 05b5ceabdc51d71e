import { KeyedReference } from '../../value/keyed-reference.ts';
import { isPlainData } from '../../value/plain-data.ts';
import { Interpolation, isDeferred, Reference, type Value, type ValueObject } from '../../value/value.ts';
import type { Migration, PlanSource } from '../plan.ts';
import type { Finding, Findings } from '../syntax/findings.ts';
import type { WrittenScalar } from '../written-scalar.ts';
import type { EachReference } from './compile-template.ts';
import type { UnitTemplates } from './expanded-unit.ts';

/**
 * Numbers of a migration that read as another text than the one that is written. What `for_each` brings into a text is an
 * error; elsewhere, as in the settings of an index, it is a warning. Entries of a list are keys and are checked as such.
 */
export function checkNumberForms(
  migration: Migration,
  templates: UnitTemplates,
  { source, findings }: { readonly source: PlanSource; readonly findings: Findings },
): void {
  const all = source.writtenIn('migrations', migration.name);
  if (all.length === 0) return;
  const inTexts = fieldsInTexts(migration, templates);
  for (const scalar of all) {
    const [, , section, entry, ...fields] = scalar.path;
    const isOfMap = section === 'for_each' && typeof entry === 'string';
    if (isOfMap && inTexts.has(fields.join('.')))
      findings.add(lostInText(scalar, 'it is used as text through `each.value`'));
    else if (isOfMap || section === 'with') warn(scalar, findings);
  }
}

/** Fields of `each.value`, dotted, that become a part of a text, of an address or of an option; '' is the value itself. */
function fieldsInTexts({ needs }: Migration, templates: UnitTemplates): ReadonlySet<string> {
  const inValues = templates.with.eachReferences.filter(({ isInText }) => isInText).map(fieldOf);
  const inOptions = templates.options.eachReferences
    .filter(({ reference }) => reference.path[1] === 'value')
    .map(fieldOf);
  const inAddresses = needs.flatMap(({ key = '' }) =>
    [...key.matchAll(/\beach\.value((?:\.[\w-]+)*)/g)].map((match) => (match[1] ?? '').slice(1)),
  );
  return new Set([...inValues, ...inOptions, ...inAddresses]);
}

function fieldOf({ reference }: EachReference): string {
  const each = reference instanceof KeyedReference ? reference.each : reference;
  return each.path.slice(2).join('.');
}

function warn(scalar: WrittenScalar, findings: Findings): void {
  if (typeof scalar.value === 'boolean' || findings.hasErrorAt(scalar.path)) return;
  findings.add({
    severity: 'warning',
    code: 'PLAN_NUMBER_FORM',
    path: scalar.path,
    summary: `\`${scalar.written}\` is the number ${scalar.value}`,
    detail: 'YAML reads it as a number, so leading and trailing zeros and the like are not sent.',
    hint: `Put it in quotes if it is text; write ${scalar.value} if it is a number.`,
  });
}

/** What is wrong with a number or boolean that a text takes over. `how` says by which way. */
export function lostInText({ path, value, written }: WrittenScalar, how: string): Finding {
  const type = typeof value === 'number' ? 'number' : 'value';
  return {
    code: 'PLAN_NUMBER_FORM',
    path,
    summary: `\`${written}\` is the ${type} ${value}`,
    detail: `It is read as the ${type} ${value}, not as the text that is written, and ${how}.`,
    hint: `Put it in quotes, or write ${value}.`,
  };
}

/** Inputs that become a part of a text, or that a `for_each` takes over, by name. */
export function findInputsInTexts(root: ValueObject): ReadonlySet<string> {
  const names = new Set<string>();
  visit(root, false, names);
  return names;
}

function visit(value: Value, isInForEach: boolean, names: Set<string>): void {
  if (typeof value !== 'object' || value === null || isPlainData(value)) return;
  if (value instanceof Interpolation) {
    for (const part of value.parts) if (part instanceof Reference) note(part, names);
  } else if (value instanceof Reference) {
    if (isInForEach) note(value, names);
  } else if (!isDeferred(value)) {
    for (const [key, child] of Object.entries(value as ValueObject)) {
      visit(child, isInForEach || key === 'for_each', names);
    }
  }
}

function note({ path }: Reference, names: Set<string>): void {
  if (path[0] === 'inputs' && path[1] !== undefined) names.add(path[1]);
}
