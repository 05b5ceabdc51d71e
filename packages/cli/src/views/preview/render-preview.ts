import type { Preview } from '@waybill/core';
import { renderChangeList } from '../changes/render-changes.ts';
import { selectedPart } from '../folds/selected-part.ts';
import { renderNextSteps } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { collectFacts } from './preview-facts.ts';
import { renderCost, renderDuration } from './render-cost.ts';
import { renderHead } from './render-head.ts';
import { renderImpacts } from './render-impacts.ts';
import { renderMigrations } from './render-migrations.ts';
import { renderNotes } from './render-notes.ts';
import { renderOrder, renderSecrets } from './render-order.ts';
import type { RenderPreviewOptions } from './render-preview-options.ts';
import { renderRisks } from './render-risks.ts';

/** A preview for people, in pieces of whole lines: the answers first, then the groups, and single units on demand. */
export function* renderPreview(preview: Preview, options: RenderPreviewOptions): Generator<string> {
  for (const lines of linesOf(preview, options)) if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

function* linesOf(whole: Preview, options: RenderPreviewOptions): Generator<readonly string[]> {
  const { style, nextSteps, isConcise, since } = options;
  const preview = selectedPart(whole);
  yield renderAnswers(preview, style, { listsUnits: !isConcise });
  if (since !== undefined)
    yield ['', style.paint('bold', 'Since the previous preview'), ...renderChangeList(since.changes, style)];
  if (!isConcise) {
    yield renderOrder(preview, style);
    yield* renderMigrations(preview, options);
    yield renderSecrets(preview, style);
  }
  yield renderNextSteps(nextSteps, style);
}

/**
 * What moves, what could go wrong, how long, what users notice and the way back, and what it costs. `listsUnits`: what
 * differs between the units is listed below it.
 */
export function renderAnswers(
  whole: Preview,
  style: Style,
  { listsUnits }: { readonly listsUnits: boolean },
): readonly string[] {
  const preview = selectedPart(whole);
  const facts = collectFacts(preview);
  return [
    ...renderHead(preview, facts, { style, listsUnits }),
    ...renderNotes(preview, style),
    ...renderRisks(preview, facts, style),
    ...renderDuration(preview, facts, style),
    ...renderImpacts(preview, style),
    ...renderCost(preview, style),
  ];
}
