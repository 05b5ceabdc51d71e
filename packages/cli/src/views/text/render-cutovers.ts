import type { Checkpoint } from '@waybill/core';
import type { PreviewPlace } from '@waybill/core/internal';
import type { UnitFreshness, UsageFinding } from '@waybill/node';
import type { ComparedByUnit } from '@waybill/node/internal';
import type { OmittedUnit } from '../documents/compared-json.ts';
import { butFor, describeOmitted } from '../folds/describe-omitted.ts';
import { describePlace } from '../folds/describe-place.ts';
import { formatSpan } from './format-time.ts';
import { titleOfOmitted } from './render-omitted.ts';
import { paragraph, renderUsage } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** What an operator decides about. */
export interface CutoverFacts {
  readonly unit: string;
  readonly from?: PreviewPlace;
  readonly to?: PreviewPlace;
  /** What to make sure of, and what happens then, in order. */
  readonly follows: readonly string[];
  /** Who uses which side; of a unit that waits until its clients have moved. */
  readonly usage: readonly UsageFinding[];
  /** Absent: the unit has not compared its sides itself. */
  readonly compared?: ComparedByUnit;
  /** Absent: it was not compared again since it was applied. */
  readonly verified?: ReturnType<Checkpoint['verifications']['get']>;
  readonly freshness?: UnitFreshness;
  /** Absent: the copy is without nothing that the plan allows it to be without. */
  readonly omitted?: Pick<OmittedUnit, 'count' | 'named' | 'written'>;
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
  const { unit, from, to, follows, usage } = facts;
  const written = (line: string): readonly string[] => paragraph(visibleText(line), '  ', style);
  return [
    style.paint('bold', unit),
    ...(from === undefined ? [] : written(`from ${describePlace(from)}`)),
    ...(to === undefined ? [] : written(`to   ${describePlace(to)}`)),
    ...follows.flatMap((line) => writtenAsIndented(line, style)),
    ...(usage.length === 0 ? [] : ['  Used:', ...renderUsage(usage, '    ', style)]),
    ...writeCompared(facts, { nowMs, style }),
    ...writeOmitted(facts, style),
  ];
}

/** Sides that differed when they were compared last stand out: a yes here leads clients to a copy that is wrong. */
function writeCompared(facts: CutoverFacts, { nowMs, style }: CutoverStyle): readonly string[] {
  const text = visibleText(`Compared: ${describeCompared(facts, nowMs)}`);
  if (!differed(facts)) return paragraph(text, '  ', style);
  const hint = 'hint: `waybill verify --differences FILE` compares again, and names what differs.';
  return [
    ...paragraph(text, `  ${style.symbols.failed} `, style).map((line) => style.paint('red', line)),
    ...paragraph(hint, '    ', style),
  ];
}

function writeOmitted({ omitted }: CutoverFacts, style: Style): readonly string[] {
  if (omitted === undefined) return [];
  const text = visibleText(`${titleOfOmitted(omitted)}: ${describeOmitted(omitted)}`);
  return paragraph(text, `  ${style.symbols.warning} `, style).map((line) => style.paint('yellow', line));
}

function differed({ compared, verified }: CutoverFacts): boolean {
  return verified !== undefined && verified.result !== 'equal' && verified.atMs > (compared?.atMs ?? 0);
}

/** A line of a list keeps its place below the mark of the list. */
function writtenAsIndented(line: string, style: Style): readonly string[] {
  const lead = /^ *(?:- )?/.exec(line)?.[0] ?? '';
  return paragraph(visibleText(line.slice(lead.length)), lead, style);
}

/** The later one of what the unit has compared itself, and what `waybill verify` has. */
function describeCompared({ compared, verified, freshness }: CutoverFacts, nowMs: number): string {
  const ago = (atMs: number): string => `${formatSpan(Math.max(0, nowMs - atMs))} ago`;
  if (compared !== undefined && compared.atMs >= (verified?.atMs ?? 0))
    return `equal by ${compared.level}${butFor(compared.omitted)}, ${ago(compared.atMs)}, by the unit itself.`;
  if (verified === undefined) return 'not yet. `waybill verify` compares both sides.';
  const { result, level, omitted, atMs } = verified;
  const when = `${result} by ${level}${butFor(omitted)}, ${ago(atMs)}`;
  if (freshness === undefined || freshness.freshness === 'unknown')
    return `${when}. It is not known whether either side has been written to since then.`;
  return `${when}; ${freshness.freshness}. ${freshness.details.join(' ')}`;
}
