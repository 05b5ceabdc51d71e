import { defined, type PreviewFinding } from '@waybill/core';
import { nonEmpty } from '@waybill/core/internal';
import { KEY, keyOf } from './unit-key.ts';

/** Before the checks that could not be asked because of a finding. */
export const PREVENTED = 'Checks that could not be run because of it:';

/** Those that another finding names are shown with it. */
export function isUnasked({ verdict, because_of }: PreviewFinding): boolean {
  return verdict === 'unasked' && because_of === undefined;
}

/**
 * Findings that say the same of their units but for the units' keys are one, in the order of the first of each. One of units
 * of several migrations has no place in the plan.
 */
export function foldFindings(findings: readonly PreviewFinding[]): readonly PreviewFinding[] {
  const groups = Map.groupBy(findings, (finding) => {
    const { verdict, check, provider, because_of, units, path } = finding;
    const { detail, hint } = wordsOf(finding);
    // What is said of no unit is said of a place in the plan.
    return JSON.stringify([verdict, check, provider, because_of, units.length === 0 ? path : null, detail, hint]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined || group.length === 1 ? group : [joined(first, group)];
  });
}

function joined(first: PreviewFinding, group: readonly PreviewFinding[]): PreviewFinding {
  const { path, line, prevents: _own, ...rest } = first;
  const isOnePlace = group.every((finding) => finding.path === path);
  const prevents = [...new Set(group.flatMap((finding) => finding.prevents ?? []))];
  return {
    ...rest,
    ...wordsOf(first),
    units: group.flatMap(({ units }) => units),
    ...(isOnePlace ? defined({ path, line }) : {}),
    ...defined({ prevents: nonEmpty(prevents) }),
  };
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
