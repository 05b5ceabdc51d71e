import {
  type Completion,
  Interpolation,
  type Operation,
  type PlannedRead,
  Reference,
  type Value,
  type ValueObject,
} from '@waybill/core';
import { describeImport, describeMigration } from '../kinds/describe-movement.ts';
import { targetOf } from '../kinds/target-of.ts';
import { writtenByTask, writtenInstance, writtenName } from '../kinds/written-targets.ts';
import { PAGE_SIZE } from '../polls/list-tasks.ts';
import { markUnit, UNIT_TOKEN } from '../reconcile/task-token.ts';
import type { OperationName } from './operation-schema.ts';

/** What Waybill knows of an operation beyond its schema. */
export interface OperationFacts
  extends Pick<
    Operation,
    | 'title'
    | 'recovery'
    | 'outputs'
    | 'taskId'
    | 'completion'
    | 'mark'
    | 'readBefore'
    | 'activeTarget'
    | 'writes'
    | 'describe'
  > {
  /** What an answer must hold to count as one; `nothing` for operations that answer with no body or any text. */
  readonly answer:
    | 'nothing'
    | { readonly text: readonly string[] }
    /** `each`: a text that every member has. */
    | { readonly list: string; readonly each?: string }
    | 'object';
}

/** What the tasks showed before the call (`observeBefore`). */
const BEFORE_CALL = new Reference(['steps', 'call', 'before']);

/**
 * The facts of each operation. An operation with a `recovery` has an effect.
 *
 * A stop is not `repeatable`: a task that is already stopping refuses a second one.
 *
 * Captured outputs are ids and status words only: answers of several operations repeat Redis passwords.
 */
export const OPERATION_FACTS: Readonly<Record<OperationName, OperationFacts>> = {
  CreateMigrationTask: {
    title: 'create a backup import task',
    recovery: { policy: 'lookup' },
    answer: { text: ['id'] },
    outputs: { task_id: '/response/id', status: '/response/status' },
    taskId: '/response/id',
    completion: () => ({ poll: 'migration-tasks', goal: 'migrated', arguments: { task_id: captured('task_id') } }),
    mark: markUnit,
    readBefore: ({ task_name: name = null, description }) => readBeforeCreate(name, description),
    activeTarget: (args) => targetOf(args),
    writes: (args) => [...writtenInstance(args), ...writtenName(args, 'task_name')],
    describe: describeImport,
  },
  CreateOnlineMigrationTask: {
    title: 'create an online migration task',
    recovery: { policy: 'lookup' },
    answer: { text: ['instance_id'] },
    // The answer's instance_id is the task's id (source: "Creating an Online Data Migration Task"); job_id is undocumented.
    outputs: { task_id: '/response/instance_id', job_id: '/response/job_id' },
    taskId: '/response/instance_id',
    completion: () => ({
      poll: 'migration-tasks',
      goal: 'configurable',
      arguments: { task_id: captured('task_id'), job_id: captured('job_id') },
    }),
    mark: markUnit,
    readBefore: ({ name = null, description }) => readBeforeCreate(name, description),
    activeTarget: () => undefined,
    writes: (args) => writtenName(args, 'name'),
  },
  SetOnlineMigrationTask: {
    title: 'configure and start an online migration task',
    recovery: { policy: 'inspect' },
    answer: 'object',
    outputs: { task_id: '/request/task_id', status: '/response/status' },
    completion: (args) => ({
      poll: 'migration-tasks',
      goal: args['migration_method'] === 'incremental_migration' ? 'incremental' : 'migrated',
      // The task may have run before: what it shows first can be the end of that run.
      arguments: { task_id: args['task_id'] ?? null, may_be_stale: true, before: BEFORE_CALL },
    }),
    readBefore: () => listOfAll,
    activeTarget: (args) => targetOf(args),
    writes: writtenByTask,
    describe: describeMigration,
  },
  ListMigrationTask: {
    title: 'list migration tasks',
    answer: { list: 'migration_tasks' },
    outputs: { count: '/response/count' },
  },
  ShowMigrationTask: {
    title: 'show a migration task',
    answer: { text: ['status'] },
    outputs: {
      task_id: '/response/task_id',
      task_name: '/response/task_name',
      status: '/response/status',
      task_status: '/response/task_status',
      migration_method: '/response/migration_method',
    },
  },
  ShowMigrationTaskStats: {
    title: 'show the progress of a migration task',
    answer: 'object',
    outputs: {
      full_migration_progress: '/response/full_migration_progress',
      offset: '/response/offset',
      source_dbsize: '/response/source_dbsize',
      target_dbsize: '/response/target_dbsize',
    },
  },
  ListMigrationTaskLogs: {
    title: 'list the logs of a migration task',
    answer: { list: 'migration_logs' },
    outputs: { log_num: '/response/log_num' },
  },
  StopMigrationTask: {
    title: 'stop a migration task',
    recovery: { policy: 'inspect' },
    answer: 'nothing',
    outputs: { task_id: '/request/task_id', status: '/response/status' },
    completion: waitForOne('stopped'),
    readBefore: () => listOfAll,
  },
  StopMigrationTaskSync: {
    title: 'stop a migration task and wait for the answer',
    recovery: { policy: 'inspect' },
    answer: 'nothing',
    outputs: { task_id: '/request/task_id' },
    completion: waitForOne('stopped'),
    readBefore: () => listOfAll,
  },
  BatchStopMigrationTasks: {
    title: 'stop migration tasks',
    recovery: { policy: 'inspect' },
    answer: { list: 'migration_tasks' },
    outputs: { task_ids: '/request/migration_tasks' },
    completion: waitForMany('stopped', 'migration_tasks'),
  },
  DeleteMigrationTask: {
    title: 'delete migration tasks',
    recovery: { policy: 'repeatable' },
    answer: 'nothing',
    outputs: { task_ids: '/request/task_id_list' },
    completion: waitForMany('absent', 'task_id_list'),
  },
  BatchRestartOnlineMigrationTasks: {
    title: 'restart online migration tasks',
    recovery: { policy: 'inspect' },
    answer: { list: 'migration_tasks' },
    outputs: { task_ids: '/request/migration_tasks' },
    completion: waitForMany('restarted', 'migration_tasks', { before: BEFORE_CALL }),
    activeTarget: () => undefined,
  },
  UpdateMigrationTask: {
    title: 'change how a migration task resumes',
    recovery: { policy: 'repeatable' },
    answer: 'nothing',
    outputs: { task_id: '/request/task_id', resume_mode: '/request/resume_mode' },
  },
  ExchangeInstanceIp: {
    title: 'exchange the addresses of source and target',
    recovery: { policy: 'inspect' },
    answer: 'nothing',
    outputs: { task_id: '/request/task_id' },
    completion: waitForOne('exchanged'),
    readBefore: showTask,
  },
  RollbackExchangeInstanceIp: {
    title: 'exchange the addresses of source and target back',
    recovery: { policy: 'inspect' },
    answer: 'nothing',
    outputs: { task_id: '/request/task_id' },
    completion: waitForOne('rolled-back'),
    readBefore: showTask,
  },
  ShowJobInfo: {
    title: 'show a job',
    answer: { text: ['status'] },
    outputs: { job_id: '/response/job_id', status: '/response/status', fail_reason: '/response/fail_reason' },
  },
  ShowInstance: {
    title: 'show a DCS instance',
    answer: { text: ['status'] },
    outputs: {
      instance_id: '/response/instance_id',
      name: '/response/name',
      status: '/response/status',
      engine_version: '/response/engine_version',
      cache_mode: '/response/cache_mode',
      ip: '/response/ip',
      port: '/response/port',
    },
  },
  ListInstances: {
    title: 'list DCS instances',
    answer: { list: 'instances' },
    outputs: { instance_num: '/response/instance_num' },
  },
  ListBackupRecords: {
    title: 'list the backups of a DCS instance',
    // A record without its id would make a backup look absent.
    answer: { list: 'backup_record_response', each: 'backup_id' },
    outputs: { total_num: '/response/total_num' },
  },
};

const listOfAll: PlannedRead = { operation: 'ListMigrationTask', arguments: { offset: 0, limit: PAGE_SIZE } };

/** The first page, and hardly ever is there another. Creates that carry a token share one list of all tasks. */
function readBeforeCreate(name: Value, description: Value | undefined): PlannedRead {
  const isMarked = description instanceof Interpolation && description.parts.includes(UNIT_TOKEN);
  return isMarked ? listOfAll : { operation: 'ListMigrationTask', arguments: { ...listOfAll.arguments, name } };
}

/** The look for an exchange that the journal does not know of. */
function showTask({ task_id = null }: ValueObject): PlannedRead {
  return { operation: 'ShowMigrationTask', arguments: { task_id } };
}

function captured(name: string): Reference {
  return new Reference(['steps', 'call', 'outputs', name]);
}

function waitForOne(goal: string): (args: ValueObject) => Completion {
  return (args) => ({ poll: 'migration-tasks', goal, arguments: { task_id: args['task_id'] ?? null } });
}

function waitForMany(goal: string, argument: string, more: ValueObject = {}): (args: ValueObject) => Completion {
  return (args) => ({
    poll: 'migration-tasks',
    goal,
    arguments: { task_ids: args[argument] ?? ([] as readonly Value[]), ...more },
  });
}
