import type { JsonWhy } from '../folds/build-why.ts';
import { formatTime } from './format-time.ts';
import { paragraph, renderNextSteps } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** The chain of reasons, one below the other. */
export function renderWhy({ reasons, next_steps: nextSteps }: JsonWhy, style: Style): string {
  const lines = reasons.flatMap(({ step, status, detail, since }, index) => {
    const when = since === undefined ? '' : ` since ${formatTime(Date.parse(since))}`;
    const lead = index === 0 ? '' : `${style.symbols.arrow} `;
    return [
      `${lead}${style.paint('bold', visibleText(step))}  ${status}${when}`,
      ...paragraph(visibleText(detail), '    ', style),
    ];
  });
  return [...lines, ...renderNextSteps(nextSteps, style)].join('\n');
}
