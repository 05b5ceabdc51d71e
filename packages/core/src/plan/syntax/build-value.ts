import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { suggest } from '../../diagnostics/suggest.ts';
import { isPlainData, markPlain } from '../../value/plain-data.ts';
import { isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import { lostForm, type WrittenScalar } from '../written-scalar.ts';
import { findDirections, findHidden, mayHideCharacters } from './hidden-characters.ts';
import { parseTemplate } from './parse-template.ts';
import { rangeInScalar } from './scalar-range.ts';
import { MAX_DEPTH, type TextProblem, tooDeep } from './text-problem.ts';

/** Values that aliases may add to a document, counted as if each alias were written out. */
export const MAX_ALIAS_VALUES: number = 100_000;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

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
  const build: Build = {
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
  const value = root === null ? null : nodeValue(root, build, 0);
  const isComplete = !build.problems.some(({ code }) => code === 'PLAN_TOO_DEEP' || code === 'PLAN_ALIAS_EXPANSION');
  const { problems, keyOrder, targets } = build;
  // What a map's own entry replaces in a merged one is not in the plan.
  const written = build.written.filter((scalar) => Object.is(valueAt(value, scalar.path), scalar.value));
  return { value, problems, isComplete, keyOrder, targets, written };
}

interface Build {
  readonly text: string;
  readonly mayHide: boolean;
  readonly problems: TextProblem[];
  readonly keyOrder: WeakMap<object, readonly string[]>;
  readonly targets: WeakMap<Alias, Node>;
  readonly anchors: Map<string, Anchored>;
  /** Of the value that is being read. */
  readonly path: (string | number)[];
  readonly written: WrittenScalar[];
  /** Values so far, aliases written out. */
  values: number;
  aliasValues: number;
}

interface Anchored {
  readonly node: Node;
  readonly value: Value;
  /** Values in it, aliases written out; undefined while it is still being read. */
  readonly size: number | undefined;
  /** The scalars in it whose form is lost, and how deep it lies. */
  readonly written?: readonly WrittenScalar[];
  readonly depth?: number;
}

function nodeValue(node: Node, build: Build, depth: number): Value {
  if (isAlias(node)) return aliasValue(node, build);
  const before = build.values;
  const writtenBefore = build.written.length;
  build.values += 1;
  const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
  if (anchor !== undefined) build.anchors.set(anchor, { node, value: null, size: undefined });
  const value = plainValue(node, build, depth);
  if (anchor !== undefined) {
    const written = build.written.slice(writtenBefore);
    build.anchors.set(anchor, { node, value, size: build.values - before, written, depth: build.path.length });
  }
  return value;
}

function plainValue(node: Node, build: Build, depth: number): Value {
  if (isScalar(node)) return scalarValue(node, build);
  if (depth >= MAX_DEPTH) {
    build.problems.push(tooDeep(startOf(node)));
    return null;
  }
  if (isMap(node)) return mapValue(node, build, depth);
  return isSeq(node) ? listValue(node, build, depth) : null;
}

function scalarValue(node: Scalar, build: Build): Value {
  const { value } = node;
  const written = lostForm(node);
  if (written !== undefined) build.written.push({ path: [...build.path], value: value as number | boolean, written });
  if (typeof value === 'string') return textValue(node, value, build);
  if (typeof value === 'number') return numberValue(node, value, build);
  return typeof value === 'boolean' ? value : null;
}

function textValue(node: Scalar, value: string, build: Build): Value {
  if (!value.isWellFormed()) report(build, node, HALF_A_CHARACTER);
  if (build.mayHide && build.path.at(-1) !== 'description') reportHidden(node, build);
  return value.includes('${{') ? templateValue(node, value, build) : value;
}

function reportHidden({ range }: Scalar, build: Build): void {
  if (range === undefined || range === null) return;
  const hidden = findHidden(build.text.slice(range[0], range[1]), range[0]);
  if (hidden !== undefined) build.problems.push(hidden);
}

/** Escapes can write what no UTF-8 can: on its way to the vendor it would become another character. */
const HALF_A_CHARACTER: Words = {
  code: 'PLAN_ENCODING',
  summary: 'text with half a character',
  detail: 'An escape between \\uD800 and \\uDFFF is one half of a surrogate pair, and the other half is missing.',
  hint: 'Write the character itself, or both halves, or `\\U` with eight digits.',
};

function numberValue(node: Scalar, value: number, build: Build): Value {
  if (isExact(value, node.source ?? '')) return value;
  report(build, node, {
    code: 'PLAN_NUMBER_PRECISION',
    summary: 'number that cannot be kept exactly',
    detail: 'JSON has no infinity, and not every whole number beyond 9007199254740991 can be kept.',
    hint: 'Put it in quotes if it is an identifier.',
  });
  return value;
}

/** Whether the number writes itself as it is written. Only whole numbers count: rounding a fraction is expected. */
function isExact(value: number, written: string): boolean {
  if (!Number.isFinite(value)) return false;
  const isWhole = /^[-+]?\d+$/.test(written);
  return !isWhole || Number.isSafeInteger(value) || String(value) === written;
}

function templateValue(node: Scalar, text: string, build: Build): Value {
  const template = parseTemplate(text);
  for (const { start, end, ...words } of template.problems) {
    build.problems.push({ ...rangeInScalar(build.text, node, { start, end }), ...words });
  }
  return template.value;
}

function listValue(node: YAMLSeq, build: Build, depth: number): Value {
  const items = node.items.map((item, index) => valueBelow(index, item as Node, build, depth));
  if (items.every(isPlainData)) markPlain(items);
  return items;
}

function valueBelow(key: string | number, node: Node, build: Build, depth: number): Value {
  build.path.push(key);
  const value = nodeValue(node, build, depth + 1);
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

function mapValue(node: YAMLMap, build: Build, depth: number): Value {
  const result: Record<string, Value> = {};
  let merge: Node | undefined;
  let hasIndexKeys = false;
  let isPlain = true;
  for (const pair of node.items) {
    if (isMergeKey(pair.key)) {
      if (merge !== undefined) report(build, pair.key as Node, MERGED_TWICE);
      merge = pair.key as Node;
      continue;
    }
    const key = keyText(pair, build);
    const value = pair.value === null ? null : valueBelow(key ?? '', pair.value as Node, build, depth);
    if (key === undefined) continue;
    isPlain &&= isPlainData(value);
    if (Object.hasOwn(result, key)) reportDuplicate(pair.key as Node, key, build);
    else result[key] = value;
    hasIndexKeys ||= isIndexKey(key);
  }
  if (merge !== undefined) mergeMaps(result, node, build);
  else if (isPlain) markPlain(result);
  if (hasIndexKeys) build.keyOrder.set(result, documentOrder(node, result));
  return result;
}

const MERGED_TWICE: Words = {
  code: 'PLAN_DUPLICATE_KEY',
  summary: 'key `<<` is given twice',
  detail:
    'A map holds each key once. YAML tools do not agree on which of two `<<` wins, so the same plan would do different things.',
  hint: 'Write one `<<: [*first, *second]`: what the first holds wins.',
};

/** `<<: *base`: the entries of other maps, after and below the map's own. */
function mergeMaps(result: Record<string, Value>, node: YAMLMap, build: Build): void {
  const own = { ...result };
  for (const pair of node.items) {
    if (!isMergeKey(pair.key)) continue;
    const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
    for (const source of sources) {
      const merged = source === null ? null : nodeValue(source as Node, build, 1);
      if (isValueObject(merged)) {
        warnOfReplaced(own, merged, node, build);
        copyMissing(merged, result);
      } else if (source !== null && build.aliasValues <= MAX_ALIAS_VALUES) report(build, source as Node, NOT_A_MERGE);
    }
  }
}

/**
 * Merging is shallow: a map of one's own replaces the merged one with everything in it. One that only repeats keys of the
 * merged one was probably meant to change these alone; with a key of its own it is another map.
 */
function warnOfReplaced(own: ValueObject, merged: ValueObject, node: YAMLMap, build: Build): void {
  for (const { key } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const mine = Object.hasOwn(own, name) ? own[name] : undefined;
    const theirs = Object.hasOwn(merged, name) ? merged[name] : undefined;
    if (!isValueObject(mine) || !isValueObject(theirs)) continue;
    const lost = Object.keys(theirs).filter((field) => !Object.hasOwn(mine, field));
    const isPart = Object.keys(mine).every((field) => Object.hasOwn(theirs, field));
    if (isPart && lost.length > 0) report(build, key as Node, replacedWords(name, lost));
  }
}

function replacedWords(name: string, lost: readonly string[]): Words {
  const fields = `${lost
    .slice(0, 8)
    .map((field) => `\`${field}\``)
    .join(', ')}${lost.length > 8 ? ` and ${lost.length - 8} more` : ''}`;
  return {
    severity: 'warning',
    code: 'PLAN_MERGE_REPLACES',
    summary: `\`${name}\` replaces the merged one as a whole`,
    detail: `\`<<\` takes over whole entries: what the merged \`${name}\` holds and this one does not is left out (${fields}).`,
    hint: `Give the merged \`${name}\` an anchor and begin this one with \`<<: *anchor\`, or write out what it needs.`,
  };
}

const NOT_A_MERGE: Words = {
  code: 'PLAN_YAML_ALIAS',
  summary: '`<<` needs a map',
  detail: 'The merge key `<<` takes over the entries of a map, or of each map in a list.',
  hint: 'Write `<<: *name`, where `&name` is in front of a map.',
};

function copyMissing(from: ValueObject, to: Record<string, Value>): void {
  for (const [key, value] of Object.entries(from)) if (!Object.hasOwn(to, key)) to[key] = value;
}

/** JavaScript moves keys that look like list indexes to the front; the document's order is the user's. */
function documentOrder(node: YAMLMap, result: ValueObject): readonly string[] {
  const order = new Set<string>();
  for (const { key } of node.items) {
    if (isScalar(key) && Object.hasOwn(result, String(key.source))) order.add(String(key.source));
  }
  for (const key of Object.keys(result)) order.add(key);
  return [...order];
}

function isIndexKey(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57;
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

/** The key as text, or undefined after reporting why it cannot be one. */
function keyText(pair: Pair, build: Build): string | undefined {
  const key = pair.key as Node | null;
  const text = isScalar(key) ? plainKeyText(key) : undefined;
  if (text === undefined) {
    report(build, key ?? (pair.value as Node | null), KEY_NOT_TEXT);
    return undefined;
  }
  if (FORBIDDEN_KEYS.has(text)) {
    report(build, key, { ...FORBIDDEN_KEY, summary: `forbidden key \`${text}\`` });
    return undefined;
  }
  if (!text.isWellFormed()) report(build, key, HALF_A_CHARACTER);
  if (build.mayHide) reportHidden(key as Scalar, build);
  if (text.includes('${{')) {
    report(build, key, REFERENCE_IN_KEY);
    return undefined;
  }
  if (isScalar(key) && key.anchor !== undefined) build.anchors.set(key.anchor, { node: key, value: text, size: 1 });
  return text;
}

/** `2024: x` may stand without quotes, because it reads the same as text; `0123`, `1.0`, `true` and an empty key may not. */
function plainKeyText(key: Scalar): string | undefined {
  const { value } = key;
  if (typeof value === 'string') return value;
  return typeof value === 'number' && String(value) === key.source ? key.source : undefined;
}

const KEY_NOT_TEXT: Words = {
  code: 'PLAN_KEY_NOT_TEXT',
  summary: 'key that is not text',
  detail: 'YAML reads this key as a number, a boolean, nothing or a collection, so its text would be lost.',
  hint: 'Put the key in quotes.',
};

const FORBIDDEN_KEY: Omit<Words, 'summary'> = {
  code: 'PLAN_FORBIDDEN_KEY',
  detail:
    '`__proto__`, `constructor` and `prototype` have a meaning of their own in JavaScript and are refused everywhere.',
  hint: 'Use another name.',
};

const REFERENCE_IN_KEY: Words = {
  code: 'PLAN_REFERENCE_NOT_ALLOWED',
  summary: 'reference in a key',
  detail: 'A reference replaces a value; the keys of a plan are fixed text.',
  hint: 'Write the key out, or `$${{` for a literal `${{`.',
};

function reportDuplicate(key: Node, text: string, build: Build): void {
  report(build, key, {
    code: 'PLAN_DUPLICATE_KEY',
    summary: `key \`${text}\` is given twice`,
    detail: 'A map holds each key once; the earlier entry would be lost silently.',
    hint: 'Remove one of the two, or give it another name.',
  });
}

function aliasValue(alias: Alias, build: Build): Value {
  const anchored = build.anchors.get(alias.source);
  if (anchored?.size === undefined) {
    report(build, alias, anchored === undefined ? unknownAnchor(alias, build) : CIRCULAR_ALIAS);
    return null;
  }
  build.targets.set(alias, anchored.node);
  build.values += anchored.size;
  const wasWithin = build.aliasValues <= MAX_ALIAS_VALUES;
  build.aliasValues += anchored.size;
  if (build.aliasValues <= MAX_ALIAS_VALUES) {
    for (const { path, ...scalar } of anchored.written ?? [])
      build.written.push({ ...scalar, path: [...build.path, ...path.slice(anchored.depth)] });
    return anchored.value;
  }
  if (wasWithin) report(build, alias, ALIAS_EXPANSION);
  return null;
}

const CIRCULAR_ALIAS: Words = {
  code: 'PLAN_YAML_ALIAS',
  summary: 'alias inside its own anchor',
  detail: 'The value that this alias repeats holds the alias itself and would never end.',
  hint: 'Write the value out.',
};

const ALIAS_EXPANSION: Words = {
  code: 'PLAN_ALIAS_EXPANSION',
  summary: 'aliases repeat too much',
  detail: `With every alias written out the plan would grow by more than ${MAX_ALIAS_VALUES} values.`,
  hint: 'Use `for_each` for many units of the same form.',
};

function unknownAnchor(alias: Alias, build: Build): Words {
  const suggestion = suggest(alias.source, build.anchors.keys());
  return {
    code: 'PLAN_YAML_ALIAS',
    summary: `unknown alias \`*${alias.source}\``,
    detail: `No anchor \`&${alias.source}\` is defined before this place.`,
    hint: suggestion === undefined ? 'A text that starts with `*` needs quotes.' : `did you mean \`*${suggestion}\`?`,
  };
}

type Words = Pick<TextProblem, 'severity' | 'code' | 'summary' | 'detail' | 'hint'>;

function report(build: Build, node: Node | null, words: Words): void {
  const [start, end] = node?.range ?? [0, 0];
  build.problems.push({ start, end, ...words });
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
