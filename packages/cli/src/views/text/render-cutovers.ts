import type { Checkpoint } from '@waybill/core';
import type { PreviewPlace } from '@waybill/core/internal';
import type { UnitFreshness } from '@waybill/node';
import { describePlace } from '../folds/describe-place.ts';
import { formatSpan } from './format-time.ts';
import { paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** What an operator decides about. */
export interface CutoverFacts {
  readonly unit: string;
  readonly from?: PreviewPlace;
  readonly to?: PreviewPlace;
  /** What to make sure of, and what happens then, in order. */
  readonly follows: readonly string[];
  /** Absent: it was not compared again since it was applied. */
  readonly verified?: ReturnType<Checkpoint['verifications']['get']>;
  readonly freshness?: UnitFreshness;
}

interface CutoverStyle {
  readonly nowMs: number;
  readonly style: Style;
}

/** Units that wait at their cut-over, one after the other. */
export function renderCutovers(cutovers: readonly CutoverFacts[], options: CutoverStyle): readonly string[] {
  return cutovers.flatMap((facts) => [...renderCutover(facts, options), '']);
}

function renderCutover(facts: CutoverFacts, { nowMs, style }: CutoverStyle): readonly string[] {
  const { unit, from, to, follows } = facts;
  const lines = [
    ...(from === undefined ? [] : [`from ${describePlace(from)}`]),
    ...(to === undefined ? [] : [`to   ${describePlace(to)}`]),
    ...follows.map((line) => line.trim()),
    `Compared: ${describeVerified(facts, nowMs)}`,
  ];
  return [style.paint('bold', unit), ...lines.flatMap((line) => paragraph(visibleText(line), '  ', style))];
}

function describeVerified({ verified, freshness }: CutoverFacts, nowMs: number): string {
  if (verified === undefined) return 'not since it was applied. `waybill verify` does so.';
  const { result, level, atMs } = verified;
  const when = `${result} by ${level}, ${formatSpan(Math.max(0, nowMs - atMs))} ago`;
  if (freshness === undefined || freshness.freshness === 'unknown')
    return `${when}. Whether a side was written since is not known.`;
  return `${when}; ${freshness.freshness}. ${freshness.details.join(' ')}`;
}
