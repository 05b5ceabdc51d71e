import { defined } from '@waybill/core';
import type { OrphanReason, SweptOrphan, UnlistedUnit } from '@waybill/core/internal';
import { JSON_FORMAT } from '../../json-format.ts';
import type { NextStep } from '../documents/json-objects.ts';
import { type CommandContext, commandLine } from '../folds/command-line.ts';
import { counted } from '../folds/counted.ts';
import { formatSpan } from './format-time.ts';
import { paragraph, renderNextSteps } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

export interface OrphanFacts {
  /** Those that were to be deleted say what became of them. */
  readonly orphans: readonly SweptOrphan[];
  /** Providers whose tasks do not say who created them. */
  readonly unmarked: readonly string[];
  /** Units that were started over, of which nothing is left, and which the state does not have as such yet. */
  readonly cleared: readonly string[];
  /** Units that were started over and whose earlier tasks cannot be listed. */
  readonly unlisted: readonly UnlistedUnit[];
  readonly context: CommandContext;
  readonly isDeleting: boolean;
  readonly nowMs: number;
}

const REASONS: Readonly<Record<OrphanReason, string>> = {
  replaced: 'from before its unit was started over',
  unrecorded:
    'from before its unit was started over, and not in its journal: of a call whose answer was lost, or of another copy of the state, and then it may be in use there',
  'other-copy':
    "from before its unit was started over, and not in this state's journal: another copy of the state created it, and it may be in use there",
  'appeared-late':
    'appeared after its unit had created another one: of a call whose answer was lost, or of another copy of the state, and then it may be in use there',
  removed:
    'its unit is no longer in the plan: of a call whose answer was lost, or of another copy of the state, and then it may be in use there',
  undecided:
    'its unit stopped because of it, and an operator decides: delete it in the console only if it is not wanted',
  'other-state': 'created by another or a lost state; it may be in use there',
};

/** Of this state as far as its journal tells. The others may be in use elsewhere. */
export function isOwn(reason: OrphanReason): boolean {
  return reason === 'replaced';
}

/** The state may have made it, or another copy of the state, and nothing tells which. */
function isDoubtful(reason: OrphanReason): boolean {
  return ['removed', 'appeared-late', 'unrecorded', 'other-copy'].includes(reason);
}

/** The list for people. */
export function renderOrphans(facts: OrphanFacts, style: Style): readonly string[] {
  const { orphans, unmarked } = facts;
  const isDeleted = ({ outcome }: SweptOrphan): boolean => outcome?.kind === 'deleted';
  const deleted = orphans.filter(isDeleted);
  const left = orphans.filter((orphan) => !isDeleted(orphan));
  const note =
    `Not listed: ${unmarked.join(', ')}. Tasks of this vendor carry no mark of Waybill's, so nothing proves who created ` +
    'them: look for them in its console.';
  return [
    ...(deleted.length === 0 ? [] : [`${counted(deleted.length, 'remote task')} deleted:`]),
    ...deleted.flatMap((orphan) => renderOne(orphan, facts, style)),
    headOfList(left.length, deleted.length > 0),
    ...left.flatMap((orphan) => renderOne(orphan, facts, style)),
    ...renderCleared(facts, style),
    ...(unmarked.length === 0 ? [] : paragraph(visibleText(note), '', style)),
    ...facts.unlisted.flatMap((unit) => paragraph(visibleText(describeUnlisted(unit)), '  ', style)),
    ...renderNextSteps(nextSteps(facts), style),
  ];
}

function renderCleared({ cleared, isDeleting }: OrphanFacts, style: Style): readonly string[] {
  if (cleared.length === 0) return [];
  const recorded = isDeleting ? ' The state records this now.' : '';
  const text = `No earlier tasks are left of units that were started over: ${cleared.join(', ')}.${recorded}`;
  return paragraph(visibleText(text), '', style);
}

function describeUnlisted({ unit, taskIds }: UnlistedUnit): string {
  const ids = taskIds.length === 0 ? 'an earlier task, if there was one' : `earlier task ${taskIds.join(', ')}`;
  return `${unit} was started over: ${ids}.`;
}

function headOfList(count: number, isRest: boolean): string {
  const whose = isRest ? 'left without an owner' : 'without an owner';
  if (count > 0) return `${counted(count, 'remote task')} ${whose}:`;
  return isRest ? 'None is left.' : "No remote task that carries this plan's mark is without an owner.";
}

function renderOne(orphan: SweptOrphan, facts: OrphanFacts, style: Style): readonly string[] {
  const { task, unit, reason } = orphan;
  const ageMs = ageOf(orphan, facts.nowMs);
  const details = [
    REASONS[reason],
    ...(ageMs === undefined ? [] : [`created ${formatSpan(ageMs)} ago`]),
    ...(task.machine === undefined ? [] : [`machine ${task.machine}`]),
    outcomeText(orphan),
  ];
  return [
    visibleText(`  ${task.id}  ${task.status}  ${unit}  ${task.name}`),
    ...paragraph(visibleText(`${details.join('; ')}.`), '    ', style),
  ];
}

function outcomeText({ task, reason, outcome }: SweptOrphan): string {
  if (outcome?.kind === 'deleted') return 'deleted';
  if (outcome?.kind === 'failed') return `not deleted: ${outcome.code}: ${outcome.message}`;
  const { howToEnd = 'end it in the console of the vendor' } = task;
  if (reason === 'undecided') return `not deleted by this command${task.isLive ? `; to end it: ${howToEnd}` : ''}`;
  if (task.deleteWith === undefined) return `not deleted in this state: ${howToEnd}`;
  return isOwn(reason) ? 'can be deleted' : 'deleted only with --other-states';
}

function nextSteps({ orphans, cleared, unlisted, context, isDeleting }: OrphanFacts): readonly NextStep[] {
  const canDelete = orphans.some(({ task, reason }) => task.deleteWith !== undefined && isOwn(reason));
  const isNews = cleared.length > 0 || unlisted.some(({ isRecorded }) => !isRecorded);
  if (isDeleting) return [];
  const isInDoubt = orphans.some(({ task, reason }) => task.deleteWith !== undefined && isDoubtful(reason));
  return [
    ...(canDelete || isNews
      ? [{ command: commandLine('orphans', context, '--delete'), why: whyDelete(canDelete) }]
      : []),
    ...(isInDoubt ? [{ command: commandLine('orphans', context, '--delete', '--other-states'), why: NO_OTHER }] : []),
  ];
}

const NO_OTHER =
  'delete those of other copies and states too, after a confirmation: only when no other copy of the state, and no other state of the plan, is in use';

function whyDelete(canDelete: boolean): string {
  return canDelete
    ? 'delete those that can be deleted, after a confirmation'
    : 'record this, so that `status` shows it too: nothing is deleted';
}

function ageOf({ task }: SweptOrphan, nowMs: number): number | undefined {
  return task.createdAtMs === undefined ? undefined : Math.max(0, nowMs - task.createdAtMs);
}

/** The same for programs: an object of `schemas/output/orphans.schema.json`. */
export function orphansJson(facts: OrphanFacts): object {
  return {
    format_version: JSON_FORMAT,
    kind: 'orphans',
    orphans: facts.orphans.map((orphan) => {
      const { task, unit, provider, reason, outcome } = orphan;
      const ageMs = ageOf(orphan, facts.nowMs);
      return {
        task_id: task.id,
        name: task.name,
        status: task.status,
        provider,
        unit,
        reason: reason.replaceAll('-', '_'),
        is_live: task.isLive,
        is_deletable: task.deleteWith !== undefined,
        ...defined({ how_to_end: task.howToEnd, age_ms: ageMs, machine: task.machine, outcome: outcome?.kind }),
        ...(outcome?.kind === 'failed' ? { code: outcome.code, message: outcome.message } : {}),
      };
    }),
    not_listed: facts.unmarked,
    cleared: facts.cleared,
    unlisted_units: facts.unlisted.map(({ unit, taskIds }) => ({ unit, task_ids: taskIds })),
    next_steps: nextSteps(facts),
  };
}
