import { type Clock, type JsonObject, Reference } from '@waybill/core';
import { type BackendUnderTest, describeProvider } from '@waybill/core/contracts';
import { createAlicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { elasticsearch } from '@waybill/provider-elasticsearch';
import { createHuaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { redis } from '@waybill/provider-redis';
import { createVirtualClock, type Sandbox, startSandbox } from '@waybill/sandbox';
import { createUndiciTransport } from '@waybill/transport';

const secret = (name: string): Reference => new Reference(['secrets', name]);

describeProvider('alicloud-elasticsearch', {
  provider: createAlicloudElasticsearch({ readTextFile: async () => undefined }),
  config: {
    region: 'cn-beijing',
    credentials: { access_key_id: 'the-key-id', access_key_secret: 'the-secret-of-the-key' },
  },
  secrets: ['the-secret-of-the-key'],
  units: [{}, { cleanup: 'delete' }].map((options) => ({
    kind: 'index-migration',
    with: {
      InstanceId: 'es-cn-n6w1o1x0w001c',
      sourceCluster: {
        endpoint: 'http://10.0.0.1:9200',
        username: 'elastic',
        password: secret('source'),
        index: 'orders',
        type: '_doc',
      },
      sinkCluster: {
        username: 'elastic',
        password: secret('sink'),
        index: 'new-orders',
        type: '_doc',
        settings: { index: { number_of_shards: '1' } },
        mapping: { _doc: { properties: { id: { type: 'keyword' } } } },
      },
    },
    options,
  })),
  listings: { indices: { endpoint: 'http://10.0.0.1:9200', username: 'elastic', password: 'elastic-password' } },
  open: () =>
    openSandbox(({ url, credentials: { alicloud } }) => ({
      config: {
        region: 'cn-beijing',
        endpoint: url,
        credentials: { access_key_id: alicloud.accessKeyId, access_key_secret: 'the-secret-of-the-key' },
      },
      configWithoutCredentials: { region: 'cn-beijing', endpoint: url },
    })),
});

const TASK_ID = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';
const TARGET = { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3be', password: secret('target') };
const ONLINE = {
  name: 'sessions',
  vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
  subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
  security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
  source_instance: { id: 'a4a05df0-1c38-47c5-bb5a-0a7b3673b3bd', password: secret('source') },
  target_instance: TARGET,
};

describeProvider('huaweicloud-dcs', {
  provider: createHuaweicloudDcs({ readTextFile: async () => undefined }),
  config: {
    region: 'eu-de',
    project_id: '666486c2d9b948c1bbea57e714d744fa',
    credentials: { access_key: 'the-access-key', secret_key: 'the-secret-of-the-key' },
  },
  secrets: ['the-secret-of-the-key'],
  units: [
    { kind: 'online-migration', with: { ...ONLINE, migration_method: 'full_amount_migration' } },
    {
      kind: 'online-migration',
      with: { ...ONLINE, migration_method: 'incremental_migration' },
      options: { cleanup: 'delete' },
    },
    {
      kind: 'online-migration',
      with: { ...ONLINE, migration_method: 'incremental_migration' },
      options: { cutover: { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1', '10.0.0.2'] } },
    },
    {
      kind: 'backup-import',
      with: {
        task_name: 'archive',
        backup_files: { file_source: 'backup_record', backup_id: 'b4a05df0-1c38-47c5-bb5a-0a7b3673b3bd' },
        source_instance: { id: 'a4a05df0-1c38-47c5-bb5a-0a7b3673b3bd' },
        target_instance: TARGET,
      },
      options: { cleanup: 'delete' },
    },
  ],
  values: {
    'steps.create.outputs.task_id': TASK_ID,
  },
  operations: {
    BatchRestartOnlineMigrationTasks: { migration_tasks: [TASK_ID] },
    BatchStopMigrationTasks: { migration_tasks: [TASK_ID] },
    RollbackExchangeInstanceIp: { task_id: TASK_ID },
    ListInstances: {},
    ListMigrationTaskLogs: { task_id: TASK_ID },
    ShowJobInfo: { job_id: TASK_ID },
    ShowMigrationTask: { task_id: TASK_ID },
    ShowMigrationTaskStats: { task_id: TASK_ID },
    StopMigrationTaskSync: { task_id: TASK_ID },
    UpdateMigrationTask: { task_id: TASK_ID, resume_mode: 'auto' },
  },
  open: () =>
    openSandbox(({ url, credentials: { huaweicloud } }) => {
      const config = { region: 'eu-de', endpoint: url, iam_endpoint: url, project_id: huaweicloud.projectId };
      const credentials = { access_key: huaweicloud.accessKey, secret_key: 'the-secret-of-the-key' };
      return { config: { ...config, credentials }, configWithoutCredentials: config };
    }),
});

const COPY = { source: { index: 'orders' }, dest: { index: 'orders-v2' } };
/** One cluster with one index behind an alias. */
const ORDERS = { clusters: [{ name: 'new', indices: { orders: { documents: 10, aliases: { shop: {} } } } }] };
const CLUSTER = 'http://10.20.0.9:9200';
const LOGIN = { username: 'sandbox', password: 'the-secret-of-the-user' };

describeProvider('elasticsearch', {
  provider: elasticsearch,
  config: { url: CLUSTER, ...LOGIN },
  secrets: ['the-secret-of-the-user'],
  units: [
    { kind: 'reindex', with: COPY },
    { kind: 'reindex', with: { ...COPY, parts: 3, requests_per_second: 100 } },
    { kind: 'reindex', with: COPY, options: { cutover: { alias: 'shop' }, verify: { level: 'digest' } } },
    { kind: 'reindex', with: { ...COPY, method: 'bulk', tolerate: 3 }, options: { verify: { level: 'digest' } } },
    { kind: 'reindex', with: COPY, options: { catch_up: true, cutover: { alias: 'shop' } } },
    { kind: 'reindex', with: COPY, options: { verify: { level: 'sample', sample: 5 } } },
    { kind: 'verify', with: { source: { index: 'orders' }, target: { index: 'copied' } } },
    {
      kind: 'verify',
      with: { source: { index: 'orders' }, target: { index: 'copied' } },
      options: { verify: { level: 'sample' } },
    },
  ],
  operations: {
    AddIndexBlock: { index: 'orders', block: 'write' },
    CancelTask: { task_id: 'node:1' },
    DeleteIndex: { index: 'orders-v2' },
    FindTaskResults: { query: { match_all: {} } },
    GetTask: { task_id: 'node:1' },
    RethrottleReindex: { task_id: 'node:1', requests_per_second: 10 },
    ShowIndexUsage: { index: 'orders' },
    TryDefinition: { settings: { index: { number_of_shards: 1 } }, mappings: {} },
    TryReindex: { source: { index: 'orders' }, dest: { index: 'orders-v2', pipeline: 'none' } },
    ListTasks: { actions: '*reindex', group_by: 'none' },
    ShowNodes: { node_id: '_local', metric: 'http' },
    GetAlias: { name: 'shop' },
    UpdateAliases: { actions: [{ add: { index: 'orders', alias: 'shop' } }] },
  },
  listings: { indices: {} },
  open: () =>
    // A cluster may have no security: without credentials it is asked without.
    openSandbox(({ url }) => ({ config: { url: `${url}/clusters/new`, ...LOGIN } })),
});

const SERVER = 'redis://10.20.0.5:6379';
const PASSWORD = 'the-secret-of-the-server';
const SIDES = { source: { connection: 'old' }, target: { connection: 'new' } };

describeProvider('redis', {
  provider: redis,
  config: { url: SERVER, password: PASSWORD },
  secrets: [PASSWORD],
  units: [
    { kind: 'verify', with: SIDES },
    { kind: 'verify', with: { ...SIDES, databases: [0] }, options: { verify: { level: 'counts' } } },
    { kind: 'verify', with: SIDES, options: { verify: { level: 'dump', interval: '10ms', sample: 5 } } },
  ],
  operations: { ShowPosition: {} },
  listings: { databases: {} },
  // A server may ask for no login: without credentials it is asked without.
  open: () => openSandbox(({ url }) => ({ config: { url: `${url}/servers/new`, password: PASSWORD } })),
});

/** More than a page. */
const INSTANCES = Array.from({ length: 46 }, (_, at) => ({
  instance_id: `33333333-0003-4000-8000-0000000000${String(at + 10)}`,
  name: `sessions-${at + 10}`,
  password: 'the-secret-of-the-instance',
}));
const BACKUPS = INSTANCES.map(({ instance_id }) => ({ instance_id, backup_id: `b${instance_id.slice(1)}` }));

/** The vendors' APIs on loopback, on a clock of their own. */
async function openSandbox(
  configsOf: (sandbox: Sandbox) => { readonly config: JsonObject; readonly configWithoutCredentials?: JsonObject },
): Promise<BackendUnderTest> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 15, 8));
  const secretKey = 'the-secret-of-the-key';
  const sandbox = await startSandbox({
    clock,
    settings: { huaweicloud: { instances: INSTANCES, backups: BACKUPS }, elasticsearch: ORDERS },
    credentials: {
      alicloud: { accessKeySecret: secretKey },
      huaweicloud: { secretKey },
      elasticsearch: { password: 'the-secret-of-the-user' },
      redis: { password: PASSWORD },
    },
  });
  const transport = createUndiciTransport();
  const own: Clock = {
    now: () => clock.now(),
    monotonicMs: () => clock.now(),
    sleep: async (forMs) => clock.advance(forMs),
  };
  return {
    ...configsOf(sandbox),
    env: {},
    transport,
    clock: own,
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}
