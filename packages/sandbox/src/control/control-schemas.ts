import type { MalformedBody } from '../faults/fault-script.ts';
import { byStand, STANDS } from '../listed-stands.ts';
import {
  BOOLEAN,
  COUNT,
  closedObject,
  listOf,
  MILLISECONDS,
  NULLABLE_MILLISECONDS,
  type Schema,
  TEXT,
} from '../stand/schema.ts';

const WHEN: Schema = { enum: ['before', 'after'] };

export const ADVANCE_SCHEMA: Schema = closedObject({ advanceMs: MILLISECONDS }, ['advanceMs']);

export const RELEASE_SCHEMA: Schema = closedObject({ operation: TEXT });

export const DURATIONS_SCHEMA: Schema = closedObject({
  ...Object.fromEntries(STANDS.flatMap(({ durations }) => Object.keys(durations)).map((name) => [name, MILLISECONDS])),
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

export const FAULT_SCRIPT_SCHEMA: Schema = listOf(
  closedObject(
    {
      operation: TEXT,
      provider: { enum: STANDS.flatMap((stand) => stand.serviceNames) },
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

export const SETTINGS_SCHEMA: Schema = closedObject({
  autoCreateInstances: BOOLEAN,
  maxSkewMs: NULLABLE_MILLISECONDS,
  rateLimit: closedObject(byStand<Schema>(() => RATE_LIMIT)),
  ...byStand<Schema>(({ settingsSchema }) => settingsSchema),
});
