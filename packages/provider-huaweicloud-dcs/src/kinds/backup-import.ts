import type { Blueprint, CallBlueprint, Kind, KindInput, StepBlueprint, ValueObject } from '@waybill/core';
import { kindSchemas } from '../generated/schemas.generated.ts';
import { markedDescription, uniqueName } from '../reconcile/task-token.ts';
import { awaitTask, cleanupSteps, instanceCheck, TASK_ID, targetFreeCheck } from './steps.ts';
import { targetOf } from './target-of.ts';

/** Fills an instance from backup files: checks, CreateMigrationTask, wait, and if wanted delete the task. */
export const backupImport: Kind = {
  name: 'backup-import',
  title: 'import a backup into a DCS instance',
  withSchema: kindSchemas['backup-import'],
  options: ['cleanup'],
  outputs: ['task_id', 'target_instance_id'],
  expand: expandBackupImport,
  impact: () => ({
    downtime: 'None for the source. The target serves what it holds until the import overwrites it.',
    wayBack: 'None by Waybill: data that the target held before is overwritten. Take a backup of the target first.',
  }),
};

function expandBackupImport(input: KindInput): Blueprint {
  const target = targetOf(input.with);
  const checkSteps = [
    ...instanceCheck({
      name: 'check-target',
      title: 'check that the target can take the import',
      instance: input.with['target_instance'],
      check: 'instance-ready',
    }),
    ...targetFreeCheck(target),
  ];
  const steps: readonly StepBlueprint[] = [
    ...checkSteps,
    createStep(
      input.with,
      checkSteps.map((step) => step.name),
    ),
    awaitTask('await', 'wait until the backup is imported', 'migrated'),
    ...cleanupSteps(input.options.cleanup),
  ];
  return {
    steps,
    outputs: { task_id: TASK_ID, target_instance_id: target ?? null },
    activity: { opens: 'create', closes: 'await', ...(target === undefined ? {} : { target }) },
  };
}

/** Online migrations have an operation of their own, so type and method have one value each here. */
function createStep(values: ValueObject, needs: readonly string[]): CallBlueprint {
  return {
    kind: 'call',
    name: 'create',
    title: 'create the import task',
    needs,
    operation: 'CreateMigrationTask',
    arguments: {
      ...values,
      task_name: uniqueName(values['task_name'] ?? ''),
      description: markedDescription(values['description']),
      migration_type: 'backupfile_import',
      migration_method: 'full_amount_migration',
    },
  };
}
