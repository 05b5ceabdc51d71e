import {
  type Blueprint,
  type CallBlueprint,
  type CheckBlueprint,
  defined,
  isValueObject,
  type Kind,
  type KindInput,
  type StepBlueprint,
  type ValueObject,
} from '@waybill/core';
import { kindSchemas, optionsSchemas } from '../generated/schemas.generated.ts';
import { markedDescription, uniqueName } from '../reconcile/task-token.ts';
import { addressedConnections } from './compared-sides.ts';
import { describeImport } from './describe-movement.ts';
import { awaitTask, cleanupSteps, idOf, instanceCheck, pairCheck, TASK_ID, targetFreeCheck } from './steps.ts';
import { targetOf } from './target-of.ts';
import {
  unseenText,
  verificationChecks,
  verificationOf,
  verificationProblems,
  verificationSteps,
} from './verification.ts';
import { writtenInstance } from './written-targets.ts';

/** Fills an instance from backup files: checks, CreateMigrationTask, wait, and if wanted delete the task. */
export const backupImport: Kind = {
  name: 'backup-import',
  title: 'import a backup into a DCS instance',
  withSchema: kindSchemas['backup-import'],
  optionsSchema: optionsSchemas['backup-import'],
  outputs: ['task_id', 'target_instance_id'],
  writes: writtenInstance,
  describe: describeImport,
  addressedConnections,
  expand: expandBackupImport,
  impact: (input) => ({
    downtime: 'None for the source. The target serves its present keys until the import overwrites them.',
    risk: `Keys that the target already has are overwritten.${unseenText(input)}`,
    wayBack: 'None by Waybill: take a backup of the target first.',
  }),
  ...verificationOf(['await']),
};

function expandBackupImport(input: KindInput): Blueprint {
  const target = targetOf(input.with);
  const checkSteps = [
    ...instanceCheck({
      name: 'check-target',
      title: 'check that the target can take the import',
      instance: input.with['target_instance'],
    }),
    ...targetFreeCheck(target, input.with['task_name']),
    ...backupChecks(input.with),
    ...verificationChecks(input),
  ];
  const problems = verificationProblems(input);
  const steps: readonly StepBlueprint[] = [
    ...checkSteps,
    createStep(
      input.with,
      checkSteps.map((step) => step.name),
    ),
    awaitTask('await', 'wait until the backup is imported', 'migrated'),
    ...verificationSteps(input),
    ...cleanupSteps(input.options),
  ];
  return {
    steps,
    outputs: { task_id: TASK_ID, target_instance_id: target ?? null },
    activity: { opens: 'create', closes: 'await', ...defined({ target }) },
    ...defined({ problems: problems.length === 0 ? undefined : problems }),
  };
}

/** What can be known of a backup beforehand, when the plan says which instance it was made of. */
function backupChecks(values: ValueObject): readonly CheckBlueprint[] {
  const sourceId = idOf(values['source_instance']);
  const files = isValueObject(values['backup_files']) ? values['backup_files'] : {};
  if (sourceId === undefined || files['file_source'] !== 'backup_record') return [];
  return [
    {
      kind: 'check',
      name: 'check-backup',
      title: 'check that the backup exists and is complete',
      needs: [],
      operation: 'ListBackupRecords',
      arguments: { instance_id: sourceId, limit: 1000 },
      check: 'backup-usable',
      expect: { backup_id: files['backup_id'] ?? null },
    },
    ...pairCheck({
      name: 'check-capacity',
      title: 'check that the target is large enough and not of an earlier version',
      target: values['target_instance'],
      source: values['source_instance'],
      check: 'target-suits',
    }),
  ];
}

/** Online migrations have an operation of their own, so type and method have one value each here. */
function createStep(given: ValueObject, needs: readonly string[]): CallBlueprint {
  // The service takes an import's source from the backup.
  const { source_instance: _source, ...values } = given;
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
