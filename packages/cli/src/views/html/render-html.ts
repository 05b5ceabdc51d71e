import { createHash } from 'node:crypto';
import type { Preview, Report } from '@waybill/core';
import type { NextStep } from '../documents/json-objects.ts';
import { selectedPart } from '../folds/selected-part.ts';
import { renderAnswers } from './answers.ts';
import { renderApply } from './apply-section.ts';
import { renderBudget } from './budget-section.ts';
import { renderChecks } from './checks-section.ts';
import { embedData } from './embed-data.ts';
import { renderEvidence } from './evidence-section.ts';
import { renderGraph } from './graph-section.ts';
import { renderHeadline } from './headline.ts';
import { renderImpact } from './impact-section.ts';
import { html, type Markup } from './markup.ts';
import { renderMoves } from './moves-section.ts';
import { renderOrder } from './order-section.ts';
import { renderOutcome } from './outcome-section.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-assets.generated.ts';
import type { Page } from './page-facts.ts';
import { renderRollout } from './rollout-section.ts';
import { renderSecrets } from './secrets-section.ts';
import { renderTimeline } from './timeline-section.ts';
import { renderUnits } from './units-section.ts';

export interface RenderHtmlOptions {
  /** Commands that make sense now, the most useful one first. */
  readonly nextSteps: readonly NextStep[];
  /**
   * When the page is made.
   *
   * @default the page says nothing of it, and the same object gives the same bytes
   */
  readonly now?: Date;
  /**
   * Until when a saved preview can be applied, as a time of RFC 3339; null for ever.
   *
   * @default nothing is said: the preview was not saved
   */
  readonly expiresAt?: string | null;
}

/**
 * One file for people: a preview, or what became of one. It needs no network and may use none, what matters can be read
 * without JavaScript and on paper, and everything that comes from plans and vendors is text.
 */
export function* renderHtml(shown: Preview | Report, options: RenderHtmlOptions): Generator<string> {
  const report = shown.kind === 'report' ? shown : undefined;
  const whole = shown.kind === 'report' ? shown.preview : shown;
  const preview = selectedPart(whole);
  const page: Page = { preview, report, nextSteps: options.nextSteps, now: options.now, expiresAt: options.expiresAt };
  yield head(page);
  yield html`${renderNavigation(page)}<main id="top">${renderHeadline(page)}`.text;
  for (const render of sectionsOf(page)) yield render().text;
  yield html`</main><footer><p>Made by Waybill ${preview.binding.versions['core']}. This page is self-contained: it loads nothing and sends nothing.</p></footer>`
    .text;
  yield* embedData(whole, report);
  yield `<script>${PAGE_SCRIPT}</script>\n</body>\n</html>\n`;
}

/** What a reviewer asks first comes first; what only few look up comes last. */
function* sectionsOf(page: Page): Generator<() => Markup> {
  const { preview, report } = page;
  if (report !== undefined) {
    yield () => renderOutcome(report);
    yield () => renderTimeline(report);
    yield () => renderEvidence(report);
    yield () =>
      html`<p class="divider">What was planned, as ${report.is_rebuilt ? 'the plan is now' : 'previewed'}</p>`;
  }
  yield () => renderAnswers(preview);
  yield () => renderMoves(preview);
  yield () => renderChecks(preview);
  yield () => renderRollout(preview, report !== undefined);
  yield () => renderImpact(preview);
  yield () => renderBudget(preview);
  yield () => renderOrder(preview);
  yield () => renderGraph(preview, report);
  yield () => renderUnits(page);
  yield () => renderApply(page);
  yield () => renderSecrets(preview.secrets);
}

function renderNavigation({ preview, report }: Page): Markup {
  const links: readonly (readonly [string, string])[] = [
    ...(report === undefined
      ? []
      : ([
          ['outcome', 'Outcome'],
          ['timeline', 'Timeline'],
          ['people', 'Decisions'],
          ['evidence', 'Evidence'],
        ] as const)),
    ['summary', 'In short'],
    ['moves', 'From → to'],
    ['checks', 'Checks'],
    ['rollout', 'Rollout'],
    ['impact', 'Downtime'],
    ['budget', 'Costs'],
    ['order', 'Order'],
    ['graph', 'Graph'],
    ['units', 'Units'],
    ['apply', report === undefined ? 'Apply' : 'Next'],
    ...(preview.secrets.length === 0 ? [] : ([['secrets', 'Secrets']] as const)),
  ];
  return html`<a class="skip" href="#top">Skip to the content</a><nav aria-label="Sections"><a class="brand" href="#top">${preview.plan.name}</a><ul>${links.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>`;
}

function head({ preview, report }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(PAGE_STYLE)}'`,
    `script-src '${hashOf(PAGE_SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const title = html`${preview.plan.name} – Waybill ${report === undefined ? 'preview' : 'report'}`.text;
  return `<!doctype html>
<html lang="en" class="no-script">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
