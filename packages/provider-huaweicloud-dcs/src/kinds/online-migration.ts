import type {
  Blueprint,
  CallBlueprint,
  CheckBlueprint,
  Kind,
  KindInput,
  StepBlueprint,
  ValueObject,
} from '@waybill/core';
import { defined, Reference } from '@waybill/core';
import { kindSchemas, optionsSchemas } from '../generated/schemas.generated.ts';
import { markedDescription, uniqueName } from '../reconcile/task-token.ts';
import { addressedConnections } from './compared-sides.ts';
import { type CutoverComparison, cutoverOf, cutoverSteps } from './cutover-steps.ts';
import { describeImpact } from './describe-impact.ts';
import { describeMigration } from './describe-movement.ts';
import { findProblems } from './find-problems.ts';
import { optionsMeaning } from './read-cutover.ts';
import { rollbackExchange } from './rollback-steps.ts';
import { awaitTask, cleanupSteps, idOf, instanceCheck, pairCheck, pick, TASK_ID, targetFreeCheck } from './steps.ts';
import { targetOf } from './target-of.ts';
import {
  comparedBy,
  freezeSteps,
  frozenSteps,
  movedSteps,
  verificationChecks,
  verificationOf,
  verificationProblems,
  verificationSteps,
} from './verification.ts';
import { writtenInstance } from './written-targets.ts';

/**
 * Copies a running Redis into a DCS instance: checks, create the task and its machine, configure it, wait for the copy.
 * A full migration ends there; an incremental one keeps replicating until its cut-over.
 */
export const onlineMigration: Kind = {
  name: 'online-migration',
  title: 'migrate a running Redis into a DCS instance',
  withSchema: kindSchemas['online-migration'],
  optionsSchema: optionsSchemas['online-migration'],
  optionsMeaning,
  outputs: ['task_id', 'target_instance_id'],
  writes: writtenInstance,
  describe: describeMigration,
  addressedConnections,
  expand: expandOnlineMigration,
  impact: describeImpact,
  ...verificationOf(['await', 'await-incremental']),
  comparedBy,
  rollback: rollbackExchange,
};

function expandOnlineMigration(input: KindInput): Blueprint {
  const checkSteps = [...preflight(input), ...verificationChecks(input)];
  const target = targetOf(input.with);
  const problems = [...findProblems(input), ...verificationProblems(input)];
  const compares = verificationSteps(input);
  const moved = movedSteps(input);
  // The task is at work no more when what it has copied is compared.
  const afterwards = new Set([...compares, ...moved.after].map(({ name }) => name));
  const working: readonly StepBlueprint[] = [
    ...checkSteps,
    createStep(
      input.with,
      checkSteps.map((step) => step.name),
    ),
    awaitTask('await-machine', 'wait until the migration machine is ready', 'configurable', {
      job_id: new Reference(['steps', 'create', 'outputs', 'job_id']),
    }),
    setStep(input.with),
    ...copySteps(input, { before: compares, frozen: frozenSteps(input), freeze: freezeSteps(input), moved }),
  ];
  return {
    steps: [...working, ...cleanupSteps(input.options)],
    outputs: { task_id: TASK_ID, target_instance_id: idOf(input.with['target_instance']) ?? null },
    activity: {
      opens: 'create',
      closes: working.findLast(({ name, always }) => always !== true && !afterwards.has(name))?.name ?? 'create',
      ...defined({ target }),
    },
    ...defined({ problems: problems.length === 0 ? undefined : problems }),
  };
}

function preflight(input: KindInput): readonly CheckBlueprint[] {
  const source = input.with['source_instance'];
  const target = input.with['target_instance'];
  const isExchange = cutoverOf(input)?.mode === 'exchange-ip';
  return [
    ...instanceCheck({ name: 'check-source', title: 'check that the source is ready', instance: source }),
    ...instanceCheck({
      name: 'check-target',
      title: 'check that the target is ready',
      instance: target,
      sslMustBeOff: true,
    }),
    ...targetFreeCheck(targetOf(input.with), input.with['name']),
    ...pairCheck({
      name: 'check-databases',
      title: 'check that the target has the databases of the source',
      target,
      source,
      check: 'databases-fit',
      isSourceOptional: true,
    }),
    ...pairCheck({
      name: 'check-capacity',
      title: 'check that the target is large enough and not of an earlier version',
      target,
      source,
      check: 'target-suits',
    }),
    ...(isExchange
      ? pairCheck({
          name: 'check-exchange',
          title: 'check that the addresses can be exchanged',
          target,
          source,
          check: 'addresses-exchangeable',
        })
      : []),
  ];
}

function createStep(values: ValueObject, needs: readonly string[]): CallBlueprint {
  return {
    kind: 'call',
    name: 'create',
    title: 'create the task and its migration machine',
    needs,
    operation: 'CreateOnlineMigrationTask',
    arguments: {
      name: uniqueName(values['name'] ?? ''),
      description: markedDescription(values['description']),
      ...pick(values, ['vpc_id', 'subnet_id', 'security_group_id']),
    },
  };
}

function setStep(values: ValueObject): CallBlueprint {
  return {
    kind: 'call',
    name: 'set',
    title: 'configure the task and start copying',
    operation: 'SetOnlineMigrationTask',
    arguments: {
      task_id: TASK_ID,
      resume_mode: 'auto',
      ...pick(values, ['migration_method', 'resume_mode', 'bandwidth_limit_mb', 'source_instance', 'target_instance']),
    },
  };
}

function copySteps(input: KindInput, compares: CutoverComparison): readonly StepBlueprint[] {
  const cutover = cutoverOf(input);
  if (cutover === undefined)
    return [awaitTask('await', 'wait until everything is copied', 'migrated'), ...compares.before];
  return [
    awaitTask('await-incremental', 'wait until the copy is complete and replication runs', 'incremental'),
    ...cutoverSteps(cutover, compares),
  ];
}
