import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { SourcePosition, SourceRange } from '../../diagnostics/diagnostic.ts';
import { createRangeFinder, type RangeFinder } from '../../diagnostics/range-finder.ts';
import type { Reference } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { PlanSource } from '../plan.ts';
import type { WrittenScalar } from '../written-scalar.ts';
import { isMergeKey } from './merge-maps.ts';
import { findReferences } from './parse-template.ts';

/** The plan's text with its syntax tree: finds places only when a diagnostic needs one. */
export function createPlanSource(options: {
  readonly file: string;
  readonly text: string;
  readonly root: Node | null;
  readonly targets: WeakMap<Alias, Node>;
  readonly findRange: RangeFinder;
  readonly written?: readonly WrittenScalar[];
}): PlanSource {
  const { file, text, root, targets, findRange, written = [] } = options;
  const writtenByEntry = Map.groupBy(written, ({ path }) => JSON.stringify(path.slice(0, 2)));
  return { file, text, locate, takenOverAt, writtenIn };

  function writtenIn(section: string, name: string): readonly WrittenScalar[] {
    return writtenByEntry.get(JSON.stringify([section, name])) ?? [];
  }

  /** The outermost alias or merge key on the way: what lies behind it is written elsewhere. */
  function takenOverAt(path: KeyPath): SourceRange | undefined {
    let node: Node | null = root;
    for (const key of path) {
      if (isAlias(node)) return offsetsToRange(node);
      const place = childOf(node, key, 0);
      if (place?.via !== undefined) return offsetsToRange(place.via);
      if (place === undefined) return undefined;
      node = place.value;
    }
    return undefined;
  }

  function locate(path: KeyPath, at: 'key' | 'value' = 'value'): SourceRange | undefined {
    const place = findPlace(path);
    if (place === undefined) return undefined;
    const node = at === 'key' || isEmpty(place.value) ? (place.key ?? place.value) : place.value;
    return offsetsToRange(node);
  }

  /** The deepest place along the path that exists. */
  function findPlace(path: KeyPath): Place | undefined {
    let place: Place | undefined = root === null ? undefined : { key: undefined, value: root };
    for (const key of path) {
      const next = place === undefined ? undefined : childOf(resolveAlias(place.value), key, 0);
      if (next === undefined) break;
      place = next;
    }
    return place;
  }

  function childOf(node: Node | null, key: string | number, merges: number): Place | undefined {
    if (isSeq(node)) {
      const item = node.items[Number(key)] as Node | undefined;
      return item === undefined ? undefined : { key: undefined, value: item };
    }
    if (!isMap(node)) return undefined;
    const own = node.items.find((pair) => isScalar(pair.key) && String(pair.key.source) === String(key));
    if (own !== undefined) return { key: own.key as Node, value: own.value as Node | null };
    return merges > 8 ? undefined : mergedChild(node, key, merges);
  }

  function mergedChild(node: YAMLMap, key: string | number, merges: number): Place | undefined {
    for (const pair of node.items as Pair[]) {
      if (!isMergeKey(pair.key)) continue;
      const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
      for (const source of sources) {
        const found = childOf(resolveAlias(source as Node | null), key, merges + 1);
        if (found !== undefined) return { ...found, via: source as Node };
      }
    }
    return undefined;
  }

  function resolveAlias(node: Node | null): Node | null {
    return isAlias(node) ? (targets.get(node) ?? null) : node;
  }

  function offsetsToRange(node: Node | null): SourceRange | undefined {
    const range = node?.range;
    return range === undefined || range === null ? undefined : findRange(range[0], range[1]);
  }

  function isEmpty(node: Node | null): boolean {
    return node === null || (node.range ?? [0, 0])[0] === (node.range ?? [0, 0])[1];
  }
}

interface Place {
  readonly key: Node | undefined;
  readonly value: Node | null;
  /** The source of a merge key that it comes from. */
  readonly via?: Node;
}

/** The range of one `${{ … }}` inside the text at a path, or of the whole text when it does not stand there verbatim. */
export function locateReference(source: PlanSource, path: KeyPath, reference: Reference): SourceRange | undefined {
  const range = source.locate(path);
  if (range === undefined) return undefined;
  const written = referencesAt(source, range).get(reference.toString());
  return written ?? range;
}

/** The references of the text looked at last, for texts with very many of them. */
const lastTexts: WeakMap<PlanSource, { readonly start: number; readonly places: ReadonlyMap<string, SourceRange> }> =
  new WeakMap();

function referencesAt(source: PlanSource, range: SourceRange): ReadonlyMap<string, SourceRange> {
  const start = range.start.offset;
  const known = lastTexts.get(source);
  if (known?.start === start) return known.places;
  const text = source.text.slice(start, range.end.offset);
  const places = new Map<string, SourceRange>();
  const findRange = createRangeFinder(text);
  for (const written of findReferences(text)) {
    const key = written.reference.toString();
    if (places.has(key)) continue;
    const inner = findRange(written.start, written.end);
    places.set(key, { start: shift(inner.start, range.start), end: shift(inner.end, range.start) });
  }
  lastTexts.set(source, { start, places });
  return places;
}

/** The place in the whole text of a place in a part of it. */
function shift(inner: SourcePosition, base: SourcePosition): SourcePosition {
  return {
    line: base.line + inner.line - 1,
    column: inner.line === 1 ? base.column + inner.column - 1 : inner.column,
    offset: base.offset + inner.offset,
  };
}
