import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { isPlainData, markPlain } from '../../value/plain-data.ts';
import { atOnce, type Sliced } from '../../value/sliced.ts';
import type { Value } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { WrittenScalar } from '../written-scalar.ts';
import { aliasValue } from './alias-value.ts';
import { type DocumentBuild, reportAt } from './document-build.ts';
import { findDirections, mayHideCharacters } from './hidden-characters.ts';
import { documentOrder, isIndexKey, keyText, reportDuplicate } from './map-keys.ts';
import { isMergeKey, MERGED_TWICE, mergeMaps } from './merge-maps.ts';
import { scalarValue } from './scalar-value.ts';
import { MAX_DEPTH, type TextProblem, tooDeep } from './text-problem.ts';

/** Some milliseconds of work. */
const ITEMS_PER_SLICE = 10_000;

export interface BuiltDocument {
  readonly value: Value;
  readonly problems: readonly TextProblem[];
  /** False when a limit cut the data short, so that nothing may be concluded from what is there. */
  readonly isComplete: boolean;
  /** The keys of maps whose order JavaScript would not keep (`10` sorts before `b`), in document order. */
  readonly keyOrder: WeakMap<object, readonly string[]>;
  readonly targets: WeakMap<Alias, Node>;
  readonly written: readonly WrittenScalar[];
}

/**
 * Syntax tree → data, in one pass: references become `Reference` and `Interpolation`, aliases share the value of their
 * anchor, and whatever plain data cannot hold is a problem. Linear in the size of the text.
 */
export function buildValue(root: Node | null, text: string): BuiltDocument {
  return atOnce(buildValueSliced(root, text));
}

/** What `buildValue` does. */
export function* buildValueSliced(root: Node | null, text: string): Sliced<BuiltDocument> {
  const build: DocumentBuild = {
    text,
    mayHide: mayHideCharacters(text),
    problems: [...findDirections(text)],
    keyOrder: new WeakMap(),
    targets: new WeakMap(),
    anchors: new Map(),
    path: [],
    written: [],
    values: 0,
    aliasValues: 0,
  };
  const value = root === null ? null : yield* nodeValue(root, build, 0);
  yield;
  const isComplete = !build.problems.some(({ code }) => code === 'PLAN_TOO_DEEP' || code === 'PLAN_ALIAS_EXPANSION');
  const { problems, keyOrder, targets } = build;
  // What a map's own entry replaces in a merged one is not in the plan.
  const written = build.written.filter((scalar) => Object.is(valueAt(value, scalar.path), scalar.value));
  return { value, problems, isComplete, keyOrder, targets, written };
}

function* nodeValue(node: Node, build: DocumentBuild, depth: number): Sliced<Value> {
  if (isAlias(node)) return aliasValue(node, build);
  const before = build.values;
  const writtenBefore = build.written.length;
  build.values += 1;
  const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
  if (anchor !== undefined) build.anchors.set(anchor, { node, value: null, size: undefined });
  const value = isScalar(node) ? scalarValue(node, build) : yield* collectionValue(node, build, depth);
  if (anchor !== undefined) {
    const written = build.written.slice(writtenBefore);
    build.anchors.set(anchor, { node, value, size: build.values - before, written, depth: build.path.length });
  }
  return value;
}

function* collectionValue(node: Node, build: DocumentBuild, depth: number): Sliced<Value> {
  if (depth >= MAX_DEPTH) {
    build.problems.push(tooDeep(startOf(node)));
    return null;
  }
  if (isMap(node)) return yield* mapValue(node, build, depth);
  return isSeq(node) ? yield* listValue(node, build, depth) : null;
}

function* listValue(node: YAMLSeq, build: DocumentBuild, depth: number): Sliced<Value> {
  const items: Value[] = [];
  for (const [index, item] of node.items.entries()) {
    items.push(
      isPlainScalar(item) ? scalarBelow(index, item, build) : yield* valueBelow(index, item as Node, build, depth),
    );
    if (items.length % ITEMS_PER_SLICE === 0) yield;
  }
  if (items.every(isPlainData)) markPlain(items);
  return items;
}

/** Most values are scalars without an anchor, for which nothing is set up. */
function isPlainScalar(node: unknown): node is Scalar {
  return isScalar(node) && node.anchor === undefined;
}

function scalarBelow(key: string | number, node: Scalar, build: DocumentBuild): Value {
  build.path.push(key);
  build.values += 1;
  const value = scalarValue(node, build);
  build.path.pop();
  return value;
}

function* valueBelow(key: string | number, node: Node, build: DocumentBuild, depth: number): Sliced<Value> {
  build.path.push(key);
  const value = yield* nodeValue(node, build, depth + 1);
  build.path.pop();
  return value;
}

function valueAt(value: Value, path: KeyPath): Value | undefined {
  return path.reduce<Value | undefined>(
    (place, key) =>
      typeof place === 'object' && place !== null && Object.hasOwn(place, key)
        ? (place as Readonly<Record<string, Value>>)[key]
        : undefined,
    value,
  );
}

function* mapValue(node: YAMLMap, build: DocumentBuild, depth: number): Sliced<Value> {
  const result: Record<string, Value> = {};
  let merge: Node | undefined;
  let hasIndexKeys = false;
  let isPlain = true;
  for (const [index, pair] of node.items.entries()) {
    if (index % ITEMS_PER_SLICE === ITEMS_PER_SLICE - 1) yield;
    if (isMergeKey(pair.key)) {
      if (merge !== undefined) reportAt(build, pair.key as Node, MERGED_TWICE);
      merge = pair.key as Node;
      continue;
    }
    const key = keyText(pair, build);
    const child = pair.value as Node | null;
    const value = isPlainScalar(child)
      ? scalarBelow(key ?? '', child, build)
      : child && (yield* valueBelow(key ?? '', child, build, depth));
    if (key === undefined) continue;
    isPlain &&= isPlainData(value);
    if (Object.hasOwn(result, key)) reportDuplicate(pair.key as Node, key, build);
    else result[key] = value;
    hasIndexKeys ||= isIndexKey(key);
  }
  if (merge !== undefined)
    mergeMaps(result, node, { build, readNode: (source) => atOnce(nodeValue(source, build, 1)) });
  else if (isPlain) markPlain(result);
  if (hasIndexKeys) build.keyOrder.set(result, documentOrder(node, result));
  return result;
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
