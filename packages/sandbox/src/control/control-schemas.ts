import {
  BOOLEAN,
  COUNT,
  closedObject,
  type DamageKind,
  listOf,
  MILLISECONDS,
  NULLABLE_MILLISECONDS,
  type Schema,
  TEXT,
} from '@waybill/stand-kit';
import type { MalformedBody } from '../faults/fault-script.ts';
import { byStand, type NamedStand } from '../listed-stands.ts';

const WHEN: Schema = { enum: ['before', 'after'] };

export const ADVANCE_SCHEMA: Schema = closedObject({ advanceMs: MILLISECONDS }, ['advanceMs']);

export const RELEASE_SCHEMA: Schema = closedObject({ operation: TEXT });

/** Of requests whose members depend on the stands. */
export interface StandSchemas {
  readonly durations: Schema;
  readonly faultScript: Schema;
  readonly settings: Schema;
}

const schemas = new WeakMap<readonly NamedStand[], StandSchemas>();

/** The same objects for the same list, so that each is compiled once. */
export function schemasOf(stands: readonly NamedStand[]): StandSchemas {
  const known = schemas.get(stands);
  if (known !== undefined) return known;
  const built = {
    durations: durationsSchema(stands),
    faultScript: faultScriptSchema(stands),
    settings: settingsSchema(stands),
  };
  schemas.set(stands, built);
  return built;
}

function durationsSchema(stands: readonly NamedStand[]): Schema {
  const names = stands.flatMap(({ durations }) => Object.keys(durations));
  return closedObject({
    ...Object.fromEntries(names.map((name) => [name, MILLISECONDS])),
    jitterFraction: { type: 'number', minimum: 0, maximum: 1 },
  });
}

const MALFORMED_BODIES: readonly MalformedBody[] = [
  'empty',
  'html',
  'truncated',
  'huge',
  'wrong-types',
  'without-ids',
  'error-in-200',
];

const DAMAGE: readonly DamageKind[] = ['lose', 'truncate', 'drop-ttl', 'stop-early'];

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
  fault('damage', { what: { enum: DAMAGE }, keys: COUNT }, ['what', 'keys']),
  fault('withdrawn', {}),
  fault('malformed', { body: { enum: MALFORMED_BODIES }, status: { type: 'integer', minimum: 200, maximum: 599 } }, [
    'body',
  ]),
];

function fault(kind: string, properties: Schema, required: readonly string[] = []): Schema {
  return closedObject({ kind: { const: kind }, ...properties }, ['kind', ...required]);
}

function faultScriptSchema(stands: readonly NamedStand[]): Schema {
  return listOf(
    closedObject(
      {
        operation: TEXT,
        provider: { enum: stands.flatMap((stand) => stand.serviceNames) },
        nth: { anyOf: [COUNT, listOf(COUNT)] },
        probability: { type: 'number', minimum: 0, maximum: 1 },
        times: COUNT,
        fault: { type: 'object', required: ['kind'], discriminator: { propertyName: 'kind' }, oneOf: FAULTS },
      },
      ['fault'],
    ),
  );
}

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

function settingsSchema(stands: readonly NamedStand[]): Schema {
  return closedObject({
    autoCreateInstances: BOOLEAN,
    maxSkewMs: NULLABLE_MILLISECONDS,
    rateLimit: closedObject(byStand<Schema>(() => RATE_LIMIT, stands)),
    ...byStand<Schema>((stand) => stand.settingsSchema, stands),
  });
}
