import type { AppliedUnit, DerivedSteps, Impact, NotDerived, RollbackRequest, StepBlueprint } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { cutoverOf } from './cutover-steps.ts';
import { awaitTask } from './steps.ts';
import { movedBackSteps } from './verification.ts';

/**
 * Exchanges the addresses back. The service does that by the task alone, and names no time after which it does not: it can as long
 * as the task shows its exchange. It copies nothing back.
 *
 * Source: Huawei Cloud DCS user guide, "Switching DCS Instance IP Addresses".
 */
export function rollbackExchange(applied: AppliedUnit, request: RollbackRequest): DerivedSteps | NotDerived {
  const why = notRevocable(applied, request);
  if (why !== undefined) return { kind: 'none', why };
  // The same once it has begun: with others, the steps that are done would mean something else, and nothing could be continued.
  const { before: counting, after, isCounted } = movedBackSteps(applied);
  return {
    kind: 'steps',
    blueprint: {
      steps: [exchangedStep(applied, isCounted), ...counting, ...backSteps(applied, counting), ...after.map(anyway)],
      outputs: {},
    },
    impact: IMPACT,
  };
}

const CHECK = 'check-exchanged';
const ROLLBACK = 'rollback';

function notRevocable(
  applied: AppliedUnit,
  { copiesBack, deletesTarget, isRolledBack = false }: RollbackRequest,
): string | undefined {
  if (deletesTarget || isRolledBack) return 'Waybill deletes nothing from an instance: leave --delete-target out.';
  if (cutoverOf(applied)?.mode !== 'exchange-ip')
    return 'Its cut-over does not exchange addresses: its source is as it was, and clients are pointed to it by hand.';
  if (!applied.hasBegun('exchange')) return 'Its addresses were not exchanged, and its source is as it was.';
  if (applied.isOpen('exchange') || applied.outputsOf('await-exchanged') === undefined)
    return 'It is not known whether its addresses are exchanged: resume the plan first.';
  if (applied.hasBegun('delete'))
    return 'Its task was deleted, and without it the service cannot exchange addresses back.';
  if (copiesBack)
    return 'The service copies nothing back: that takes a separate migration from the target to the source, in a plan. Leave --copy-back out.';
  return undefined;
}

/** It can be exchanged back; where nobody can say what was written since, an operator reads that. */
function exchangedStep(applied: AppliedUnit, isCounted: boolean): StepBlueprint {
  return {
    kind: 'check',
    name: CHECK,
    title: 'the task still shows its exchange',
    operation: 'ShowMigrationTask',
    arguments: { task_id: taskOf(applied) },
    check: 'exchange-revocable',
    expect: { is_counted: isCounted },
  };
}

/** Also where what was written cannot be counted, because a server is gone: that may be the very reason. */
function backSteps(applied: AppliedUnit, counting: readonly StepBlueprint[]): readonly StepBlueprint[] {
  const task_id = taskOf(applied);
  return [
    {
      kind: 'call',
      name: ROLLBACK,
      title: 'exchange the addresses back',
      always: true,
      needs: [CHECK, ...counting.slice(-1).map(({ name }) => name)],
      operation: 'RollbackExchangeInstanceIp',
      arguments: { task_id },
    },
    anyway(awaitTask('await-rolled-back', 'wait until the addresses are exchanged back', 'rolled-back', { task_id })),
  ];
}

function anyway(step: StepBlueprint): StepBlueprint {
  return { ...step, always: true };
}

function taskOf({ outputsOf }: AppliedUnit): string {
  return textOf(outputsOf('create')?.['task_id']) ?? '';
}

const IMPACT: Impact = {
  downtime: 'Clients are disconnected for seconds, and cannot write for up to a minute.',
  downtimeSteps: { from: 'rollback', until: 'await-rolled-back' },
  risk: 'What was written since the exchange stays on the target: copying it back is a separate migration.',
  wayBack: 'Start the unit over with redo: a new task copies the source again and exchanges the addresses again.',
};
