import { type BlueprintProblem, isValueObject, type KindInput } from '@waybill/core';
import { cutoverOf } from './cutover-steps.ts';
import { freezeSteps } from './verification.ts';

/** Combinations that the schema cannot rule out and that cannot work, or not as their writer may think. */
export function findProblems(input: KindInput): readonly BlueprintProblem[] {
  return [...repeatedAddresses(input), ...methodProblems(input)];
}

/** The vendor's page lists each node of a cluster once. */
function repeatedAddresses(input: KindInput): readonly BlueprintProblem[] {
  return ['source_instance', 'target_instance'].flatMap((side): BlueprintProblem[] => {
    const instance = input.with[side];
    const addresses = isValueObject(instance) ? instance['addrs'] : undefined;
    const nodes = typeof addresses === 'string' ? addresses.split(',') : [];
    const repeated = nodes.find((node, index) => nodes.indexOf(node) < index);
    if (repeated === undefined) return [];
    return [
      {
        severity: 'warning',
        path: ['with', side, 'addrs'],
        summary: 'the same address twice',
        detail: `${repeated} is listed more than once, so another node may be missing.`,
        hint: 'Name each node once.',
      },
    ];
  });
}

function methodProblems(input: KindInput): readonly BlueprintProblem[] {
  const method = input.with['migration_method'];
  if (typeof method !== 'string') return [methodNotWritten()];
  const cutover = cutoverOf(input);
  if (cutover === undefined) return input.options['cutover'] === undefined ? [] : [cutoverOfFullMigration()];
  const isDeleted = input.options['cleanup'] === 'delete';
  switch (cutover.mode) {
    case 'none':
      return isDeleted ? [deletedWhileReplicating()] : [replicatesOn()];
    case 'exchange-ip':
      return [
        ...exchangeByAddress(input),
        ...((cutover.exchangedIp ?? []).length === 0 ? [addressesNotGiven()] : []),
        ...(isDeleted ? [deletedBeforeRollback()] : []),
        ...(cutover.pausesWriters === true && freezeSteps(input).freeze.length === 0 ? [nothingToPause()] : []),
      ];
    case 'manual':
      return [];
  }
}

function methodNotWritten(): BlueprintProblem {
  return {
    severity: 'error',
    path: ['with', 'migration_method'],
    summary: 'migration_method must be written in the plan',
    detail:
      'The steps of the migration depend on its method, so it cannot come from a secret or from another migration.',
    hint: 'Write full_amount_migration or incremental_migration.',
  };
}

function cutoverOfFullMigration(): BlueprintProblem {
  return {
    severity: 'error',
    path: ['cutover'],
    summary: 'a full migration has no cut-over',
    detail:
      'full_amount_migration copies once and ends by itself; what is written to the source meanwhile is not copied.',
    hint: 'Remove cutover, or use migration_method: incremental_migration.',
  };
}

function replicatesOn(): BlueprintProblem {
  return {
    severity: 'warning',
    path: ['cutover', 'mode'],
    summary: 'the task keeps replicating after its unit is done',
    detail:
      'With cutover mode none the unit ends when replication runs. The task keeps running without counting against active ' +
      'and active_per_target, until StopMigrationTask or ExchangeInstanceIp ends it.',
    hint: 'Set mode manual or exchange-ip to end it within this plan.',
  };
}

function deletedWhileReplicating(): BlueprintProblem {
  return {
    severity: 'error',
    path: ['cleanup'],
    summary: 'a replicating task cannot be deleted',
    detail:
      'With cutover mode none the task is still running when its unit ends, and the vendor deletes only stopped tasks.',
    hint: 'Remove cleanup, or use another cutover mode.',
  };
}

function deletedBeforeRollback(): BlueprintProblem {
  return {
    severity: 'warning',
    path: ['cleanup'],
    summary: 'deleting the task makes a rollback impossible',
    detail:
      'RollbackExchangeInstanceIp needs the task: after cleanup: delete, the addresses can no longer be exchanged back.',
    hint: 'Keep the task until the new instance has proved itself.',
  };
}

/** Found out now and not at the cut-over itself, with the writers already stopped. */
function addressesNotGiven(): BlueprintProblem {
  return {
    severity: 'error',
    path: ['cutover'],
    summary: 'exchanged_ip is missing',
    detail: 'The documentation of ExchangeInstanceIp calls the addresses to exchange mandatory.',
    hint: 'Set cutover.exchanged_ip: the address of the source and the address of the target.',
  };
}

function nothingToPause(): BlueprintProblem {
  return {
    severity: 'error',
    path: ['cutover', 'freeze'],
    summary: 'nothing reaches the server whose writers are to be paused',
    detail: 'The service does not pause clients: Waybill does, at the servers that verify compares.',
    hint: 'Add verify, or leave freeze out and stop the writers.',
  };
}

function exchangeByAddress(input: KindInput): readonly BlueprintProblem[] {
  return ['source_instance', 'target_instance']
    .filter((side) => !hasId(input.with[side]))
    .map((side) => ({
      severity: 'error',
      path: ['with', side],
      summary: `${side} must be given by id to exchange addresses`,
      detail:
        'Addresses can be exchanged only between two DCS instances of the same account, but the plan gives one by address.',
      hint: `Give ${side}.id, or use cutover mode manual.`,
    }));
}

function hasId(instance: KindInput['with'][string] | undefined): boolean {
  return isValueObject(instance) && instance['id'] !== undefined && instance['id'] !== null;
}
