import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isPair, isScalar, isSeq, parseDocument, visit, type YAMLMap } from 'yaml';
import { assertInvariant } from '../errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../value/value.ts';
import type { InventoryDraft } from './inventory-draft.ts';

/** Of a YAML file that could be read as rows: comments, order, quotes and what else is in it stay. */
export function yamlDraft(text: string, rows: readonly Json[]): InventoryDraft {
  const document: Document = parseDocument(text, { uniqueKeys: false });
  const { contents } = document;
  assertInvariant(isSeq(contents) || isMap(contents), 'an inventory is a list or a map');
  const items: readonly unknown[] = [...contents.items];
  const removed = new Set<unknown>();
  if (items.length === 0 && isSeq(contents)) contents.flow = false;
  return {
    shows: (row, column, value) => {
      const shown = rows[row];
      return isDeepStrictEqual(isJsonObject(shown) && Object.hasOwn(shown, column) ? shown[column] : undefined, value);
    },
    set: (row, column, value) => {
      const map = mapOf(items[row]);
      if (value === undefined) map.delete(column);
      else replace(map, column, document.createNode(value));
    },
    remove: (row) => removed.add(items[row]),
    add: (key, row: JsonObject) => {
      const node = document.createNode(row);
      if (isSeq(contents)) contents.items.push(node);
      else contents.set(key, node);
    },
    print: () => {
      contents.items = contents.items.filter((item: unknown) => !removed.has(item)) as never;
      return document.toString({ lineWidth: 0, minContentWidth: 0 });
    },
  };
}

/** Whether values are shared between places, so that a change of one would be a change of others. */
export function hasAliases(text: string): boolean {
  let isFound = false;
  visit(parseDocument(text, { uniqueKeys: false }), {
    Alias: () => {
      isFound = true;
      return visit.BREAK;
    },
  });
  return isFound;
}

/** What is remarked behind a value stays behind the new one. */
function replace(map: YAMLMap, column: string, node: ReturnType<Document['createNode']>): void {
  const before: unknown = map.get(column, true);
  if (isScalar(before) && isScalar(node)) {
    if (before.comment !== undefined) node.comment = before.comment;
    if (before.commentBefore !== undefined) node.commentBefore = before.commentBefore;
    if (before.spaceBefore !== undefined) node.spaceBefore = before.spaceBefore;
  }
  map.set(column, node);
}

function mapOf(item: unknown): YAMLMap {
  const value = isPair(item) ? item.value : item;
  assertInvariant(isMap(value), 'a row of an inventory is a map');
  return value;
}
