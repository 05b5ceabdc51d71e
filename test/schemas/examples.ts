import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A request or response as a vendor document shows it. */
export interface DocumentedExample {
  readonly document: string;
  /** Which of the document's examples it is. */
  readonly example: string;
  /** What had to be changed, and why. Empty: as printed. */
  readonly corrections: readonly string[];
  readonly operation: string;
  readonly value: unknown;
}

const MASKED = 'ids that end in **** are completed: an asterisk cannot be part of an id or host name';
const TRANSLATED = 'data source types, keys, hosts and values lose the spaces and capitals that the translation put in';
const PLACEHOLDERS = 'the placeholders of settings and mapping are replaced by JSON text';
const ONE_ELEMENT = 'InstanceId of the path and ClientToken of the query stand beside the fields of the body';
const TASK_ID = 'task_id of the path stands beside the fields of the body; project_id belongs to the configuration';
const NULLS = 'fields whose value is null are left out: the service treats both alike';

const CREATE_DATA_TASKS = 'CreateDataTasks (Alibaba Cloud Elasticsearch)';

const sinkCluster = {
  dataSourceType: 'elasticsearch',
  username: 'elastic',
  password: 'xxxxxx',
  index: 'default',
  type: 'default',
  settings: '{"index":{"number_of_shards":"5","number_of_replicas":"1"}}',
  mapping: '{"default":{"properties":{"interval_ms":{"type":"long"}}}}',
  routing: '_id',
};

const publicSource = {
  dataSourceType: 'elasticsearch',
  endpoint: 'http://es-cn-n6w1o1x0w001cabcd.public.elasticsearch.aliyuncs.com:9200',
  username: 'elastic',
  password: 'xxxxxx',
  index: 'default',
  type: 'default',
};

const parameters = { InstanceId: 'es-cn-n6w1o1x0w001cabcd', ClientToken: '5A2CFF0E-5718-45B5-9D4D-70B3FF00ABCD' };

export const documentedRequests: readonly DocumentedExample[] = [
  {
    document: CREATE_DATA_TASKS,
    example: 'public network access cluster',
    corrections: [MASKED, TRANSLATED, PLACEHOLDERS, ONE_ELEMENT],
    operation: 'CreateDataTasks',
    value: { ...parameters, sourceCluster: publicSource, sinkCluster, migrateConfig: { sourceFilterParams: '' } },
  },
  {
    document: CREATE_DATA_TASKS,
    example: 'Alibaba Cloud Elasticsearch cluster',
    corrections: [MASKED, TRANSLATED, PLACEHOLDERS, ONE_ELEMENT],
    operation: 'CreateDataTasks',
    value: {
      ...parameters,
      sourceCluster: {
        dataSourceType: 'elasticsearch',
        vpcInstancePort: 9200,
        vpcId: 'vpc-2ze55voww95g82gakabcd',
        vpcInstanceId: 'es-cn-oew1oxiro000fabcd-worker',
        username: 'elastic',
        password: 'xxxxxx',
        index: 'default',
        type: 'default',
      },
      sinkCluster,
      migrateConfig: { sourceFilterParams: '' },
    },
  },
  {
    document: CREATE_DATA_TASKS,
    example: 'sample request',
    corrections: [MASKED, TRANSLATED, 'the shortened JSON text of settings and mapping is completed', ONE_ELEMENT],
    operation: 'CreateDataTasks',
    value: {
      ...parameters,
      sourceCluster: publicSource,
      sinkCluster: { ...sinkCluster, settings: '{\n "index": {\n "replication": {\n "type": "DOCUMENT"}}}' },
      migrateConfig: { sourceFilterParams: 'index = 1' },
    },
  },
  {
    document: CREATE_DATA_TASKS,
    example: 'note on vpcIp, with the example column of the parameter table',
    corrections: [MASKED, 'the masked IP address is completed', PLACEHOLDERS, ONE_ELEMENT],
    operation: 'CreateDataTasks',
    value: {
      ...parameters,
      sourceCluster: {
        dataSourceType: 'elasticsearch',
        vpcInstancePort: 9200,
        vpcId: 'vpc-2ze59tt67m3nzkko9abcd',
        vpcIp: '10.10.0.5',
        index: 'index_001',
        type: 'index_001',
      },
      sinkCluster: { ...sinkCluster, index: 'index_001', type: 'index_001', routing: 'id' },
      migrateConfig: { sourceFilterParams: 'index=111' },
    },
  },
  {
    document: 'Creating a Backup Import Task (Distributed Cache Service API Reference)',
    example: 'import from an OBS bucket',
    corrections: [],
    operation: 'CreateMigrationTask',
    value: {
      task_name: 'migration1',
      description: 'Test',
      migration_type: 'backupfile_import',
      migration_method: 'full_amount_migration',
      backup_files: {
        bucket_name: 'bucketName',
        file_source: 'self_build_obs',
        files: [{ size: '754.0MB', file_name: 'fileName' }],
      },
      target_instance: { id: 'd2c8399f-bdba-43c1-8069-3ff17a1a79d5', name: 'dcs-test', password: 'xxxxxx' },
    },
  },
  {
    document: 'Creating an Online Data Migration Task (Open Telekom Cloud and Huawei Cloud print the same example)',
    example: 'VPC, subnet and security group of the migration machine',
    corrections: [],
    operation: 'CreateOnlineMigrationTask',
    value: {
      name: 'dcs-migration-thrc',
      description: 'Creating an online data migration task',
      vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
      subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
      security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
    },
  },
  {
    document: 'Configuring an Online Data Migration Task (Distributed Cache Service API Reference)',
    example: 'incremental migration with auto-reconnect',
    corrections: [TASK_ID, NULLS],
    operation: 'SetOnlineMigrationTask',
    value: {
      task_id: '90754308-a156-406f-a837-8f852f38a646',
      migration_method: 'incremental_migration',
      bandwidth_limit_mb: 123,
      resume_mode: 'auto',
      source_instance: { addrs: '192.168.1.1:6379,192.168.0.0:6379', password: 'xxxxxx' },
      target_instance: { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd' },
    },
  },
];

export const documentedResponses: readonly DocumentedExample[] = [
  {
    document: CREATE_DATA_TASKS,
    example: 'success response in JSON',
    corrections: ['the shortened and twice escaped JSON text of settings and mapping is completed'],
    operation: 'CreateDataTasks',
    value: {
      RequestId: '5FFD9ED4-C2EC-4E89-B22B-1ACB6FE1****',
      Result: [
        {
          sourceCluster: {
            password: 'xxxxxx',
            endpoint: 'http://10.20.xx.xx:9200',
            vpcId: 'vpc-2ze55voww95g82gak****',
            vpcInstancePort: 9200,
            index: 'index_001',
            type: 'index_001',
            vpcInstanceId: 'es-cn-oew1oxiro000f****-worker',
            dataSourceType: 'elasticsearch',
            username: 'elastic',
          },
          sinkCluster: {
            routing: 'cluster_name',
            settings: '{"index":{"replication":{"type":"DOCUMENT"}}}',
            password: 'xxxxx',
            mapping: '{"doc":{"properties":{"interval_ms":{"type":"long"}}}}',
            vpcInstancePort: 9200,
            vpcId: 'vpc-2ze55voww95g82gak****',
            index: 'index_001',
            type: 'index_001',
            vpcInstanceId: 'es-cn-oew1oxiro000f****-worker',
            dataSourceType: 'elasticsearch',
            username: 'elastic',
          },
        },
      ],
    },
  },
  {
    document: 'Creating a Backup Import Task (Distributed Cache Service API Reference)',
    example: 'backup import task created',
    corrections: [],
    operation: 'CreateMigrationTask',
    value: { id: '8aa6999e71cb638b0171f485f5266ef0', name: 'dcs-test', status: 'MIGRATING', error: '' },
  },
  {
    document: 'Creating an Online Data Migration Task (Distributed Cache Service API Reference)',
    example: 'online data migration task created',
    corrections: [],
    operation: 'CreateOnlineMigrationTask',
    value: { instance_id: 'b21989ec-2889-4b8e-99db-19c073425ec2' },
  },
  {
    document: 'Configuring an Online Data Migration Task (Distributed Cache Service API Reference)',
    example: 'online data migration task configured',
    corrections: [],
    operation: 'SetOnlineMigrationTask',
    value: {
      id: '90754308-a156-406f-a837-8f852f38a646',
      name: 'dcs-migration-1db7',
      status: 'FULLMIGRATING',
      error: '',
    },
  },
  {
    document: 'Querying the Progress of an Online Migration Task (Distributed Cache Service API Reference)',
    example: 'progress, in numbers where the table says text',
    corrections: [],
    operation: 'ShowMigrationTaskStats',
    value: {
      full_migration_progress: 100,
      offset: 100,
      source_dbsize: 531221,
      target_dbsize: 531211,
      target_input_kbps: 50,
      target_ops: 5300,
      is_migrating: true,
    },
  },
  {
    document: 'Querying the Job Execution Result of a Tenant (Distributed Cache Service API Reference)',
    example: 'background task',
    corrections: [],
    operation: 'ShowJobInfo',
    value: {
      job_id: 'ff8080818822bbf70188235afc24141a',
      job_type: 'masterStandbySwapJob',
      status: 'SUCCESS',
      begin_time: '1684191545379',
      end_time: '1684191548248',
      fail_reason: null,
    },
  },
];

/** A request of an official SDK, as recorded in `test/vectors/`. */
export interface RecordedRequest {
  readonly file: string;
  readonly operation: string;
  readonly method: string;
  /** With the query, as sent. */
  readonly target: string;
  readonly body: unknown;
  /** What the service answered, where it was recorded as sent. */
  readonly response: unknown;
}

const vectors = join(import.meta.dirname, '..', 'vectors');

export const recordedRequests: readonly RecordedRequest[] = [
  ...[
    'req-es1-v1-CreateDataTasks-typed-public',
    'req-es1-v1-ListDataTasks-plain',
    'req-es4-acs3-CreateDataTasks-generic-array',
    'req-es4-acs3-DeleteDataTask-plain',
    'req-es4-acs3-DescribeInstance-plain',
    'req-es4-acs3-GetClusterDataInformation-generic-object-body',
    'req-es4-acs3-ListDataTasks-plain',
  ].map(readAlicloud),
  ...[
    'CreateMigrationTask',
    'CreateOnlineMigrationTask',
    'DeleteMigrationTask',
    'ExchangeInstanceIp',
    'ListMigrationTask',
    'SetOnlineMigrationTask',
    'ShowJobInfo',
    'ShowMigrationTask',
    'StopMigrationTask',
  ].map(readHuaweicloud),
];

interface AlicloudVector {
  readonly operation: string;
  readonly request: { readonly method: string; readonly target: string; readonly body: string };
  readonly outcome: { readonly value: { readonly body: Readonly<Record<string, unknown>> } };
}

function readAlicloud(name: string): RecordedRequest {
  const file = `alicloud/${name}.json`;
  const { operation, request, outcome } = readVector<AlicloudVector>(file);
  const { method, target, body } = request;
  const answer = outcome.value.body;
  // The SDK's own models rename the envelope's fields; only its generic calls keep the answer as sent.
  const response = Object.hasOwn(answer, 'Result') ? answer : undefined;
  return { file, operation, method, target, body: body === '' ? undefined : JSON.parse(body), response };
}

interface HuaweicloudVector {
  readonly operation: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly rawQuery: string;
    readonly bodyJson: unknown;
  };
  readonly serverReply: { readonly body: unknown };
}

function readHuaweicloud(name: string): RecordedRequest {
  const file = `huaweicloud/${name}.json`;
  const { operation, request, serverReply } = readVector<HuaweicloudVector>(file);
  const { method, path, rawQuery, bodyJson } = request;
  const target = rawQuery === '' ? path : `${path}?${rawQuery}`;
  return { file, operation, method, target, body: bodyJson ?? undefined, response: serverReply.body ?? undefined };
}

function readVector<Vector>(file: string): Vector {
  return JSON.parse(readFileSync(join(vectors, file), 'utf8')) as Vector;
}
