import type { Kind } from '../../provider/kind.ts';
import type { Operation, WrittenTarget } from '../../provider/operation.ts';
import type { Provider } from '../../provider/provider.ts';
import { createRegistry, type ProviderRegistry } from '../../provider/registry.ts';
import { isValueObject, type ValueObject } from '../../value/value.ts';

const CLEANUP = {
  type: 'string',
  title: 'Clean-up',
  description: "What happens to the vendor's task record after success.",
  enum: ['keep', 'delete'],
};

const CUTOVER = {
  type: 'object',
  title: 'Cut-over',
  description: 'How it ends.',
  additionalProperties: false,
  required: ['mode'],
  properties: {
    mode: { type: 'string', title: 'Mode', description: 'The way.', enum: ['none', 'manual', 'exchange-ip'] },
    max_lag: { type: 'integer', title: 'Greatest lag', description: 'In bytes.', minimum: 0 },
    lag_for: {
      type: 'string',
      title: 'Lag held for',
      description: 'A duration.',
      pattern: '^[0-9]+(ms|s|m|h|d)$',
      'x-hint': 'Write a number and a unit.',
    },
    exchanged_ip: { type: 'array', items: { type: 'string', minLength: 1, 'x-references': ['inputs', 'each'] } },
    is_exchange_domain: { type: 'boolean' },
  },
};

/**
 * Two providers for tests of the plan language. Names and fields follow the real ones, cut down to one of each kind of
 * rule; nothing can be called.
 */
const searchProvider: Provider = {
  ...inert('alicloud-elasticsearch'),
  regions: ['cn-beijing', 'cn-hangzhou'],
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['type'],
    properties: {
      type: { const: 'alicloud-elasticsearch' },
      region: {
        type: 'string',
        title: 'Region',
        description: 'Region of the instances.',
        pattern: '^[a-z][a-z0-9-]*$',
      },
      network: { type: 'string', enum: ['public', 'vpc'], default: 'public' },
      credentials: {
        type: 'object',
        additionalProperties: false,
        required: ['access_key_id', 'access_key_secret'],
        properties: { access_key_id: { type: 'string' }, access_key_secret: { type: 'string', 'x-secret': true } },
      },
    },
  },
  operations: {
    ListDataTasks: operation('ListDataTasks', { InstanceId: instanceId() }, {}),
    DeleteDataTask: operation('DeleteDataTask', { InstanceId: instanceId(), taskId: { type: 'string' } }, {}),
  },
  kinds: { 'index-migration': indexMigration() },
};

const cacheProvider: Provider = {
  ...inert('huaweicloud-dcs'),
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['type', 'region'],
    properties: {
      type: { const: 'huaweicloud-dcs' },
      region: { type: 'string' },
      settle: { type: 'string', pattern: '^[0-9]{1,9}(ms|s|m|h|d)$' },
    },
  },
  operations: {
    ShowInstance: operation('ShowInstance', { instance_id: { type: 'string' } }, { name: '/response/name' }),
    BatchStopMigrationTasks: operation(
      'BatchStopMigrationTasks',
      { migration_tasks: { type: 'array', minItems: 1, maxItems: 3, uniqueItems: true, items: { type: 'string' } } },
      {},
    ),
  },
  kinds: { 'online-migration': onlineMigration() },
};

export const fixtureRegistry: ProviderRegistry = createRegistry([searchProvider, cacheProvider]);

function inert(type: string): Provider {
  return {
    type,
    version: '1.0.0',
    configSchema: {},
    operations: {},
    kinds: {},
    checks: {},
    polls: {},
    defaultLimits: { requests: { count: 10, intervalMs: 1000 }, inFlight: 4 },
    defaultPolling: { initialIntervalMs: 1000, maxIntervalMs: 10_000 },
    buildRequest: (_config, name) => ({ method: 'POST', endpoint: 'https://localhost', path: `/${name}`, query: {} }),
    connect: () => Promise.reject(new Error('a fixture cannot be connected')),
  };
}

function instanceId(): object {
  return {
    type: 'string',
    title: 'Instance id',
    description: 'ID of the destination (sink) instance.',
    pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$',
    'x-hint': 'Copy the instance id from the console, such as es-cn-n6w1o1x0w001c.',
  };
}

function operation(
  name: string,
  properties: Readonly<Record<string, object>>,
  outputs: Readonly<Record<string, string>>,
): Operation {
  return {
    name,
    title: name,
    document: name,
    requestSchema: { type: 'object', additionalProperties: false, required: Object.keys(properties), properties },
    responseSchema: { type: 'object' },
    outputs,
  };
}

function kind(name: string, properties: object, outputs: readonly string[], withSchema: object): Kind {
  const optionsSchema = { type: 'object', additionalProperties: false, properties };
  const expand: Kind['expand'] = () => ({
    steps: [{ kind: 'gate', name: 'wait', title: 'nothing can be called', instruction: 'Nothing is done.' }],
    outputs: {},
  });
  return { name, title: name, withSchema, optionsSchema, outputs, expand };
}

function indexMigration(): Kind {
  const index = {
    $ref: '#/$defs/index',
    description: 'The index to migrate.',
  };
  const described = kind('index-migration', { cleanup: CLEANUP }, ['task_id', 'documents'], {
    type: 'object',
    additionalProperties: false,
    required: ['InstanceId', 'sourceCluster'],
    properties: {
      InstanceId: instanceId(),
      sourceCluster: {
        type: 'object',
        additionalProperties: false,
        required: ['index'],
        properties: {
          endpoint: { type: 'string', pattern: '^https?://', examples: ['http://10.20.0.5:9200'] },
          vpcId: { type: 'string' },
          vpcIp: { type: 'string' },
          vpcInstancePort: { type: 'integer', minimum: 1, maximum: 65_535 },
          username: { type: 'string' },
          password: { type: 'string', minLength: 6, 'x-secret': true },
          index,
          type: { type: 'string' },
        },
        oneOf: [{ required: ['endpoint'] }, { required: ['vpcId', 'vpcIp'] }],
        'x-hint': 'Give either endpoint, or vpcId and vpcIp.',
      },
      sinkCluster: {
        type: 'object',
        additionalProperties: false,
        properties: {
          username: { type: 'string' },
          password: { type: 'string', 'x-secret': true },
          index,
          type: { type: 'string' },
          settings: { type: ['object', 'string'] },
          mapping: { type: 'object' },
          shards: { type: 'integer', minimum: 1 },
          active: { type: 'boolean' },
        },
      },
      migrateConfig: {
        type: 'object',
        properties: { pageSize: { type: 'integer', exclusiveMinimum: 0, multipleOf: 10 } },
      },
    },
    $defs: {
      index: {
        type: 'string',
        title: 'Index',
        pattern: '^[a-z0-9.][a-z0-9._-]*$',
        maxLength: 255,
        'x-hint': 'Index names are lower case.',
      },
    },
  });
  return { ...described, writes: writtenIndex };
}

function writtenIndex({ InstanceId: instance, sinkCluster: sink }: ValueObject): readonly WrittenTarget[] {
  const name = isValueObject(sink) ? sink.index : undefined;
  if (typeof instance !== 'string' || typeof name !== 'string') return [];
  return [{ label: `the index ${name} of ${instance}`, identity: [instance, name], path: ['sinkCluster', 'index'] }];
}

function onlineMigration(): Kind {
  return kind('online-migration', { cutover: CUTOVER, cleanup: CLEANUP }, ['task_id'], {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'migration_method', 'source_instance', 'target_instance'],
    properties: {
      name: {
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_-]{3,50}$',
        'x-hint': 'Use 4 to 51 letters, digits, - and _.',
      },
      migration_method: { type: 'string', enum: ['full_amount_migration', 'incremental_migration'] },
      bandwidth_limit_mb: {
        title: 'Bandwidth limit',
        description: 'Upper bound of the speed in MB/s, 1 to 10240.',
        anyOf: [
          { type: 'integer', minimum: 1, maximum: 10_240 },
          { type: 'string', pattern: '^([1-9][0-9]{0,3}|10[01][0-9]{2}|102[0-3][0-9]|10240)$' },
        ],
      },
      source_instance: redisInstance(),
      target_instance: redisInstance(),
    },
    // `if` and `then` as entries: an object literal with a `then` member looks like a promise to linters.
    ...Object.fromEntries<object>([
      ['if', { properties: { migration_method: { const: 'full_amount_migration' } } }],
      [
        'then',
        {
          properties: {
            bandwidth_limit_mb: { not: {}, 'x-hint': 'A bandwidth limit applies to incremental migrations only.' },
          },
        },
      ],
    ]),
  });
}

function redisInstance(): object {
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      id: { type: 'string' },
      addrs: {
        type: 'string',
        pattern: '^[^,:]+:[0-9]+(,[^,:]+:[0-9]+)*$',
        'x-hint': 'Write host:port, separated by commas.',
      },
      password: { type: 'string', 'x-secret': true },
    },
    oneOf: [{ required: ['id'] }, { required: ['addrs'] }],
    'x-hint': 'Name the Redis once: id (a DCS instance) or addrs (any Redis).',
  };
}
