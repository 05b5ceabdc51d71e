import { shorten } from '../../diagnostics/shorten.ts';
import { isDeferred, isValueObject, type Json, type Value, type ValueObject } from '../../value/value.ts';
import type { EachEntry } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';
import type { PlanDocument } from '../syntax/read-document.ts';
import { DUPLICATE, type KeyProblem, keyProblem } from './unit-key.ts';

interface EachContext {
  readonly document: PlanDocument;
  readonly findings: Findings;
  readonly fillInputs: (value: Value) => Value;
}

/** `for_each:` → entries in document order; undefined without one. Keys that cannot be addressed are left out and reported. */
export function buildForEach(
  migration: string,
  value: Value | undefined,
  context: EachContext,
): readonly EachEntry[] | undefined {
  if (Array.isArray(value)) return listEntries(migration, value, context);
  if (isValueObject(value)) return mapEntries(migration, value, context);
  return isDeferred(value) ? inputEntries(migration, context.fillInputs(value), context) : undefined;
}

/** `for_each: ${{ inputs.regions }}`. */
function inputEntries(migration: string, value: Value, context: EachContext): readonly EachEntry[] {
  if (isValueObject(value)) return mapEntries(migration, value, context);
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number');
  if (isList) return listEntries(migration, value, context);
  // Without a value it was reported as such.
  if (!isDeferred(value)) {
    context.findings.add({
      code: 'PLAN_REFERENCE_TYPE',
      path: ['migrations', migration, 'for_each'],
      summary: Array.isArray(value) ? 'list with items that are not text' : '`for_each` needs a list or a map',
      detail: 'Each item of a list, and each key of a map, names one unit.',
      hint: 'Refer to an input of `type: list` that holds texts or numbers, or of `type: map`.',
    });
  }
  return [];
}

function listEntries(migration: string, items: readonly Value[], context: EachContext): readonly EachEntry[] {
  const entries: EachEntry[] = [];
  const seen = new Set<string>();
  for (const [index, written] of items.entries()) {
    const item = isDeferred(written) ? context.fillInputs(written) : written;
    if (typeof item !== 'string' && typeof item !== 'number') continue; // Not known, or reported by the shape check.
    const key = String(item);
    const problem =
      keyProblem(key) ?? (seen.has(key) ? DUPLICATE : undefined) ?? numberProblem(item, migration, index, context);
    if (problem !== undefined) report(migration, index, key, problem, context.findings);
    else entries.push({ key, value: item });
    seen.add(key);
  }
  warnWithoutUnits(migration, items.length, context.findings);
  return entries;
}

function mapEntries(migration: string, map: ValueObject, context: EachContext): readonly EachEntry[] {
  const filled = context.fillInputs(map);
  const keys = context.document.keysOf(map);
  const entries: EachEntry[] = [];
  for (const key of keys) {
    const problem = keyProblem(key);
    if (problem !== undefined) report(migration, key, key, problem, context.findings, 'key');
    // References other than inputs are refused, and with an error nothing runs.
    else entries.push({ key, value: (isValueObject(filled) ? (filled[key] ?? null) : null) as Json });
  }
  warnWithoutUnits(migration, keys.length, context.findings);
  return entries;
}

/** `0123` and `1.0` are numbers to YAML, so what was written is lost; nobody can say which text was meant as the key. */
function numberProblem(
  item: string | number,
  migration: string,
  index: number,
  context: EachContext,
): KeyProblem | undefined {
  if (typeof item !== 'number') return undefined;
  const { source } = context.document;
  const range = source.locate(['migrations', migration, 'for_each', index]);
  const written = range === undefined ? '' : source.text.slice(range.start.offset, range.end.offset);
  if (written === String(item) || /^[$*'"]/.test(written)) return undefined;
  return {
    code: 'PLAN_UNIT_KEY',
    reason: `is read as the number ${item}, not as the text that is written`,
    hint: 'Put the item in quotes.',
  };
}

function report(
  migration: string,
  place: string | number,
  key: string,
  problem: KeyProblem,
  findings: Findings,
  at: 'key' | 'value' = 'value',
): void {
  findings.add({
    code: problem.code,
    path: ['migrations', migration, 'for_each', place],
    at,
    summary: problem.code === 'PLAN_DUPLICATE_UNIT' ? 'the same unit twice' : 'key that cannot name a unit',
    detail: `The key \`${shorten(key)}\` ${problem.reason}.`,
    hint: problem.hint,
  });
}

function warnWithoutUnits(migration: string, count: number, findings: Findings): void {
  if (count > 0) return;
  findings.add({
    severity: 'warning',
    code: 'PLAN_NO_UNITS',
    path: ['migrations', migration, 'for_each'],
    summary: 'migration without units',
    detail: `\`for_each\` of \`${migration}\` is empty, so nothing is migrated and whatever needs it starts at once.`,
    hint: 'Add an entry, or remove the migration.',
  });
}
