import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { visibleText } from '../../diagnostics/visible-text.ts';
import { type Deferred, Interpolation, isDeferred, type Value } from '../../value/value.ts';
import { alignComments } from '../syntax/align-comments.ts';
import { escapeHidden, hidesCharacters } from '../syntax/hidden-characters.ts';
import type { EffectiveLeaf, EffectiveMap, EffectivePlan, EffectiveValue } from './effective-value.ts';

export interface PrintOptions {
  /** The comment behind a value: where it comes from. */
  readonly describe: (leaf: EffectiveLeaf) => string;
  /** Lines of the comment above it all. */
  readonly head: readonly string[];
}

/** Key of a migration under which the values of its units are shown; keys with `x-` are not evaluated. */
const UNITS_KEY = 'x-units';

/** The effective plan as a plan, with a comment behind each value. */
export function printEffective(effective: EffectivePlan, { describe, head }: PrintOptions): string {
  const document = new Document(toNode(withUnits(effective), describe), { version: '1.2' });
  document.commentBefore = head.map((line) => ` ${oneLine(line)}`).join('\n');
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  // A character that is not seen is in quotes, and is written so that it is.
  const visible = escapeHidden(text);
  return alignComments(visible, visible);
}

function withUnits({ root, units }: EffectivePlan): EffectiveMap {
  const byMigration = Map.groupBy(units, ({ migration }) => migration);
  return mapEntry(root, 'migrations', (migrations) => ({
    kind: 'map',
    entries: (migrations as EffectiveMap).entries.map(([name, entry]) => {
      const shown = byMigration.get(name);
      if (shown === undefined || entry.kind !== 'map') return [name, entry] as const;
      const values = shown.map(({ key, values: of }) => [key, of] as const);
      return [name, { ...entry, entries: [...entry.entries, [UNITS_KEY, { kind: 'map', entries: values }]] }] as const;
    }),
  }));
}

function mapEntry(map: EffectiveMap, name: string, change: (value: EffectiveValue) => EffectiveValue): EffectiveMap {
  return { ...map, entries: map.entries.map(([key, value]) => [key, key === name ? change(value) : value] as const) };
}

function toNode(value: EffectiveValue, describe: PrintOptions['describe']): Node {
  if (value.kind === 'leaf') return leafNode(value, describe);
  if (value.kind === 'list') {
    const list = new YAMLSeq<Node>();
    for (const item of value.items) list.items.push(toNode(item, describe));
    return list;
  }
  const map = new YAMLMap<Node, Node>();
  for (const [key, child] of value.entries) map.items.push(new Pair(keyNode(key), toNode(child, describe)));
  if (value.entries.length === 0) map.flow = true;
  return map;
}

/** A merge key is written without quotes, and one in quotes is a name. */
function keyNode(key: string): Scalar {
  const node = new Scalar(key);
  if (key === '<<' || hidesCharacters(key)) node.type = 'QUOTE_DOUBLE';
  return node;
}

function leafNode(leaf: EffectiveLeaf, describe: PrintOptions['describe']): Node {
  const node = valueNode(leaf.value);
  node.comment = ` ${oneLine(describe(leaf))}`;
  return node;
}

function valueNode(value: Value): Node {
  if (typeof value === 'object' && value !== null && !isDeferred(value)) {
    const empty = Array.isArray(value) ? new YAMLSeq() : new YAMLMap();
    empty.flow = true;
    return empty;
  }
  const node = new Scalar(isDeferred(value) || typeof value === 'string' ? templateText(value) : value);
  if (typeof node.value === 'string' && (/[\n\r]/.test(node.value) || hidesCharacters(node.value)))
    node.type = 'QUOTE_DOUBLE';
  return node;
}

/** A text as a plan writes it: what looks like a reference and is none is escaped. */
function templateText(value: string | Deferred): string {
  if (typeof value === 'string') return escapeOpen(value);
  if (value instanceof Interpolation)
    return value.parts.map((part) => (typeof part === 'string' ? escapeOpen(part) : part.toString())).join('');
  return value.toString();
}

function escapeOpen(text: string): string {
  return text.replaceAll('${{', '$${{');
}

function oneLine(text: string): string {
  return visibleText(text.replaceAll(/[\r\n]+/g, ' '));
}
