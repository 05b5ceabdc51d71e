import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import type { Durations } from '../settings/durations.ts';
import { createVirtualClock, type VirtualClock } from '../world/clock.ts';
import { type JsonResponse, SandboxClient } from './sandbox-client.ts';

/** Whole numbers without jitter, so that tests can say when something happens. */
export const TEST_DURATIONS: Partial<Durations> = {
  alicloudPendingMs: 100,
  alicloudRunningMs: 1_000,
  dcsMachineCreationMs: 500,
  dcsJobMs: 500,
  dcsFullSyncMs: 1_000,
  dcsCatchUpMs: 800,
  dcsStopMs: 300,
  dcsExchangeMs: 400,
  dcsImportMs: 1_500,
  jitterFraction: 0,
};

export const SINK = 'es-cn-n6w1o1x0w001c';
export const TARGET = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';
export const SOURCE = 'd2c8399f-bdba-43c1-8069-3ff17a1a79d5';

/** A sandbox on a virtual clock, with short cuts for the calls that most tests need. */
export interface TestSandbox extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly client: SandboxClient;
  createDataTask(index: string, options?: { token?: string; body?: unknown }): Promise<JsonResponse>;
  listDataTasks(): Promise<readonly DataTaskRow[]>;
  createOnlineTask(name: string): Promise<string>;
  setOnlineTask(taskId: string, method?: string, changes?: object): Promise<JsonResponse>;
  showTask(taskId: string): Promise<Readonly<Record<string, unknown>>>;
}

export interface DataTaskRow {
  readonly taskId: string;
  readonly status: string;
  readonly createTime: string;
  readonly sourceCluster: Readonly<Record<string, unknown>>;
  readonly sinkCluster: Readonly<Record<string, unknown>>;
}

export async function startTestSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const clock = createVirtualClock(Date.parse('2026-03-01T12:00:00Z'));
  const sandbox = await startSandbox({ clock, durations: TEST_DURATIONS, ...options });
  const client = new SandboxClient(sandbox, () => clock.now());
  const show = async (taskId: string): Promise<Readonly<Record<string, unknown>>> =>
    (await client.huaweicloud({ method: 'GET', target: `/migration-task/${taskId}` })).json;
  return {
    sandbox,
    clock,
    client,
    createDataTask: (index, { token = `token-${index}`, body = [dataTask(index)] } = {}) =>
      client.alicloud({
        action: 'CreateDataTasks',
        method: 'POST',
        target: `/openapi/instances/${SINK}/data-task?ClientToken=${token}`,
        body,
      }),
    listDataTasks: async () => {
      const target = `/openapi/instances/${SINK}/data-task`;
      const answer = await client.alicloud({ action: 'ListDataTasks', method: 'GET', target });
      return answer.json['Result'] as readonly DataTaskRow[];
    },
    createOnlineTask: async (name) => {
      const answer = await client.huaweicloud({
        method: 'POST',
        target: '/migration/instance',
        body: onlineTask(name),
      });
      return String(answer.json['instance_id']);
    },
    setOnlineTask: (taskId, method = 'full_amount_migration', changes = {}) =>
      client.huaweicloud({
        method: 'POST',
        target: `/migration/${taskId}/task`,
        body: { ...configuration(method), ...changes },
      }),
    showTask: show,
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

/** One element of a CreateDataTasks body. */
export function dataTask(index: string): {
  sourceCluster: Record<string, unknown>;
  sinkCluster: Record<string, unknown>;
} {
  return {
    sourceCluster: {
      dataSourceType: 'elasticsearch',
      endpoint: 'http://10.20.0.5:9200',
      username: 'elastic',
      password: 'source-password',
      index,
      type: '_doc',
    },
    sinkCluster: {
      dataSourceType: 'elasticsearch',
      username: 'elastic',
      password: 'sink-password',
      index,
      type: '_doc',
      settings: '{"index":{"number_of_shards":"1"}}',
      mapping: '{"_doc":{"properties":{"id":{"type":"keyword"}}}}',
    },
  };
}

export function onlineTask(name: string): Readonly<Record<string, string>> {
  return {
    name,
    description: 'moves the sessions',
    vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
    subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
    security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
  };
}

export function configuration(method: string): Readonly<Record<string, unknown>> {
  return {
    migration_method: method,
    resume_mode: 'auto',
    source_instance: { id: null, addrs: '192.168.1.1:6379', password: 'source-password' },
    target_instance: { id: TARGET, addrs: null, password: 'target-password' },
  };
}

export function importTask(name: string): Readonly<Record<string, unknown>> {
  return {
    task_name: name,
    migration_type: 'backupfile_import',
    migration_method: 'full_amount_migration',
    backup_files: {
      file_source: 'self_build_obs',
      bucket_name: 'backups',
      files: [{ file_name: 'dump.rdb', size: '754.0MB', update_at: '2025-01-01 00:00:00' }],
    },
    target_instance: { id: TARGET, password: 'target-password' },
  };
}
