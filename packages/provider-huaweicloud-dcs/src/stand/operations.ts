import { type Call, isJsonObject, type Operation, queryOf, textListOf, textOf } from '@waybill/stand-kit';
import { batchRestartOnlineMigrationTasks, batchStopMigrationTasks } from './batch-operations.ts';
import { createMigrationTask } from './create-migration-task.ts';
import { createOnlineMigrationTask } from './create-online-migration-task.ts';
import { deleteMigrationTask } from './delete-migration-task.ts';
import { exchangeInstanceIp, rollbackExchangeInstanceIp } from './exchange-instance-ip.ts';
import { listBackupRecords, listInstances, showInstance } from './instances.ts';
import { listMigrationTask } from './list-migration-task.ts';
import type { HuaweicloudHandler, HuaweicloudService } from './service.ts';
import { setOnlineMigrationTask } from './set-online-migration-task.ts';
import { showJobInfo } from './show-job-info.ts';
import { showMigrationTask } from './show-migration-task.ts';
import { listMigrationTaskLogs, showMigrationTaskStats } from './show-migration-task-stats.ts';
import { stopMigrationTask, stopMigrationTaskSync } from './stop-migration-task.ts';
import { updateMigrationTask } from './update-migration-task.ts';

type Row = readonly [
  name: string,
  method: Operation['method'],
  path: string,
  handler: HuaweicloudHandler,
  subject?: Operation['subject'],
];

/** Source: Huawei Cloud and Open Telekom Cloud DCS API reference, data migration (V2), instances, jobs, backups. */
const ROWS: readonly Row[] = [
  ['CreateMigrationTask', 'POST', '/migration-task', createMigrationTask, (call) => bodyText(call, 'task_name')],
  [
    'CreateOnlineMigrationTask',
    'POST',
    '/migration/instance',
    createOnlineMigrationTask,
    (call) => bodyText(call, 'name'),
  ],
  ['SetOnlineMigrationTask', 'POST', '/migration/{task_id}/task', setOnlineMigrationTask],
  ['ListMigrationTask', 'GET', '/migration-tasks', listMigrationTask, (call) => queryOf(call, 'name')],
  ['ShowMigrationTask', 'GET', '/migration-task/{task_id}', showMigrationTask],
  ['ShowMigrationTaskStats', 'GET', '/migration-task/{task_id}/stats', showMigrationTaskStats],
  ['ListMigrationTaskLogs', 'GET', '/migration-task/{task_id}/logs', listMigrationTaskLogs],
  ['StopMigrationTask', 'POST', '/migration-task/{task_id}/stop', stopMigrationTask],
  ['StopMigrationTaskSync', 'POST', '/migration-task/{task_id}/sync-stop', stopMigrationTaskSync],
  ['BatchStopMigrationTasks', 'POST', '/migration-task/batch-stop', batchStopMigrationTasks, batchSubject],
  ['DeleteMigrationTask', 'DELETE', '/migration-tasks/delete', deleteMigrationTask, batchSubject],
  [
    'BatchRestartOnlineMigrationTasks',
    'POST',
    '/migration-tasks/batch-restart',
    batchRestartOnlineMigrationTasks,
    batchSubject,
  ],
  ['UpdateMigrationTask', 'PUT', '/migration-task/{task_id}', updateMigrationTask],
  ['ExchangeInstanceIp', 'POST', '/migration-task/{task_id}/exchange-ip', exchangeInstanceIp],
  ['RollbackExchangeInstanceIp', 'POST', '/migration-task/{task_id}/rollback-ip', rollbackExchangeInstanceIp],
  ['ShowJobInfo', 'GET', '/jobs/{job_id}', showJobInfo, (call) => call.params['job_id'] ?? null],
  ['ShowInstance', 'GET', '/instances/{instance_id}', showInstance, (call) => call.params['instance_id'] ?? null],
  ['ListInstances', 'GET', '/instances', listInstances, (call) => queryOf(call, 'name')],
  [
    'ListBackupRecords',
    'GET',
    '/instances/{instance_id}/backups',
    listBackupRecords,
    (call) => call.params['instance_id'] ?? null,
  ],
];

export function huaweicloudOperations(service: HuaweicloudService): readonly Operation[] {
  return ROWS.map(([name, method, path, handler, subject]) => ({
    name,
    method,
    path: `/v2/{project_id}${path}`,
    subject: subject ?? ((call) => call.params['task_id'] ?? null),
    idempotencyToken: () => null,
    handle: (call) => handler(call, service),
  }));
}

function bodyText(call: Call, name: string): string | null {
  return isJsonObject(call.json) ? textOf(call.json, name) : null;
}

function batchSubject(call: Call): string | null {
  if (!isJsonObject(call.json)) return null;
  return (textListOf(call.json, 'migration_tasks') ?? textListOf(call.json, 'task_id_list'))?.join(',') ?? null;
}
