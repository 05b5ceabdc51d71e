import type { Preview } from '@waybill/core';
import { defined } from '@waybill/core';
import type { NextStep } from '../documents/json-objects.ts';
import { type CommandContext, commandLine } from '../folds/command-line.ts';
import { approvals, waysAfterEdit } from '../folds/next-steps.ts';

export interface PreviewSituation {
  readonly context: CommandContext;
  /** Where the preview was saved; absent when it was not. */
  readonly savedAs?: string;
}

/** Which commands make sense after reading the preview, the most useful one first. */
export function previewNextSteps(preview: Preview, { context, savedAs }: PreviewSituation): readonly NextStep[] {
  const { state, totals, units } = preview;
  if (totals.steps === 0 || (state?.steps_left === 0 && state.changed.length === 0)) return [];
  const exactly = applySaved(preview, context, savedAs);
  if (exactly === undefined && blockedBy(preview) === 'plan')
    return [{ command: commandLine('plan', context), why: 'once what blocks is fixed' }];
  if (state === undefined || state.runs === 0)
    return exactly ?? [{ command: commandLine('apply', context), why: WHY_APPLY[blockedBy(preview)] }];
  const gated = units.filter((unit) => unit.state === 'gated').map(({ address }) => ({ unit: address, step: address }));
  const changed = new Set(state.changed);
  // Of a very large plan the steps are made when they are read.
  const mayHaveChanged = changed.size === 0 ? [] : units;
  const changedUnits = mayHaveChanged.filter(({ steps }) => steps.some((step) => changed.has(step.address)));
  const moved = preview.warnings.flatMap((warning) => warning.moved ?? []);
  if (changedUnits.length + moved.length > 0) {
    const changedNow = { units: changedUnits.map(({ address }) => address), isSamePlan: state.is_same_plan };
    return waysAfterEdit(changedNow, context, moved);
  }
  return [
    ...approvals(gated, context),
    ...(exactly ?? [{ command: commandLine('resume', context), why: 'resume where it stopped' }]),
  ];
}

/** What blocking checks keep from starting: everything, or the units that they are about. */
function blockedBy({ checks, units }: Preview): 'plan' | 'units' | 'nothing' {
  const blocking = checks.findings.filter(({ verdict }) => verdict === 'blocking');
  if (blocking.some(({ units }) => units.length === 0)) return 'plan';
  if (blocking.length === 0) return 'nothing';
  const blocked = new Set(blocking.flatMap((finding) => finding.units));
  const hasRest = units.some(
    (unit) => unit.left_out !== true && unit.state !== 'succeeded' && !blocked.has(unit.address),
  );
  return hasRest ? 'units' : 'plan';
}

const WHY_APPLY = {
  nothing: 'carry it out',
  units: 'carry out the rest; units that a check blocks will fail there',
  plan: 'carry it out',
} as const;

const WHY_EXACTLY = {
  nothing: 'carry out exactly this, without asking',
  units: 'carry out exactly this, without asking; units that a check blocks will fail there',
  plan: 'carry out exactly this, without asking, once what blocks is fixed',
} as const;

/** A saved preview carries the inputs; only the state may have to be named again. */
function applySaved(
  preview: Preview,
  { flags }: CommandContext,
  savedAs: string | undefined,
): readonly NextStep[] | undefined {
  if (savedAs === undefined) return undefined;
  const context = { file: savedAs, flags: defined({ state: flags.state, provider: flags.provider }) };
  return [
    { command: commandLine('apply', context), why: WHY_EXACTLY[blockedBy(preview)] },
    { command: commandLine('show', context), why: 'show it again' },
  ];
}
