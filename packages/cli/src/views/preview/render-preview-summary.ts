import type { Preview } from '@waybill/core';
import type { NextStep } from '../documents/json-objects.ts';
import { selectedPart } from '../folds/selected-part.ts';
import { renderNextSteps } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { collectFacts } from './preview-facts.ts';
import { renderVerdict } from './render-head.ts';
import { renderBlocking } from './render-risks.ts';

/** How much there is to do, what blocks it, and what comes next. */
export function renderPreviewSummary(whole: Preview, nextSteps: readonly NextStep[], style: Style): string {
  const preview = selectedPart(whole);
  const facts = collectFacts(preview);
  const lines = [
    ...renderVerdict(preview, facts, style),
    ...renderBlocking(preview, facts, style),
    ...renderNextSteps(nextSteps, style),
  ];
  return `${lines.join('\n')}\n`;
}
