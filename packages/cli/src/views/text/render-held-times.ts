import type { HeldTimeJson } from '../documents/json-objects.ts';
import { formatCount } from '../folds/counted.ts';
import { formatTook } from './format-time.ts';
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

/** `sessions.pause: for 3s in all: 2s until sessions.exchange was sent, then 800ms until its job had ended` */
export function describeHeldTime({ step, sent, own_ms: ownMs, job_ms: jobMs }: HeldTimeJson): string {
  return `${step}: for ${formatTook(ownMs + jobMs)} in all: ${formatTook(ownMs)} until ${sent} was sent, then ${formatTook(jobMs)} until its job had ended`;
}
