import { isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import { MAX_ALIAS_VALUES } from './alias-value.ts';
import { type DocumentBuild, type ProblemWords, reportAt } from './document-build.ts';

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

/** `<<: *base`: the entries of other maps, after and below the map's own, which `result` has. `readNode` reads a node. */
export function mergeMaps(
  result: Record<string, Value>,
  node: YAMLMap,
  { build, readNode }: { readonly build: DocumentBuild; readonly readNode: (node: Node) => Value },
): void {
  const own = { ...result };
  for (const pair of node.items) {
    if (!isMergeKey(pair.key)) continue;
    const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
    for (const source of sources) {
      const merged = source === null ? null : readNode(source as Node);
      if (isValueObject(merged)) {
        warnOfReplaced(own, merged, node, build);
        copyMissing(merged, result);
      } else if (source !== null && build.aliasValues <= MAX_ALIAS_VALUES) reportAt(build, source as Node, NOT_A_MERGE);
    }
  }
}

/**
 * Merging is shallow: a map of one's own replaces the merged one with everything in it. One that only repeats keys of the
 * merged one was probably meant to change these alone; with a key of its own it is another map.
 */
function warnOfReplaced(own: ValueObject, merged: ValueObject, node: YAMLMap, build: DocumentBuild): void {
  for (const { key } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const mine = Object.hasOwn(own, name) ? own[name] : undefined;
    const theirs = Object.hasOwn(merged, name) ? merged[name] : undefined;
    if (!isValueObject(mine) || !isValueObject(theirs)) continue;
    const lost = Object.keys(theirs).filter((field) => !Object.hasOwn(mine, field));
    const isPart = Object.keys(mine).every((field) => Object.hasOwn(theirs, field));
    if (isPart && lost.length > 0) reportAt(build, key as Node, replacedWords(name, lost));
  }
}

function replacedWords(name: string, lost: readonly string[]): ProblemWords {
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

const NOT_A_MERGE: ProblemWords = {
  code: 'PLAN_YAML_ALIAS',
  summary: '`<<` needs a map',
  detail: 'The merge key `<<` takes over the entries of a map, or of each map in a list.',
  hint: 'Write `<<: *name`, where `&name` is in front of a map.',
};

function copyMissing(from: ValueObject, to: Record<string, Value>): void {
  for (const [key, value] of Object.entries(from)) if (!Object.hasOwn(to, key)) to[key] = value;
}

export const MERGED_TWICE: ProblemWords = {
  code: 'PLAN_DUPLICATE_KEY',
  summary: 'key `<<` is given twice',
  detail:
    'A map holds each key once. YAML tools disagree on which of two `<<` wins, so the same plan would do different things.',
  hint: 'Write one `<<: [*first, *second]`: what the first holds wins.',
};
