import type { Preview } from '@waybill/core';
import type { NextStep } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { describeAmounts } from '../folds/describe-amounts.ts';
import { describeRunningOrphans } from '../folds/describe-running-orphans.ts';
import { selectedPart, selectionWords } from '../folds/selected-part.ts';
import { fitSections, type Section } from './fit-sections.ts';
import { nameUnits, renderFinding, renderNotes, renderUnasked } from './markdown-checks.ts';
import {
  renderCalls,
  renderImpact,
  renderJobs,
  renderLevels,
  renderSecrets,
  renderSteps,
  renderTimes,
} from './markdown-details.ts';
import { movementSections, renderMovements } from './markdown-movements.ts';
import { markdownCode as code, markdownText as text } from './markdown-text.ts';
import {
  collectFacts,
  describeCheckCounts,
  describeUnits,
  type PreviewFacts,
  shortDigest,
  unitsApproved,
} from './preview-facts.ts';

/** Less than this holds no verdict. */
export const LEAST_MAX_BYTES = 2_000;
export interface RenderMarkdownOptions {
  readonly nextSteps: readonly NextStep[];
  /** Upper bound of the comment, in bytes of UTF-8. GitHub refuses comments of more than 65,536 characters. */
  readonly maxBytes: number;
  /**
   * Until when the preview can be applied, as a time of RFC 3339; null for ever.
   *
   * @default nothing is said: the preview was not saved
   */
  readonly expiresAt?: string | null;
  /**
   * What changed since the preview before, in lines of Markdown; it is shown before the checks.
   *
   * @default no preview before
   */
  readonly changes?: readonly string[];
}

/**
 * A preview as one comment on a pull request: what is approved and until when, the verdict, from where to where, what
 * changed, the checks; then details, folded. It is never longer than allowed: details give way before checks, and the
 * comment says what was left out. Its first line marks it, so that a workflow finds the comment again and replaces it.
 */
export function renderMarkdown(whole: Preview, options: RenderMarkdownOptions): string {
  const preview = selectedPart(whole);
  const facts = collectFacts(preview);
  const head = renderHead(preview, facts, options.expiresAt);
  const foot = renderFoot(preview, options.nextSteps);
  const room = options.maxBytes - Buffer.byteLength(head) - Buffer.byteLength(foot) - ROOM_FOR_OMISSIONS;
  const { text: body, omitted } = fitSections(sectionsOf(preview, facts, options), room);
  return `${head}${body}${describeOmitted(omitted)}${foot}`;
}

/** In the order in which they are shown. Of two that do not both fit, the one with the lower number is shown. */
function sectionsOf(
  preview: Preview,
  facts: PreviewFacts,
  { changes = [] }: RenderMarkdownOptions,
): readonly Section[] {
  return [
    whole('the description of the plan', 3, describePlan(preview)),
    whole('from where to where', 2, [
      ...renderMovements(preview),
      ...renderAmounts(preview),
      ...renderLeftOut(preview),
    ]),
    ...movementSections(preview, 3),
    whole('what changed since the previous preview', 1, changes),
    list(
      'blocking checks',
      1,
      facts.blocking.map((finding) => renderFinding(preview, finding)),
    ),
    list(
      'warnings of checks',
      2,
      facts.cautions.map((finding) => renderFinding(preview, finding)),
    ),
    list(
      'warnings',
      2,
      preview.warnings.map(({ summary, detail }) => `- :warning: **${text(summary)}**: ${text(detail)}`),
    ),
    list('notes of checks', 3, renderNotes(preview)),
    list('checks that were not run', 4, renderUnasked(preview)),
    whole('the edit since the last run', 2, renderEdit(preview)),
    whole('downtime, risk and rollback', 4, renderImpact(preview)),
    whole('times', 5, renderTimes(preview, facts)),
    whole('levels', 5, renderLevels(preview)),
    whole('steps of units', 6, renderSteps(preview)),
    whole('API calls', 6, renderCalls(preview)),
    whole('own work', 6, renderJobs(preview)),
    whole('secrets', 7, renderSecrets(preview)),
  ];
}

function whole(name: string, importance: number, lines: readonly string[]): Section {
  return { name, importance, items: lines.length === 0 ? [] : [`${lines.join('\n')}\n`] };
}

function list(name: string, importance: number, lines: readonly string[]): Section {
  return { name, importance, items: lines.map((line) => `${line}\n`) };
}

/** The first line of every comment on a plan: what a later one is found by. */
export function markOf({ plan }: Preview): string {
  return `<!-- waybill preview of ${text(plan.name).replaceAll('--', '- -')} -->`;
}

/** Kept free for the sentence that names what was left out. */
const ROOM_FOR_OMISSIONS = 500;
const NAMED_OMISSIONS = 8;

function describeOmitted(omitted: readonly string[]): string {
  if (omitted.length === 0) return '';
  const shown = omitted.slice(0, NAMED_OMISSIONS).join(', ');
  const hidden = omitted.length - NAMED_OMISSIONS;
  const more = hidden > 0 ? ` and ${hidden} more sections` : '';
  return `_Left out to keep this comment short: ${shown}${more}. The saved preview has all of it._\n\n`;
}

function renderHead(preview: Preview, facts: PreviewFacts, expiresAt: string | null | undefined): string {
  const { digest, checks } = preview;
  const verdict = [
    facts.blocking.length === 0 ? ':white_check_mark:' : ':no_entry:',
    describeUnits(facts),
    ...(checks.counts.blocking > 0 ? [`**${counted(checks.counts.blocking, 'blocking check')}**`] : []),
    ...(facts.warningCount > 0 ? [counted(facts.warningCount, 'warning')] : []),
    ...(facts.gates > 0 ? [counted(facts.gates, 'gate')] : []),
    ...(facts.eta === undefined ? [] : [`about ${facts.eta}`]),
  ];
  const asked =
    checks.basis === 'assumed'
      ? 'Checks: none was run; all of them run before the first effect of a unit.'
      : `Checks: ${describeCheckCounts(preview) ?? 'none'}.`;
  return [
    markOf(preview),
    `### Approving this approves preview ${code(shortDigest(digest))}: ${counted(unitsApproved(facts), 'unit')}${describeExpiry(expiresAt)}`,
    '',
    verdict.join(' · '),
    '',
    asked,
    '',
    '',
  ].join('\n');
}

function renderAmounts(preview: Preview): readonly string[] {
  const said = describeAmounts(preview);
  return said === undefined ? [] : ['', `In total ${text(said)}.`];
}

function renderLeftOut(preview: Preview): readonly string[] {
  const words = selectionWords(preview);
  if (words === undefined) return [];
  const count = counted(preview.binding.selection.left_out, 'other unit');
  return ['', `${count} of the plan: left out by ${code(words)}.`];
}

/** `, to be applied until 2026-11-30 01:41 UTC` */
function describeExpiry(expiresAt: string | null | undefined): string {
  if (expiresAt === undefined) return '';
  return expiresAt === null ? ', without an expiry' : `, to be applied until ${formatMinute(expiresAt)}`;
}

function formatMinute(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function describePlan({ plan }: Preview): readonly string[] {
  const environment = plan.environment === undefined ? '' : `, environment ${code(plan.environment)}`;
  return [
    `Plan ${code(plan.name)} (${code(plan.file)}${environment})${plan.description === '' ? '' : `: ${text(plan.description)}`}`,
  ];
}

function renderEdit({ state }: Preview): readonly string[] {
  if (state === undefined) return [];
  const { steps_done: done, steps_left: left, accepted, changed, orphaned, steps_new: added } = state;
  const { running_orphans: running = [], implied = [] } = state;
  const lines = [`Done before: ${counted(done, 'step')}; left: ${formatCount(left)}.`];
  if (!state.is_same_plan) lines.push(`The plan or its inputs changed since: ${counted(added, 'step')} not begun.`);
  if (changed.length > 0)
    lines.push(`**Done or begun, and changed now** (refused without \`--keep-changed\`): ${nameUnits(changed)}.`);
  if (accepted.length > 0) lines.push(`Done or begun, changed, and accepted as done: ${nameUnits(accepted)}.`);
  if (implied.length > 0) lines.push(`New before done steps, and counted as done: ${nameUnits(implied)}.`);
  if (orphaned.length > 0) lines.push(`Done or begun, and no longer in the plan: ${nameUnits(orphaned)}.`);
  if (running.length > 0) lines.push(`:warning: ${text(describeRunningOrphans(running))}`);
  return lines;
}

function renderFoot({ digest }: Preview, nextSteps: readonly NextStep[]): string {
  const [next] = nextSteps;
  const command = next === undefined ? '' : `To carry out exactly this: ${code(next.command)}\n\n`;
  return `${command}In full: preview \`${digest}\`. Any other digest is a different preview.\n`;
}
