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

/**
 * From a running replication to its end. For mode `none` the task keeps replicating after its unit is done. `compares`: the
 * steps that compare both sides, before the gate; where they find differences, nobody is asked to cut over.
 *
 * Source: Open Telekom Cloud DCS user manual, "Migrating Data Online", and Huawei Cloud DCS user guide, "Switching DCS
 * Instance IP Addresses".
 */
export function cutoverSteps(cutover: Cutover, compares: readonly StepBlueprint[]): readonly StepBlueprint[] {
  switch (cutover.mode) {
    case 'none':
      return compares;
    case 'manual':
      return [awaitLag(cutover), ...compares, ...asCompared(manualSteps(), compares)];
    case 'exchange-ip':
      return [awaitLag(cutover), ...compares, ...asCompared(exchangeSteps(cutover), compares)];
  }
}

/** With a comparison the gate is one at which `waybill cutover` shows how it ended, and whether it is stale. */
function asCompared(steps: readonly StepBlueprint[], compares: readonly StepBlueprint[]): readonly StepBlueprint[] {
  if (compares.length === 0) return steps;
  return steps.map((step) => (step.kind === 'gate' ? { ...step, isCutover: true } : step));
}

function awaitLag(cutover: Cutover): StepBlueprint {
  return awaitTask('await-lag', 'wait until the target has nearly caught up', 'lag', {
    max_lag: cutover.maxLag,
    lag_for_ms: cutover.lagForMs,
  });
}

function manualSteps(): readonly StepBlueprint[] {
  return [
    {
      kind: 'gate',
      name: 'cutover',
      title: 'cut-over',
      instruction:
        'Stop every writer of the source, then approve. The run waits until the rest is copied and stops the replication. ' +
        'Compare both sides and point the clients at the target afterwards.',
    },
    awaitTask('await-lag-final', 'wait until the last writes are copied', 'lag', { max_lag: 0, lag_for_ms: 0 }),
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
      kind: 'gate',
      name: 'cutover',
      title: 'cut-over',
      instruction:
        'Make sure that source and target have the same port, password and whitelist and no public access, then approve. ' +
        'The source becomes read-only for up to a minute, clients are disconnected for seconds, and replication ends. ' +
        'A rollback exchanges the addresses back but does not copy what was written to the target meanwhile.',
    },
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
