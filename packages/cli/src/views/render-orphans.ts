import type { ListedOrphan, OrphanReason, SweptOrphan } from '@waybill/core';
import { JSON_FORMAT } from '../json-format.ts';
import { type CommandContext, commandLine } from './command-line.ts';
import { counted } from './counted.ts';
import { formatSpan } from './format-time.ts';
import type { NextStep } from './json-objects.ts';
import { paragraph, renderNextSteps } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

export interface OrphanFacts {
  readonly orphans: readonly ListedOrphan[];
  /** Providers whose tasks do not say who created them. */
  readonly unmarked: readonly string[];
  /** What became of those that were to be deleted; absent when nothing was. */
  readonly swept?: readonly SweptOrphan[];
  readonly context: CommandContext;
  readonly isDeleting: boolean;
  readonly nowMs: number;
}

const REASONS: Readonly<Record<OrphanReason, string>> = {
  replaced: 'replaced when its unit was started over',
  'appeared-late': 'appeared after its unit had created another one',
  'other-state': 'created by another or a lost state; it may be in use there',
};

/** The list for people. */
export function renderOrphans(facts: OrphanFacts, style: Style): readonly string[] {
  const { orphans, unmarked } = facts;
  const head =
    orphans.length === 0
      ? 'No remote task of this plan is without an owner.'
      : `${counted(orphans.length, 'remote task')} without an owner:`;
  const note = `Not listed: ${unmarked.join(', ')}. Tasks of this vendor do not say who created them; look at its console.`;
  return [
    head,
    ...orphans.flatMap((orphan) => renderOne(orphan, facts, style)),
    ...(unmarked.length === 0 ? [] : paragraph(visibleText(note), '', style)),
    ...renderNextSteps(nextSteps(facts), style),
  ];
}

function renderOne(orphan: ListedOrphan, facts: OrphanFacts, style: Style): readonly string[] {
  const { task, unit, reason } = orphan;
  const ageMs = ageOf(orphan, facts.nowMs);
  const details = [
    REASONS[reason],
    ...(ageMs === undefined ? [] : [`created ${formatSpan(ageMs)} ago`]),
    ...(task.machine === undefined ? [] : [`machine ${task.machine}`]),
    outcomeText(orphan, facts),
  ];
  return [
    visibleText(`  ${task.id}  ${task.status}  ${unit}  ${task.name}`),
    ...paragraph(visibleText(`${details.join('; ')}.`), '    ', style),
  ];
}

function outcomeText(orphan: ListedOrphan, facts: OrphanFacts): string {
  const outcome = outcomeOf(orphan, facts);
  if (outcome?.kind === 'deleted') return 'deleted';
  if (outcome?.kind === 'failed') return `not deleted: ${outcome.code}: ${outcome.message}`;
  return orphan.task.deleteWith === undefined
    ? 'the vendor does not delete it in this state: stop it first'
    : 'can be deleted';
}

function outcomeOf({ task }: ListedOrphan, { swept = [] }: OrphanFacts): SweptOrphan['outcome'] | undefined {
  return swept.find((other) => other.task.id === task.id)?.outcome;
}

function nextSteps({ orphans, context, isDeleting }: OrphanFacts): readonly NextStep[] {
  const canDelete = orphans.some(({ task, reason }) => task.deleteWith !== undefined && reason !== 'other-state');
  const why = 'delete those that can be deleted, after a question';
  return isDeleting || !canDelete ? [] : [{ command: commandLine('orphans', context, '--delete'), why }];
}

function ageOf({ task }: ListedOrphan, nowMs: number): number | undefined {
  return task.createdAtMs === undefined ? undefined : Math.max(0, nowMs - task.createdAtMs);
}

/** The same for programs: an object of `schemas/output/orphans.schema.json`. */
export function orphansJson(facts: OrphanFacts): object {
  return {
    format_version: JSON_FORMAT,
    kind: 'orphans',
    orphans: facts.orphans.map((orphan) => {
      const { task, unit, provider, reason } = orphan;
      const outcome = outcomeOf(orphan, facts);
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
        ...(ageMs === undefined ? {} : { age_ms: ageMs }),
        ...(task.machine === undefined ? {} : { machine: task.machine }),
        ...(outcome === undefined ? {} : { outcome: outcome.kind }),
        ...(outcome?.kind === 'failed' ? { code: outcome.code, message: outcome.message } : {}),
      };
    }),
    not_listed: facts.unmarked,
    next_steps: nextSteps(facts),
  };
}
