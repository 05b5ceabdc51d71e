import { eachSliced, type Sliced } from '../../value/sliced.ts';
import type { ValueObject } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { Migration, Unit } from '../plan.ts';
import { findSchemaErrors } from '../schema/check-schema.ts';
import { explainSchemaError } from '../schema/explain-schema-error.ts';
import { QUOTING } from '../schema/explain-value-error.ts';
import { type KnownConnections, validatorOf } from '../schema/schema-validator.ts';
import type { Finding, Findings } from '../syntax/findings.ts';
import { columnOf, placeInRow, type Template } from './compile-template.ts';
import { createQuickCheck } from './quick-check.ts';

export interface UnitsToCheck {
  readonly units: readonly Unit[];
  readonly values: CheckedValues;
  readonly migration: Migration;
  readonly schema: object;
  readonly connections: KnownConnections;
  /** Of the values in the document. */
  readonly path: readonly string[];
  readonly findings: Findings;
}

/** What of the units is checked: `with`, or the options. */
export interface CheckedValues {
  readonly ofUnit: (unit: Unit) => ValueObject;
  readonly source: ValueObject;
  /** Of `source`. */
  readonly template: Template;
}

/** Some milliseconds. */
const UNITS_PER_SLICE = 5_000;

/**
 * Checks `with`, or the options, of a migration's units. When it is the same for all, once; otherwise per unit, and a
 * mistake that many units share is reported once, with the first unit's name.
 */
export function* checkUnitsSliced(check: UnitsToCheck): Sliced<void> {
  const { units, values, findings, path, migration } = check;
  const { template } = values;
  const found: Found = new Map();
  const checked = template.dependsOnEach ? units : units.slice(0, 1);
  const passes = template.dependsOnEach
    ? createQuickCheck({ source: values.source, entries: migration.forEach }, check.schema, check.connections)
    : undefined;
  yield* eachSliced(checked.entries(), UNITS_PER_SLICE, ([index, unit]) => {
    const entry = migration.forEach?.[index];
    const isRight = entry !== undefined && passes?.(entry) === true;
    if (!isRight) collectFindings(unit, index, check, found);
  });
  for (const { finding, first, index, count } of found.values()) {
    const which = count === 1 ? `In unit ${first.address}.` : `In unit ${first.address} and ${count - 1} more.`;
    const isOfSome =
      count < checked.length ||
      (template.dependsOnEach && template.eachReferences.some((each) => meets(each.path, finding.path)));
    const detail = isOfSome ? `${finding.detail} (${which})` : finding.detail;
    const hint = hintAtEntry(finding, template, migration);
    const related = relatedRow(finding, { template, migration, first, index });
    findings.add({ ...finding, ...hint, ...related, detail, path: [...path, ...finding.path] });
  }
}

type Found = Map<string, { readonly finding: Finding; readonly first: Unit; readonly index: number; count: number }>;

/** Quotes around a reference change nothing: they belong where the value is written. */
function hintAtEntry(
  { code, path, hint }: Finding,
  { eachReferences }: Template,
  { inventory }: Migration,
): Partial<Finding> {
  const each = eachReferences.find((reference) => !reference.isInText && reference.path.join('/') === path.join('/'));
  if (code !== 'PLAN_WRONG_TYPE' || each === undefined) return {};
  const column = columnOf(each);
  if (inventory !== undefined && column !== undefined && inventory.columns.includes(column)) {
    const declared = `types: { ${column}: … }`;
    return { hint: `Declare the type of the column next to \`file\`, under \`for_each:\`: \`${declared}\`.` };
  }
  if (hint?.startsWith(QUOTING) !== true) return {};
  return { hint: `Put the value in quotes where \`${each.reference.toString()}\` takes it from, under \`for_each:\`.` };
}

/** The row that a wrong value comes from. */
function relatedRow(
  finding: Finding,
  at: { readonly template: Template; readonly migration: Migration; readonly first: Unit; readonly index: number },
): Pick<Finding, 'related'> {
  const { inventory } = at.migration;
  const each = at.template.eachReferences.find(({ path }) => meets(path, finding.path));
  if (inventory === undefined || each === undefined) return {};
  const range = inventory.locate(at.index, placeInRow(each, inventory));
  return { related: [{ file: inventory.file, range, label: `The row of unit ${at.first.address}` }] };
}

/** Whether one path leads to or through the other. */
function meets(left: KeyPath, right: KeyPath): boolean {
  const length = Math.min(left.length, right.length);
  return left.slice(0, length).every((key, index) => String(key) === String(right[index]));
}

function collectFindings(
  unit: Unit,
  index: number,
  { schema, migration, values, connections }: UnitsToCheck,
  found: Found,
): void {
  const validator = validatorOf(schema);
  for (const error of findSchemaErrors(values.ofUnit(unit), validator, connections)) {
    const of = error.keyword === 'x-connection' ? String(error.data) : JSON.stringify(error.params);
    const key = `${error.path.join('/')}\n${error.schemaPath}\n${of}`;
    const known = found.get(key);
    if (known !== undefined) known.count += 1;
    else {
      const name = `${migration.provider}.${migration.recipe}`;
      const subject = { schema: validator.schema, name, connections };
      found.set(key, { finding: explainSchemaError(error, subject), first: unit, index, count: 1 });
    }
  }
}
