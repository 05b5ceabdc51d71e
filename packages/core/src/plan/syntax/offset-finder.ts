import { type Alias, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { KeyPath } from '../key-path.ts';
import type { OffsetRange } from './scalar-range.ts';

/**
 * Where the value at a path is in the text, or the nearest parent that exists. The entries of a map are found by its keys
 * once, so that looking up one row after the other costs no more than reading them.
 */
export function createOffsetFinder(root: Node | null, targets: WeakMap<Alias, Node>): (path: KeyPath) => OffsetRange {
  const byKey = new WeakMap<Node, ReadonlyMap<string, Node>>();
  return (path) => {
    let place = root;
    for (const key of path) {
      const next = childOf(isAlias(place) ? (targets.get(place) ?? null) : place, key);
      if (next === undefined) break;
      place = next;
    }
    const [start, end] = place?.range ?? [0, 0];
    return { start, end };
  };

  function childOf(node: Node | null, key: string | number): Node | undefined {
    if (isSeq(node)) return node.items[Number(key)] as Node | undefined;
    if (!isMap(node)) return undefined;
    const known =
      byKey.get(node) ??
      new Map(
        node.items.flatMap((pair) =>
          isScalar(pair.key) ? [[String(pair.key.value), (pair.value ?? pair.key) as Node] as const] : [],
        ),
      );
    byKey.set(node, known);
    return known.get(String(key));
  }
}
