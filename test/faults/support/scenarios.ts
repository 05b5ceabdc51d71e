import type { JsonObject } from '@waybill/core';
import type { SettingsPatch } from '@waybill/sandbox';

/** What an operation is used for when a scenario first calls it: that decides what a lasting fault does to the unit. */
export type Role =
  /** A check of the unit, or a look before an effect: the unit needs its answer. */
  | 'check'
  /** Looks at remote tasks only: a failed look is no failed task. */
  | 'poll'
  /** Changes something. */
  | 'effect';

/** A plan of one migration, or of a chain of low-level ones, with every operation that it calls when nothing goes wrong. */
export interface Scenario {
  readonly name: string;
  readonly provider: 'alicloud' | 'huaweicloud';
  readonly migrations: JsonObject;
  readonly operations: Readonly<Record<string, Role>>;
  /** Gates that a person opens on the way. */
  readonly gates: number;
  /** What the sandbox has to hold for the plan to succeed. */
  readonly settings?: SettingsPatch;
  /** Effects that the plan itself asks for more than once on one task. */
  readonly repeated?: Readonly<Record<string, number>>;
}

export const CANARIES = { ES_PASSWORD: 'canary-es-0815-xyzzy', REDIS_PASSWORD: 'canary-redis-0816-plugh' } as const;

const NETWORK = { vpc_id: 'vpc-1', subnet_id: 'subnet-1', security_group_id: 'group-1' };
const SOURCE = { id: 'd2c8399f-bdba-43c1-8069-3ff17a1a79d5', password: '${{ secrets.redis }}' };
const TARGET = { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd', password: '${{ secrets.redis }}' };
const BACKUP = { file_source: 'self_build_obs', bucket_name: 'bucket', files: [{ file_name: 'dump.rdb' }] };

const ONLINE = {
  ShowInstance: 'check',
  ListMigrationTask: 'check',
  ...created(),
  ...configured(),
  ShowMigrationTaskStats: 'poll',
} as const;

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'index-migration',
    provider: 'alicloud',
    migrations: { orders: { uses: 'search.index-migration', cleanup: 'delete', with: dataTask({ type: 'order' }) } },
    operations: {
      DescribeInstance: 'check',
      GetClusterDataInformation: 'check',
      ListDataTasks: 'check',
      CreateDataTasks: 'effect',
      DeleteDataTask: 'effect',
    },
    gates: 0,
  },
  {
    name: 'online-migration full',
    provider: 'huaweicloud',
    migrations: {
      cache: { uses: 'cache.online-migration', cleanup: 'delete', with: online('full_amount_migration') },
    },
    operations: { ...ONLINE, DeleteMigrationTask: 'effect' },
    gates: 0,
  },
  {
    name: 'online-migration incremental, manual',
    provider: 'huaweicloud',
    migrations: {
      cache: {
        uses: 'cache.online-migration',
        cutover: { mode: 'manual', lag_for: '4s' },
        with: online('incremental_migration'),
      },
    },
    operations: { ...ONLINE, StopMigrationTask: 'effect' },
    gates: 1,
  },
  {
    name: 'online-migration incremental, exchange-ip',
    provider: 'huaweicloud',
    migrations: {
      cache: {
        uses: 'cache.online-migration',
        cutover: { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1', '10.0.0.2'], is_exchange_domain: false },
        with: online('incremental_migration'),
      },
    },
    operations: {
      ...ONLINE,
      ExchangeInstanceIp: 'effect',
      ShowMigrationTask: 'poll',
    },
    gates: 1,
  },
  {
    name: 'backup-import',
    provider: 'huaweicloud',
    migrations: {
      cache: {
        uses: 'cache.backup-import',
        cleanup: 'delete',
        with: { task_name: 'import', backup_files: BACKUP, target_instance: TARGET },
      },
    },
    operations: {
      ShowInstance: 'check',
      ListMigrationTask: 'check',
      CreateMigrationTask: 'effect',
      ShowMigrationTaskStats: 'poll',
      DeleteMigrationTask: 'effect',
    },
    gates: 0,
  },
  {
    name: 'backup-import of a record',
    provider: 'huaweicloud',
    migrations: {
      cache: {
        uses: 'cache.backup-import',
        with: {
          task_name: 'import',
          backup_files: { file_source: 'backup_record', backup_id: 'backup-1' },
          source_instance: { id: SOURCE.id },
          target_instance: TARGET,
        },
      },
    },
    operations: {
      ShowInstance: 'check',
      ListMigrationTask: 'check',
      ListBackupRecords: 'check',
      CreateMigrationTask: 'effect',
      ShowMigrationTaskStats: 'poll',
    },
    gates: 0,
    settings: { huaweicloud: { backups: [{ instance_id: SOURCE.id, backup_id: 'backup-1' }] } },
  },
  {
    name: 'CreateDataTasks',
    provider: 'alicloud',
    migrations: {
      orders: {
        uses: 'search.CreateDataTasks',
        with: dataTask({ type: '_doc', settings: '{}', mapping: '{"_doc":{}}', dataSourceType: 'elasticsearch' }),
      },
    },
    operations: { ListDataTasks: 'check', CreateDataTasks: 'effect' },
    gates: 0,
  },
  {
    name: 'CreateMigrationTask',
    provider: 'huaweicloud',
    migrations: {
      cache: {
        uses: 'cache.CreateMigrationTask',
        with: {
          task_name: 'low-import',
          migration_type: 'backupfile_import',
          migration_method: 'full_amount_migration',
          backup_files: BACKUP,
          target_instance: TARGET,
        },
      },
    },
    operations: { ListMigrationTask: 'check', CreateMigrationTask: 'effect', ShowMigrationTaskStats: 'poll' },
    gates: 0,
  },
  {
    name: 'CreateOnlineMigrationTask',
    provider: 'huaweicloud',
    migrations: { machine: createOnline() },
    operations: { ListMigrationTask: 'check', ...created() },
    gates: 0,
  },
  {
    name: 'SetOnlineMigrationTask',
    provider: 'huaweicloud',
    migrations: { machine: createOnline(), copy: setOnline('machine', 'full_amount_migration') },
    operations: {
      ListMigrationTask: 'check',
      ...created(),
      ShowMigrationTask: 'check',
      ...configured(),
      ShowMigrationTaskStats: 'poll',
    },
    gates: 0,
  },
];

/** A task that is started a second time goes on showing the end of its first run for a while. */
export const STARTED_AGAIN: readonly Scenario[] = [
  {
    name: 'SetOnlineMigrationTask again',
    provider: 'huaweicloud',
    migrations: {
      machine: createOnline(),
      first: setOnline('machine', 'full_amount_migration'),
      second: {
        ...setOnline('machine', 'full_amount_migration'),
        needs: ['first'],
      },
    },
    operations: {
      ListMigrationTask: 'check',
      ...created(),
      ShowMigrationTask: 'check',
      ...configured(),
      ShowMigrationTaskStats: 'poll',
    },
    gates: 0,
    repeated: { SetOnlineMigrationTask: 2 },
  },
  {
    name: 'BatchRestartOnlineMigrationTasks',
    provider: 'huaweicloud',
    migrations: {
      machine: createOnline(),
      copy: setOnline('machine', 'incremental_migration'),
      stop: {
        uses: 'cache.StopMigrationTask',
        needs: ['copy'],
        with: { task_id: '${{ migrations.machine.outputs.task_id }}' },
      },
      restart: {
        uses: 'cache.BatchRestartOnlineMigrationTasks',
        needs: ['stop'],
        with: { migration_tasks: ['${{ migrations.machine.outputs.task_id }}'] },
      },
    },
    operations: {
      ShowMigrationTaskStats: 'poll',
      ListMigrationTask: 'check',
      ...created(),
      ShowMigrationTask: 'check',
      ...configured(),
      StopMigrationTask: 'effect',
      BatchRestartOnlineMigrationTasks: 'effect',
    },
    gates: 0,
  },
];

/** The plan of a scenario, as JSON text. The units wait for at most five minutes. */
export function planText(scenario: Scenario, inFlight: number): string {
  const pace = {
    limits: { requests: '100/s', in_flight: inFlight },
    polling: { initial_interval: '2s', max_interval: '4s' },
    timeouts: { response: '10s' },
    endpoint: 'http://127.0.0.1:1',
  };
  return JSON.stringify({
    version: 1,
    name: 'faults',
    secrets: { es: { env: 'ES_PASSWORD' }, redis: { env: 'REDIS_PASSWORD' } },
    providers:
      scenario.provider === 'alicloud'
        ? { search: { type: 'alicloud-elasticsearch', ...pace } }
        : { cache: { type: 'huaweicloud-dcs', region: 'eu-de', settle: '10s', ...pace } },
    defaults: { timeout: '5m', retry: { max_attempts: 4, initial_interval: '500ms', max_interval: '20s' } },
    migrations: scenario.migrations,
  });
}

function created() {
  return { CreateOnlineMigrationTask: 'effect', ShowJobInfo: 'poll' } as const;
}

function configured() {
  return { SetOnlineMigrationTask: 'effect' } as const;
}

/** The kind takes objects where the operation takes JSON text, and fills in the kind of cluster. */
function dataTask({ type, dataSourceType, ...more }: Readonly<Record<string, string>>): JsonObject {
  const cluster = {
    ...(dataSourceType === undefined ? {} : { dataSourceType }),
    username: 'elastic',
    password: '${{ secrets.es }}',
    index: 'orders',
    type: type ?? '_doc',
  };
  return {
    InstanceId: 'es-cn-simulated01',
    sourceCluster: { endpoint: 'http://10.0.0.5:9200', ...cluster },
    sinkCluster: { settings: {}, mapping: { [type ?? '_doc']: {} }, ...more, ...cluster },
  };
}

function online(method: string): JsonObject {
  return { name: 'sessions', ...NETWORK, migration_method: method, source_instance: SOURCE, target_instance: TARGET };
}

function createOnline(): JsonObject {
  return { uses: 'cache.CreateOnlineMigrationTask', with: { name: 'low-online', description: 'low', ...NETWORK } };
}

function setOnline(machine: string, method: string): JsonObject {
  return {
    uses: 'cache.SetOnlineMigrationTask',
    with: {
      task_id: `\${{ migrations.${machine}.outputs.task_id }}`,
      migration_method: method,
      resume_mode: 'auto',
      source_instance: { addrs: '10.1.1.1:6379' },
      target_instance: TARGET,
    },
  };
}
