import { listTopKeys } from '../../value/list-top-keys.ts';
import { isPlainData } from '../../value/plain-data.ts';
import { isDeferred, isJsonObject, isValueObject, type Json, type Value } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import { type BuiltDocument, buildValue } from '../syntax/build-value.ts';
import { isIndexKey } from '../syntax/map-keys.ts';
import { createOffsetFinder } from '../syntax/offset-finder.ts';
import { parseYaml } from '../syntax/parse-yaml.ts';
import type { OffsetRange } from '../syntax/scalar-range.ts';
import type { TextProblem } from '../syntax/text-problem.ts';
import type { WrittenScalar } from '../written-scalar.ts';
import type { InventoryRow, InventoryTable, ReadTable } from './inventory-table.ts';
import { REFERENCE_IN_ROW } from './parse-csv.ts';
import { parseQuickly } from './parse-quickly.ts';

/** Text of a YAML or JSON file → rows: the items of a list, or the entries of a map with their keys. */
export function readRows(text: string, format: 'yaml' | 'json'): ReadTable {
  const quick = format === 'json' ? parseQuickly(text) : undefined;
  if (quick !== undefined && 'problem' in quick) return { table: undefined, problems: [quick.problem] };
  if (quick !== undefined && 'value' in quick) {
    return toTable(
      quick.value,
      (map) => keysInOrder(map, text),
      () => placesIn(text),
    );
  }
  const { document, problems } = parseYaml(text);
  if (document === undefined || problems.length > 0) return { table: undefined, problems };
  const built = buildValue(document.contents, text);
  const places = createOffsetFinder(document.contents, built.targets);
  const refused = references(text, built.value, places);
  const lost = lostForms(built, places).filter(({ start }) => !built.problems.some((other) => other.start === start));
  const found = [...withoutThoseIn(refused, built.problems), ...lost, ...refused];
  const isUsable = built.isComplete && found.every(({ severity }) => severity === 'warning');
  if (!isUsable) return { table: undefined, problems: found };
  const keysOf = (map: object): readonly string[] => built.keyOrder.get(map) ?? Object.keys(map);
  const read = toTable(built.value as Json, keysOf, () => places);
  return { table: read.table, problems: [...found, ...read.problems] };
}

/** Where one key looks like an index, the first one does. */
function keysInOrder(map: object, text: string): readonly string[] {
  const keys = Object.keys(map);
  return isIndexKey(keys[0] ?? '') ? listTopKeys(text) : keys;
}

type FindPlace = (path: KeyPath) => OffsetRange;

function toTable(value: Json, keysOf: (map: object) => readonly string[], findPlace: () => FindPlace): ReadTable {
  const keys = isJsonObject(value) ? keysOf(value) : undefined;
  const rows = rowsOf(value, keys);
  if (rows === undefined || rows.length === 0) return { table: undefined, problems: [noRows(value)] };
  let places: FindPlace | undefined;
  const locate: InventoryTable['locate'] = (row, column) => {
    places ??= findPlace();
    const at = keys === undefined ? row : (keys[row] ?? '');
    return places(column === undefined ? [at] : [at, column]);
  };
  return { table: { columns: columnsOf(rows), rows, locate }, problems: [] };
}

function rowsOf(value: Json, keys: readonly string[] | undefined): readonly InventoryRow[] | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => ({ value: item }));
  if (!isJsonObject(value) || keys === undefined) return undefined;
  return keys.map((key) => ({ key, value: value[key] ?? null }));
}

function columnsOf(rows: readonly InventoryRow[]): readonly string[] {
  const columns = new Set<string>();
  for (const { value } of rows) if (isJsonObject(value)) for (const name of Object.keys(value)) columns.add(name);
  return [...columns];
}

function noRows(value: Json): TextProblem {
  const isEmpty = value === null || typeof value === 'object';
  return {
    code: isEmpty ? 'PLAN_INVENTORY_EMPTY' : 'PLAN_INVENTORY_ROW',
    start: 0,
    end: 0,
    summary: isEmpty ? 'empty inventory' : 'inventory that is a single value',
    detail: 'An inventory is a list of rows, or a map whose keys name the units.',
    hint: 'Write one row for each unit: `- { name: orders-2024, shards: 3 }`, or `orders-2024: { shards: 3 }`.',
  };
}

/** What was written is lost, and an inventory does not say which of its values become a part of a text. */
function lostForms({ written }: BuiltDocument, places: FindPlace): readonly TextProblem[] {
  return written.map(({ path, value, written: form }: WrittenScalar) => ({
    code: 'PLAN_NUMBER_FORM' as const,
    ...places(path),
    summary: `\`${form}\` is the ${typeof value} ${value}`,
    detail: `It is read as the ${typeof value} ${value}, not as the text that is written.`,
    hint: `Put it in quotes if it is text; write ${value} if it is a ${typeof value}.`,
  }));
}

function references(text: string, value: Value, places: FindPlace): readonly TextProblem[] {
  if (!text.includes('${{')) return [];
  return referencePaths(value, []).map((path) => ({ ...REFERENCE_IN_ROW, ...places(path) }));
}

/** A reference that is refused need not be a good one: what is wrong inside it is no finding of its own. */
function withoutThoseIn(refused: readonly TextProblem[], problems: readonly TextProblem[]): readonly TextProblem[] {
  if (refused.length === 0) return problems;
  return problems.filter(({ code }) => code !== 'PLAN_REFERENCE_SYNTAX' && code !== 'PLAN_REFERENCE_UNKNOWN');
}

function referencePaths(value: Value, path: KeyPath): readonly KeyPath[] {
  if (isPlainData(value)) return [];
  if (isDeferred(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item: Value, index) => referencePaths(item, [...path, index]));
  return isValueObject(value)
    ? Object.entries(value).flatMap(([key, child]) => referencePaths(child, [...path, key]))
    : [];
}

/** JSON is YAML: its places are found in the syntax tree of that. */
function placesIn(text: string): FindPlace {
  const { document } = parseYaml(text);
  return createOffsetFinder(document?.contents ?? null, new WeakMap());
}
