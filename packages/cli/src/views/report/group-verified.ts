import type { Report, ReportUnit } from '@waybill/core';
import { describeCompared, sumOf } from '../folds/compared-units.ts';
import { formatTime } from '../text/format-time.ts';

/** Units that were compared with the same result, as thoroughly. */
export interface VerifiedGroup {
  readonly result: 'equal' | 'different' | 'unstable';
  /** `2 units equal by digest, 2,400 documents, compared at 2026-11-29 20:00:00Z`. */
  readonly text: string;
  readonly units: readonly string[];
}

const GRAVEST_FIRST = ['different', 'unstable', 'equal'] as const;

/** What comparisons of both sides found, the gravest first; none where nothing was compared. */
export function groupVerified({ units }: Report): readonly VerifiedGroup[] {
  const compared = units.filter(({ verified }) => verified !== undefined);
  const groups = Map.groupBy(
    compared,
    ({ verified }) =>
      `${verified?.result} ${verified?.level ?? ''}${verified?.omitted === undefined ? '' : ' but for some'}`,
  );
  return GRAVEST_FIRST.flatMap((result) =>
    [...groups.values()].filter(([first]) => first?.verified?.result === result).map(groupOf),
  );
}

function groupOf(units: readonly ReportUnit[]): VerifiedGroup {
  const all = units.flatMap(({ verified }) => verified ?? []);
  const times = all.map(({ at }) => at).toSorted();
  const [oldest = '', latest = ''] = [times[0], times.at(-1)].map((at) => formatTime(Date.parse(at ?? '')));
  const group = sumOf(all);
  return {
    result: group.result,
    text: `${describeCompared(group)}, compared at ${oldest === latest ? oldest : `${oldest} to ${latest}`}`,
    units: units.map(({ address }) => address),
  };
}

/** A comparison says nothing of what comes after it. */
export const COMPARED_THEN =
  'A comparison does not cover what was written after it; waybill status --freshness checks both sides.';
