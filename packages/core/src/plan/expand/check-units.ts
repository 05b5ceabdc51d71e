import type { ValueObject } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { Migration, Unit } from '../plan.ts';
import { findSchemaErrors } from '../schema/check-schema.ts';
import { explainSchemaError, QUOTING } from '../schema/explain-schema-error.ts';
import { type KnownConnections, validatorOf } from '../schema/schema-validator.ts';
import type { Finding, Findings } from '../syntax/findings.ts';
import type { Template } from './compile-template.ts';
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

/**
 * Checks `with`, or the options, of a migration's units. When it is the same for all, once; otherwise per unit, and a mistake that many
 * units share is told once, with the first unit's name.
 */
export function checkUnits(check: UnitsToCheck): void {
  const { units, values, findings, path, migration } = check;
  const { template } = values;
  const found = new Map<string, { readonly finding: Finding; readonly first: Unit; count: number }>();
  const checked = template.dependsOnEach ? units : units.slice(0, 1);
  const passes = template.dependsOnEach
    ? createQuickCheck({ source: values.source, entries: migration.forEach }, check.schema, check.connections)
    : undefined;
  for (const [index, unit] of checked.entries()) {
    const entry = migration.forEach?.[index];
    const isRight = entry !== undefined && passes?.(entry) === true;
    if (!isRight) collectFindings(unit, check, found);
  }
  for (const { finding, first, count } of found.values()) {
    const which = count === 1 ? `In unit ${first.address}.` : `In unit ${first.address} and ${count - 1} more.`;
    const isOfSome =
      count < checked.length ||
      (template.dependsOnEach && template.eachReferences.some((each) => meets(each.path, finding.path)));
    const detail = isOfSome ? `${finding.detail} (${which})` : finding.detail;
    findings.add({ ...finding, ...hintAtEntry(finding, template), detail, path: [...path, ...finding.path] });
  }
}

/** Quotes around a reference change nothing: they belong where the value is written. */
function hintAtEntry({ code, path, hint }: Finding, { eachReferences }: Template): Partial<Finding> {
  const each = eachReferences.find((reference) => !reference.isInText && reference.path.join('/') === path.join('/'));
  if (code !== 'PLAN_WRONG_TYPE' || each === undefined || hint?.startsWith(QUOTING) !== true) return {};
  return { hint: `Put the value in quotes where \`${each.reference.toString()}\` takes it from, under \`for_each:\`.` };
}

/** Whether one path leads to or through the other. */
function meets(left: KeyPath, right: KeyPath): boolean {
  const length = Math.min(left.length, right.length);
  return left.slice(0, length).every((key, index) => String(key) === String(right[index]));
}

function collectFindings(
  unit: Unit,
  { schema, migration, values, connections }: UnitsToCheck,
  found: Map<string, { readonly finding: Finding; readonly first: Unit; count: number }>,
): void {
  const validator = validatorOf(schema);
  for (const error of findSchemaErrors(values.ofUnit(unit), validator, connections)) {
    const of = error.keyword === 'x-connection' ? String(error.data) : JSON.stringify(error.params);
    const key = `${error.path.join('/')}\n${error.schemaPath}\n${of}`;
    const known = found.get(key);
    if (known !== undefined) known.count += 1;
    else {
      const name = `${migration.provider}.${migration.target}`;
      const subject = { schema: validator.schema, name, connections };
      found.set(key, { finding: explainSchemaError(error, subject), first: unit, count: 1 });
    }
  }
}
