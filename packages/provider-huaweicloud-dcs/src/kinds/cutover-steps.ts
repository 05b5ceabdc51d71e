import type { KindInput, StepBlueprint } from '@waybill/core';
import { defined } from '@waybill/core';
import { type Cutover, readCutover } from './read-cutover.ts';
import { awaitTask, TASK_ID } from './steps.ts';

const DEFAULT_CUTOVER: Cutover = { mode: 'manual', maxLag: 0, lagForMs: 0 };

/** How this migration ends; undefined for a full one, which ends by itself. */
export function cutoverOf(input: KindInput): Cutover | undefined {
  if (input.with['migration_method'] !== 'incremental_migration') return undefined;
  return readCutover(input.options) ?? DEFAULT_CUTOVER;
}

/** The steps that compare both sides; none where the plan names no comparison. */
export interface CutoverComparison {
  /** Before the gate: where they find differences, nobody is asked to cut over. */
  readonly before: readonly StepBlueprint[];
  /** Once the writers are stopped and everything is copied. */
  readonly frozen: readonly StepBlueprint[];
  /** Before and after each address leads to the other side. */
  readonly moved: { readonly before: readonly StepBlueprint[]; readonly after: readonly StepBlueprint[] };
}

/**
 * From a running replication to its end. For mode `none` the task keeps replicating after its unit is done.
 *
 * Source: Open Telekom Cloud DCS user manual, "Migrating Data Online", and Huawei Cloud DCS user guide, "Switching DCS
 * Instance IP Addresses".
 */
export function cutoverSteps(cutover: Cutover, { before, frozen, moved }: CutoverComparison): readonly StepBlueprint[] {
  if (cutover.mode === 'none') return before;
  const isCompared = before.length > 0;
  const ending = cutover.mode === 'manual' ? stopSteps() : [...moved.before, ...exchangeSteps(cutover), ...moved.after];
  return [awaitLag(cutover), ...before, gateStep(cutover.mode, isCompared), awaitCaughtUp(), ...frozen, ...ending];
}

/** With a comparison `waybill cutover` shows at the gate how it ended, and whether it is stale. */
function gateStep(mode: 'manual' | 'exchange-ip', isCompared: boolean): StepBlueprint {
  const instruction = INSTRUCTIONS[mode];
  return { kind: 'gate', name: 'cutover', title: 'cut-over', instruction, ...(isCompared ? { isCutover: true } : {}) };
}

const INSTRUCTIONS = {
  manual:
    'Stop every writer of the source, then approve. The run waits until the rest is copied and stops the replication. ' +
    'Compare both sides and point the clients at the target afterwards.',
  'exchange-ip':
    'Make sure that source and target have the same port, password and whitelist and no public access, stop every writer ' +
    'of the source, then approve. The run waits until the rest is copied, and exchanges the addresses: the source becomes ' +
    'read-only for up to a minute, clients are disconnected for seconds, and replication ends. ' +
    'A rollback exchanges the addresses back but does not copy what was written to the target meanwhile.',
} as const;

function awaitLag(cutover: Cutover): StepBlueprint {
  return awaitTask('await-lag', 'wait until the target has nearly caught up', 'lag', {
    max_lag: cutover.maxLag,
    lag_for_ms: cutover.lagForMs,
  });
}

/** Nothing is written any more: what the service had not copied when the writers stopped is at the target. */
function awaitCaughtUp(): StepBlueprint {
  return awaitTask('await-lag-final', 'wait until the last writes are copied', 'lag', { max_lag: 0, lag_for_ms: 0 });
}

function stopSteps(): readonly StepBlueprint[] {
  return [
    {
      kind: 'call',
      name: 'stop',
      title: 'stop the replication',
      operation: 'StopMigrationTask',
      arguments: { task_id: TASK_ID },
    },
    awaitTask('await-stopped', 'wait until the replication has stopped', 'stopped'),
  ];
}

function exchangeSteps(cutover: Cutover): readonly StepBlueprint[] {
  return [
    {
      kind: 'call',
      name: 'exchange',
      title: 'exchange the addresses of source and target',
      operation: 'ExchangeInstanceIp',
      arguments: {
        task_id: TASK_ID,
        ...defined({ exchanged_ip: cutover.exchangedIp }),
        is_exchange_domain: cutover.isExchangeDomain ?? false,
      },
    },
    awaitTask('await-exchanged', 'wait until the addresses are exchanged', 'exchanged'),
  ];
}
