import { defined, type Preview } from '@waybill/core';
import type { PreviewState } from '@waybill/core/internal';
import type { JsonEdit } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { describeAmounts } from '../folds/describe-amounts.ts';
import { selectionWords } from '../folds/selected-part.ts';
import { editTitle, renderEdit } from '../text/render-edit.ts';
import { paragraph } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { visibleText } from '../text/visible-text.ts';
import { describeCheckCounts, describeUnits, type PreviewFacts, shortDigest } from './preview-facts.ts';
import { renderConnections, renderMoves } from './render-movements.ts';

/** The name, what was done before, the verdict in one line, and what moves. */
export function renderHead(
  preview: Preview,
  facts: PreviewFacts,
  { style, listsUnits }: { readonly style: Style; readonly listsUnits: boolean },
): readonly string[] {
  return [
    ...renderVerdict(preview, facts, style),
    ...renderState(preview.state, style),
    '',
    style.paint('bold', 'What moves'),
    ...renderMoves(preview, style, { listsUnits }),
    ...renderAmounts(preview, style),
    ...paragraph(describeTotals(preview), '  ', style),
    ...renderLeftOut(preview, style),
    ...renderConnections(preview, style),
  ];
}

/** The name, what the preview is of, and the verdict in one line. */
export function renderVerdict(preview: Preview, facts: PreviewFacts, style: Style): readonly string[] {
  return [
    ...renderTitle(preview.plan, style),
    ...paragraph(describeOrigin(preview), '', style).map((line) => style.paint('dim', line)),
    ...paragraph(describeVerdict(preview, facts), '', style).map((line) => style.paint('bold', line)),
  ];
}

function renderLeftOut(preview: Preview, style: Style): readonly string[] {
  const words = selectionWords(preview);
  if (words === undefined) return [];
  const count = counted(preview.binding.selection.left_out, 'other unit');
  return paragraph(`${count} of the plan: left out by ${visibleText(words)}`, '  ', style);
}

/** Nothing where no check has found it. */
function renderAmounts(preview: Preview, style: Style): readonly string[] {
  const said = describeAmounts(preview);
  return said === undefined ? [] : paragraph(`in total ${visibleText(said)}`, '  ', style);
}

function describeTotals({ totals }: Preview): string {
  const jobs = totals.jobs === undefined ? '' : `, ${counted(totals.jobs, 'step')} of own work`;
  return `${counted(totals.steps, 'step')}: ${counted(totals.checks, 'check')}, ${counted(totals.effects, 'call')} with an effect, ${counted(totals.waits, 'wait')}, ${counted(totals.gates, 'gate')}${jobs}`;
}

function renderTitle({ name, description }: Preview['plan'], style: Style): readonly string[] {
  const [first = '', ...more] = paragraph(
    description === '' ? name : `${name}: ${visibleText(description)}`,
    '',
    style,
  );
  return [`${style.paint('bold', first.slice(0, name.length))}${first.slice(name.length)}`, ...more];
}

function describeOrigin({ digest, plan, binding }: Preview): string {
  const serial = binding.state?.serial;
  const state = serial === undefined || serial === 0 ? 'never applied' : `state at record ${formatCount(serial)}`;
  const environment = plan.environment === undefined ? '' : ` for environment ${plan.environment}`;
  return `preview ${shortDigest(digest)} of ${visibleText(plan.file)}${environment}, ${state}`;
}

function describeVerdict(preview: Preview, facts: PreviewFacts): string {
  const parts = [
    describeUnits(facts),
    describeCheckCounts(preview) ?? 'no checks',
    ...(facts.eta === undefined ? [] : [`about ${facts.eta}`]),
  ];
  return parts.join('; ');
}

function renderState(state: PreviewState | undefined, style: Style): readonly string[] {
  if (state === undefined || isUntouched(state)) return [];
  const lines = [
    `  ${counted(state.steps_done, 'step')} done, ${formatCount(state.steps_left)} left, after ${counted(state.runs, 'run')}`,
  ];
  if (state.is_same_plan) lines.push('  the plan is the one that was applied last');
  if (!state.is_same_plan || state.changed.length + state.accepted.length + state.orphaned.length > 0)
    lines.push('', style.paint('bold', editTitle(editOf(state))), ...renderEdit(editOf(state), style));
  return ['', style.paint('bold', 'Done before'), ...lines];
}

/** A state that a refused run has left: nothing was done. */
function isUntouched({ runs, steps_done: done, steps_kept: kept }: PreviewState): boolean {
  return runs + done + kept === 0;
}

function editOf(state: PreviewState): JsonEdit {
  const { is_same_plan, steps_kept: keep, accepted, changed, orphaned, running_orphans, implied } = state;
  const edit = { is_same_plan, keep, accepted, redo_needed: changed, orphaned, new: state.steps_new };
  return { ...edit, ...defined({ running_orphans, implied }) };
}
