import type { HeldTimeJson } from '../documents/json-objects.ts';
import { formatCount } from '../folds/counted.ts';
import { formatSpan } from './format-time.ts';
import { paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

const SHOWN = 10;

/** Above how long others were kept from something, by whose work. */
export const HELD_TITLE = 'Was frozen';

/** Of freezes that are over. */
export function renderHeldTimes(held: readonly HeldTimeJson[] = [], style: Style): readonly string[] {
  if (held.length === 0) return [];
  const lines = held.slice(0, SHOWN).flatMap((each) => paragraph(visibleText(describeHeldTime(each)), '  ', style));
  const hidden = held.length - SHOWN;
  return [
    '',
    style.paint('bold', HELD_TITLE),
    ...lines,
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} more`] : []),
  ];
}

/** `sessions.pause: for 2.8s in all: 2s until sessions.exchange was sent, then 0.8s until its job had ended` */
export function describeHeldTime({ step, sent, own_ms: ownMs, job_ms: jobMs }: HeldTimeJson): string {
  const { all, own, job } = formatParts(ownMs, jobMs);
  return `${step}: for ${all} in total: ${own} until ${sent} was sent, then ${job} until its job had ended`;
}

/** In one unit for all three, and rounded so that the parts add up. */
function formatParts(ownMs: number, jobMs: number): Readonly<Record<'all' | 'own' | 'job', string>> {
  const allMs = ownMs + jobMs;
  const [unitMs, format] =
    allMs < 1_000
      ? ([1, (ms: number) => `${ms}ms`] as const)
      : allMs < 10_000
        ? ([100, (ms: number) => `${ms / 1_000}s`] as const)
        : ([1_000, formatSpan] as const);
  const roundedMs = (ms: number): number => Math.round(ms / unitMs) * unitMs;
  return {
    all: format(roundedMs(allMs)),
    own: format(roundedMs(ownMs)),
    job: format(roundedMs(allMs) - roundedMs(ownMs)),
  };
}
