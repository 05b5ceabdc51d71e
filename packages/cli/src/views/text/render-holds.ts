import type { StandingHoldJson } from '../documents/json-objects.ts';
import { formatCount } from '../folds/counted.ts';
import { formatTime } from './format-time.ts';
import { paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

const SHOWN = 10;

/** What others cannot do until units have succeeded, and the call that ends it by hand. It must not be forgotten. */
export function renderHolds(holds: readonly StandingHoldJson[], style: Style): readonly string[] {
  if (holds.length === 0) return [];
  const lines = holds
    .slice(0, SHOWN)
    .flatMap(({ step, since, holds: label, lift }) => [
      ...paragraph(
        visibleText(`${step}: ${label} since ${formatTime(Date.parse(since))}`),
        `  ${style.symbols.warning} `,
        style,
      ),
      ...paragraph(visibleText(`To lift it by hand: ${lift}`), '    ', style),
    ]);
  const hidden = holds.length - SHOWN;
  return [
    '',
    style.paint('bold', 'Frozen'),
    ...lines,
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} more`] : []),
  ];
}
