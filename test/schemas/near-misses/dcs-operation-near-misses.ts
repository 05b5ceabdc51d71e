import { hit, miss, type NearHit, type NearMiss } from './near-miss.ts';

const TASK = 'b21989ec-2889-4b8e-99db-19c073425ec2';

export const dcsOperationNearHits: readonly NearHit[] = [
  hit('BatchRestartOnlineMigrationTasks', { migration_tasks: ids(50) }),
  hit('BatchStopMigrationTasks', { migration_tasks: ids(51) }),
  hit('ListMigrationTask', { limit: 1000, offset: 0 }),
  hit('ListBackupRecords', { instance_id: TASK, begin_time: '20260115080000', limit: 1000 }),
  hit('ListInstances', { name_equal: true, include_failure: 'true' }),
  hit('UpdateMigrationTask', { task_id: TASK, resume_mode: 'manual' }),
];

export const dcsOperationNearMisses: readonly NearMiss[] = otherDcsOperations();

function otherDcsOperations(): readonly NearMiss[] {
  return [
    miss(
      'BatchRestartOnlineMigrationTasks',
      '51 ids',
      { migration_tasks: ids(51) },
      '#/migration_tasks maxItems',
      /1 to 50/,
    ),
    miss('BatchRestartOnlineMigrationTasks', 'no ids', { migration_tasks: [] }, '#/migration_tasks minItems'),
    miss('BatchStopMigrationTasks', 'an id twice', { migration_tasks: [TASK, TASK] }, '#/migration_tasks uniqueItems'),
    miss('BatchStopMigrationTasks', 'the list of the delete operation', { task_id_list: [TASK] }, [
      '# required',
      '# additionalProperties',
    ]),
    miss('DeleteMigrationTask', 'the list of the stop operation', { migration_tasks: [TASK] }, [
      '# required',
      '# additionalProperties',
    ]),
    miss('DeleteMigrationTask', 'one id instead of a list', { task_id_list: TASK }, '#/task_id_list type'),
    miss('ListMigrationTask', 'limit 0', { limit: 0 }, '#/limit minimum', /1 to 1000/),
    miss('ListMigrationTask', 'limit 1001', { limit: 1001 }, '#/limit maximum', /1 to 1000/),
    miss('ListMigrationTask', 'a negative offset', { offset: -1 }, '#/offset minimum'),
    miss(
      'ListBackupRecords',
      'a time with hyphens',
      { instance_id: TASK, begin_time: '2026-01-15' },
      '#/begin_time pattern',
      /yyyyMMddHHmmss/,
    ),
    miss('ListInstances', 'a flag in capitals', { name_equal: 'TRUE' }, '#/name_equal enum'),
    miss(
      'ShowMigrationTask',
      'an id that leaves the URL path',
      { task_id: 'a/../b' },
      '#/task_id pattern',
      /part of the URL/,
    ),
    miss('ShowJobInfo', 'an id with a fragment', { job_id: 'a#b' }, '#/job_id pattern'),
    miss('ShowInstance', 'an id that leaves the URL path', { instance_id: './x' }, '#/instance_id pattern'),
    miss('StopMigrationTask', 'a body', { task_id: TASK, force: true }, '# additionalProperties'),
    miss(
      'UpdateMigrationTask',
      'a bandwidth',
      { task_id: TASK, resume_mode: 'auto', bandwidth_limit_mb: 5 },
      '# additionalProperties',
    ),
    miss(
      'ExchangeInstanceIp',
      'no addresses',
      { task_id: TASK, exchanged_ip: [], is_exchange_domain: false },
      '#/exchanged_ip minItems',
    ),
    miss(
      'ExchangeInstanceIp',
      'an address with a port',
      { task_id: TASK, exchanged_ip: ['192.168.0.1;1'], is_exchange_domain: false },
      '#/exchanged_ip/0 pattern',
    ),
  ];
}

function ids(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `task-${index}`);
}
