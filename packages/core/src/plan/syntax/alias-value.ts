import type { Alias } from 'yaml';
import { suggest } from '../../diagnostics/suggest.ts';
import type { Value } from '../../value/value.ts';
import { type DocumentBuild, type ProblemWords, reportAt } from './document-build.ts';

/** Values that aliases may add to a document, counted as if each alias were written out. */
export const MAX_ALIAS_VALUES: number = 100_000;

/** The value of the alias's anchor, which both then share. */
export function aliasValue(alias: Alias, build: DocumentBuild): Value {
  const anchored = build.anchors.get(alias.source);
  if (anchored?.size === undefined) {
    reportAt(build, alias, anchored === undefined ? unknownAnchor(alias, build) : CIRCULAR_ALIAS);
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
  if (wasWithin) reportAt(build, alias, ALIAS_EXPANSION);
  return null;
}

const CIRCULAR_ALIAS: ProblemWords = {
  code: 'PLAN_YAML_ALIAS',
  summary: 'alias inside its own anchor',
  detail: 'The value that this alias repeats contains the alias itself and would never end.',
  hint: 'Write the value out.',
};

const ALIAS_EXPANSION: ProblemWords = {
  code: 'PLAN_ALIAS_EXPANSION',
  summary: 'aliases repeat too much',
  detail: `With every alias written out the plan would grow by more than ${MAX_ALIAS_VALUES} values.`,
  hint: 'Use `for_each` for many units of the same form.',
};

function unknownAnchor(alias: Alias, build: DocumentBuild): ProblemWords {
  const suggestion = suggest(alias.source, build.anchors.keys());
  return {
    code: 'PLAN_YAML_ALIAS',
    summary: `unknown alias \`*${alias.source}\``,
    detail: `No anchor \`&${alias.source}\` is defined before this place.`,
    hint: suggestion === undefined ? 'A text that starts with `*` needs quotes.' : `did you mean \`*${suggestion}\`?`,
  };
}
