import type { DecisionNote, SkippedGroup } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { formatTime } from './format-time.ts';
import { listUnits, paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** The latest ones; JSON lists more. */
const SHOWN_DECISIONS = 5;
const SHOWN_GROUPS = 5;

/** Who decided what, and why; the latest last. */
export function renderDecisions(decisions: readonly DecisionNote[], style: Style): readonly string[] {
  if (decisions.length === 0) return [];
  const hidden = decisions.length - SHOWN_DECISIONS;
  const lines = decisions
    .slice(-SHOWN_DECISIONS)
    .flatMap(({ at, address, decision, by, reason }) => [
      `  ${visibleText(address)}  ${WORDS[decision]} by ${visibleText(by)}  ${formatTime(Date.parse(at))}`,
      ...paragraph(visibleText(reason), '    ', style).map((line) => style.paint('dim', line)),
    ]);
  return [
    '',
    style.paint('bold', 'Decided'),
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} before these`] : []),
    ...lines,
  ];
}

const WORDS: Readonly<Record<DecisionNote['decision'], string>> = {
  retry: 'to be retried',
  redo: 'started over',
  skip: 'given up',
  accept: 'counted as done',
  rollback: 'being rolled back',
  'rolled-back': 'rolled back',
  adopt: 'settled as happened',
  'did-not-happen': 'settled as not happened',
};

/** Units that no run reaches, by what stands in their way. */
export function renderSkipped(groups: readonly SkippedGroup[], style: Style): readonly string[] {
  if (groups.length === 0) return [];
  const lines = groups.slice(0, SHOWN_GROUPS).flatMap(({ because, because_status: status, units }) => {
    const text = `${counted(units.length, 'unit')} because ${visibleText(because)} ${REASONS[status] ?? `is ${status}`}: ${listUnits(units, style)}`;
    return paragraph(text, `  ${style.symbols.pending} `, style);
  });
  const hidden = groups.length - SHOWN_GROUPS;
  return [
    '',
    style.paint('bold', 'Skipped'),
    ...lines,
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} more causes`] : []),
  ];
}

const REASONS: Readonly<Record<string, string>> = {
  failed: 'failed',
  unknown: 'is unknown',
  skipped: 'was given up',
};
