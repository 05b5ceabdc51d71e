import { isScalar, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { ValueObject } from '../../value/value.ts';
import { type DocumentBuild, type ProblemWords, reportAt } from './document-build.ts';
import { HALF_A_CHARACTER, reportHidden } from './scalar-value.ts';

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The key as text, or undefined after reporting why it cannot be one. */
export function keyText(pair: Pair, build: DocumentBuild): string | undefined {
  const key = pair.key as Node | null;
  const text = isScalar(key) ? plainKeyText(key) : undefined;
  if (text === undefined) {
    reportAt(build, key ?? (pair.value as Node | null), KEY_NOT_TEXT);
    return undefined;
  }
  if (FORBIDDEN_KEYS.has(text)) {
    reportAt(build, key, { ...FORBIDDEN_KEY, summary: `forbidden key \`${text}\`` });
    return undefined;
  }
  if (!text.isWellFormed()) reportAt(build, key, HALF_A_CHARACTER);
  if (build.mayHide) reportHidden(key as Scalar, build);
  if (text.includes('${{')) {
    reportAt(build, key, REFERENCE_IN_KEY);
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

const KEY_NOT_TEXT: ProblemWords = {
  code: 'PLAN_KEY_NOT_TEXT',
  summary: 'key that is not text',
  detail: 'YAML reads this key as a number, a boolean, nothing or a collection, so its text would be lost.',
  hint: 'Put the key in quotes.',
};

const FORBIDDEN_KEY: Omit<ProblemWords, 'summary'> = {
  code: 'PLAN_FORBIDDEN_KEY',
  detail:
    '`__proto__`, `constructor` and `prototype` have a meaning of their own in JavaScript and are refused everywhere.',
  hint: 'Use another name.',
};

const REFERENCE_IN_KEY: ProblemWords = {
  code: 'PLAN_REFERENCE_NOT_ALLOWED',
  summary: 'reference in a key',
  detail: 'A reference replaces a value; the keys of a plan are fixed text.',
  hint: 'Write the key out, or `$${{` for a literal `${{`.',
};

export function reportDuplicate(key: Node, text: string, build: DocumentBuild): void {
  reportAt(build, key, {
    code: 'PLAN_DUPLICATE_KEY',
    summary: `key \`${text}\` is given twice`,
    detail: 'A map holds each key once; the earlier entry would be lost silently.',
    hint: 'Remove one of the two, or give it another name.',
  });
}

/** JavaScript moves keys that look like list indexes to the front; the document's order is the user's. */
export function documentOrder(node: YAMLMap, result: ValueObject): readonly string[] {
  const order = new Set<string>();
  for (const { key } of node.items) {
    if (isScalar(key) && Object.hasOwn(result, String(key.source))) order.add(String(key.source));
  }
  for (const key of Object.keys(result)) order.add(key);
  return [...order];
}

/** Whether JavaScript may move the key to the front. */
export function isIndexKey(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57;
}
