import type { OrphanReason, SweptOrphan } from '@waybill/core';
import { defined } from '@waybill/core';
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
  readonly context: CommandContext;
  readonly isDeleting: boolean;
  readonly nowMs: number;
}

const REASONS: Readonly<Record<OrphanReason, string>> = {
  replaced: 'from before its unit was started over, here or by another copy of the state',
  'appeared-late': 'appeared after its unit had created another one',
  undecided:
    'its unit stopped because of it, and an operator decides: delete it in the console only if it is not wanted',
  'other-state': 'created by another or a lost state; it may be in use there',
};

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
    ...(unmarked.length === 0 ? [] : paragraph(visibleText(note), '', style)),
    ...renderNextSteps(nextSteps(facts), style),
  ];
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
  return task.deleteWith === undefined ? `not deleted in this state: ${howToEnd}` : 'can be deleted';
}

function nextSteps({ orphans, context, isDeleting }: OrphanFacts): readonly NextStep[] {
  const canDelete = orphans.some(
    ({ task, reason }) => task.deleteWith !== undefined && reason !== 'other-state' && reason !== 'undecided',
  );
  const why = 'delete those that can be deleted, after a question';
  return isDeleting || !canDelete ? [] : [{ command: commandLine('orphans', context, '--delete'), why }];
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
        ...defined({ how_to_end: task.howToEnd, age_ms: ageMs, machine: task.machine }),
        ...(outcome === undefined ? {} : { outcome: outcome.kind }),
        ...(outcome?.kind === 'failed' ? { code: outcome.code, message: outcome.message } : {}),
      };
    }),
    not_listed: facts.unmarked,
    next_steps: nextSteps(facts),
  };
}
