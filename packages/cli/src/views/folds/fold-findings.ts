import type { PreviewFinding } from '@waybill/core';
import { defined } from '@waybill/core';
import { KEY, keyOf } from './unit-key.ts';

/** Findings that say the same of their units but for the units' keys are one, in the order of the first of each. */
export function foldFindings(findings: readonly PreviewFinding[]): readonly PreviewFinding[] {
  const groups = Map.groupBy(findings, (finding) => {
    const { verdict, check, provider, path } = finding;
    const { detail, hint } = wordsOf(finding);
    return JSON.stringify([verdict, check, provider, path, detail, hint]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    return [{ ...first, ...wordsOf(first), units: group.flatMap(({ units }) => units) }];
  });
}

/** What a finding of one unit says, without its key. */
function wordsOf({ detail, hint, units }: PreviewFinding): Pick<PreviewFinding, 'detail' | 'hint'> {
  const key = units.length === 1 ? keyOf(units[0] ?? '') : undefined;
  if (key === undefined) return { detail, ...defined({ hint }) };
  // A short key is a part of other words too.
  const own = new RegExp(`(?<![\\p{L}\\p{N}_])${RegExp.escape(key)}(?![\\p{L}\\p{N}_])`, 'gu');
  const masked = (text: string): string => text.replaceAll(own, () => KEY);
  return { detail: masked(detail), ...defined({ hint: hint === undefined ? undefined : masked(hint) }) };
}
