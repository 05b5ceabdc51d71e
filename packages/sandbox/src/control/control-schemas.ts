import type { MalformedBody } from '../faults/fault-script.ts';

type Schema = Readonly<Record<string, unknown>>;

const MILLISECONDS: Schema = { type: 'number', minimum: 0 };
const BOOLEAN: Schema = { type: 'boolean' };
const TEXT: Schema = { type: 'string', minLength: 1 };
const WHEN: Schema = { enum: ['before', 'after'] };

function closedObject(properties: Schema, required: readonly string[] = []): Schema {
  return { type: 'object', additionalProperties: false, properties, required };
}

function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

export const ADVANCE_SCHEMA: Schema = closedObject({ advanceMs: MILLISECONDS }, ['advanceMs']);

export const RELEASE_SCHEMA: Schema = closedObject({ operation: TEXT });

export const DURATIONS_SCHEMA: Schema = closedObject({
  alicloudPendingMs: MILLISECONDS,
  alicloudRunningMs: MILLISECONDS,
  dcsMachineCreationMs: MILLISECONDS,
  dcsJobMs: MILLISECONDS,
  dcsFullSyncMs: MILLISECONDS,
  dcsCatchUpMs: MILLISECONDS,
  dcsStopMs: MILLISECONDS,
  dcsExchangeMs: MILLISECONDS,
  dcsImportMs: MILLISECONDS,
  jitterFraction: { type: 'number', minimum: 0, maximum: 1 },
});

const MALFORMED_BODIES: readonly MalformedBody[] = [
  'empty',
  'html',
  'truncated',
  'huge',
  'wrong-types',
  'without-ids',
  'error-in-200',
];

const FAULTS: readonly Schema[] = [
  fault('latency', { ms: MILLISECONDS }, ['ms']),
  fault('hold', { when: WHEN }, ['when']),
  fault('throttle', { style: { enum: [400, 429] }, retryAfterMs: MILLISECONDS }),
  fault('status', { status: { type: 'integer', minimum: 400, maximum: 599 }, code: TEXT, message: TEXT, when: WHEN }, [
    'status',
    'when',
  ]),
  fault('reset', { when: WHEN }, ['when']),
  fault('slow-body', { ms: MILLISECONDS }, ['ms']),
  fault('cut-body', {}),
  fault('stale-status', { ms: MILLISECONDS }, ['ms']),
  fault('hidden-in-list', { ms: MILLISECONDS }, ['ms']),
  fault('unknown-status', { word: TEXT }, ['word']),
  fault('task-fails', { status: TEXT, message: TEXT }),
  fault('withdrawn', {}),
  fault('malformed', { body: { enum: MALFORMED_BODIES }, status: { type: 'integer', minimum: 200, maximum: 599 } }, [
    'body',
  ]),
];

function fault(kind: string, properties: Schema, required: readonly string[] = []): Schema {
  return closedObject({ kind: { const: kind }, ...properties }, ['kind', ...required]);
}

const COUNT: Schema = { type: 'integer', minimum: 1 };

export const FAULT_SCRIPT_SCHEMA: Schema = listOf(
  closedObject(
    {
      operation: TEXT,
      provider: { enum: ['alicloud', 'huaweicloud', 'huaweicloud-iam'] },
      nth: { anyOf: [COUNT, listOf(COUNT)] },
      probability: { type: 'number', minimum: 0, maximum: 1 },
      times: COUNT,
      fault: { type: 'object', required: ['kind'], discriminator: { propertyName: 'kind' }, oneOf: FAULTS },
    },
    ['fault'],
  ),
);

const RATE_LIMIT: Schema = {
  anyOf: [
    { type: 'null' },
    closedObject(
      {
        limit: COUNT,
        windowMs: { type: 'number', exclusiveMinimum: 0 },
        style: { enum: [400, 429] },
        sendRetryAfter: BOOLEAN,
      },
      ['limit', 'windowMs'],
    ),
  ],
};

const NULLABLE_MILLISECONDS: Schema = { anyOf: [{ type: 'null' }, MILLISECONDS] };

const ALICLOUD_SETTINGS: Schema = closedObject({
  echoPasswords: BOOLEAN,
  statusWords: closedObject({ pending: TEXT, running: TEXT, success: TEXT, failed: TEXT }),
  listShape: { enum: ['sample', 'table'] },
  clientTokenLifetimeMs: NULLABLE_MILLISECONDS,
  failedTaskKeepsSinkIndex: BOOLEAN,
  defaultEsVersion: TEXT,
  instances: listOf(
    closedObject(
      {
        instanceId: TEXT,
        status: TEXT,
        esVersion: TEXT,
        vpcId: TEXT,
        zoneId: TEXT,
        health: TEXT,
        indices: listOf(TEXT),
      },
      ['instanceId'],
    ),
  ),
  clusters: listOf(
    closedObject(
      {
        address: TEXT,
        connectable: BOOLEAN,
        indices: { type: 'object', additionalProperties: closedObject({ settings: TEXT, mapping: TEXT }) },
      },
      ['address'],
    ),
  ),
});

const HUAWEICLOUD_SETTINGS: Schema = closedObject({
  incrementalSpelling: { enum: ['INCRMIGEATING', 'INCRMIGRATING'] },
  fullSyncWord: { enum: ['FULLMIGRATING', 'MIGRATING'] },
  omitJobId: BOOLEAN,
  showDeleted: { enum: ['not-found', 'deleted', 'stale-success'] },
  echoPasswords: BOOLEAN,
  noPasswordAccess: { enum: ['true', 'false'] },
  releaseIdleAfterMs: NULLABLE_MILLISECONDS,
  lockAccessKeyAfterFailures: { anyOf: [{ type: 'null' }, COUNT] },
  statsStyle: { enum: ['numbers', 'text'] },
  instances: listOf(
    closedObject(
      {
        instance_id: TEXT,
        name: TEXT,
        status: TEXT,
        engine_version: TEXT,
        cache_mode: TEXT,
        ip: TEXT,
        port: COUNT,
        enable_ssl: BOOLEAN,
        no_password_access: { enum: ['true', 'false'] },
        used_memory: { type: 'number' },
        max_memory: { type: 'number' },
        db_number: COUNT,
        enable_publicip: BOOLEAN,
        sub_status: { type: 'string' },
        task: { type: 'string' },
        password: TEXT,
      },
      ['instance_id'],
    ),
  ),
  backups: listOf(closedObject({ instance_id: TEXT, backup_id: TEXT, status: TEXT }, ['instance_id', 'backup_id'])),
});

export const SETTINGS_SCHEMA: Schema = closedObject({
  autoCreateInstances: BOOLEAN,
  maxSkewMs: NULLABLE_MILLISECONDS,
  rateLimit: closedObject({ alicloud: RATE_LIMIT, huaweicloud: RATE_LIMIT }),
  alicloud: ALICLOUD_SETTINGS,
  huaweicloud: HUAWEICLOUD_SETTINGS,
});
