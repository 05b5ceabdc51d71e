import type { Preview, PreviewFinding } from '@waybill/core';
import { formatCount } from '../folds/counted.ts';
import { foldFindings, isUnasked, PREVENTED } from '../folds/fold-findings.ts';
import { markdownCode as code, markdownText as text } from './markdown-text.ts';
import { placeOf } from './preview-facts.ts';

/** Units that are named with a finding. */
const NAMED_UNITS = 5;

/** One line, with its units and where it is in the plan. */
export function renderFinding(preview: Preview, finding: PreviewFinding): string {
  const { verdict, check, provider, detail, hint, units, prevents } = finding;
  const place = placeOf(preview, finding);
  const symbol = verdict === 'blocking' ? ':no_entry: **BLOCKING**' : ':warning:';
  const whom = units.length === 0 ? '' : ` ${nameUnits(units)}`;
  const parts = [
    `- ${symbol} ${provider === undefined ? '' : `${text(provider)} `}${code(check)}:${whom} ${text(detail)}`,
    ...(hint === undefined ? [] : [`_${text(hint)}_`]),
    ...(prevents === undefined ? [] : [`${PREVENTED} ${prevents.map(code).join(', ')}.`]),
    ...(place === '' ? [] : [code(place)]),
  ];
  return parts.join(' ');
}

export function nameUnits(units: readonly string[]): string {
  const shown = units.slice(0, NAMED_UNITS).map(code).join(', ');
  return units.length > NAMED_UNITS
    ? `${shown} and ${formatCount(units.length - NAMED_UNITS)} more (in the saved preview)`
    : shown;
}

/** What a reviewer should read although nothing is wrong. */
export function renderNotes({ checks }: Preview): readonly string[] {
  return (checks.notes ?? []).map(({ units, detail }) => `- ${nameUnits(units)}: ${text(detail)}`);
}

export function renderUnasked({ checks }: Preview): readonly string[] {
  if (checks.basis === 'assumed') return [];
  const groups = Map.groupBy(foldFindings(checks.findings.filter(isUnasked)), ({ detail }) => detail);
  return [...groups].map(([detail, findings]) => {
    const names = [...new Set(findings.map(({ check }) => code(check)))].join(', ');
    return `- not run: ${names}: ${text(detail)}`;
  });
}
