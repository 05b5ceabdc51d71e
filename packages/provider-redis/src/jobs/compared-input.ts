import type { JsonObject } from '@waybill/core';
import type { Level } from '../kinds/levels.ts';
import { readLevel } from '../kinds/levels.ts';
import { type Position, positionIn } from './position.ts';

/** What the job is given. */
export interface ComparedInput {
  readonly level: Level;
  readonly rounds: number;
  readonly intervalMs: number;
  readonly toleranceMs: number;
  readonly isSuperset: boolean;
  readonly maxDifferences: number;
  readonly sample: number | undefined;
  /** Of the sample; undefined: drawn. */
  readonly seed: number | undefined;
  /** Undefined: all that have keys. */
  readonly databases: readonly number[] | undefined;
  /** How far the target was written when clients were led to it; undefined: they were not. */
  readonly since: Position | undefined;
  /** What differs is named and is no fault. */
  readonly onlyNames: boolean;
}

export const COMPARED_INPUT: { readonly [keyword: string]: unknown; readonly properties: object } = {
  type: 'object',
  required: ['level'],
  properties: {
    level: { enum: ['keys', 'digest', 'dump'] },
    rounds: { type: 'integer', minimum: 0 },
    interval_ms: { type: 'integer', minimum: 0 },
    ttl_tolerance_ms: { type: 'integer', minimum: 0 },
    expect: { enum: ['equal', 'superset'] },
    max_differences: { type: 'integer', minimum: 0 },
    sample: { type: 'integer', minimum: 1 },
    seed: { type: 'integer', minimum: 0 },
    databases: { type: 'array', items: { type: 'integer', minimum: 0 } },
    since: { type: ['object', 'null'] },
    only_names: { type: 'boolean' },
    source_server: { type: 'object' },
    target_server: { type: 'object' },
  },
};

const DEFAULT_ROUNDS = 3;
const DEFAULT_INTERVAL_MS = 5_000;
const DEFAULT_TOLERANCE_MS = 1_000;

export function readInput(input: JsonObject): ComparedInput {
  const {
    level,
    rounds,
    interval_ms: intervalMs,
    ttl_tolerance_ms: toleranceMs,
    sample,
    seed,
    databases,
    since,
  } = input;
  return {
    level: readLevel(level),
    rounds: typeof rounds === 'number' ? rounds : DEFAULT_ROUNDS,
    intervalMs: typeof intervalMs === 'number' ? intervalMs : DEFAULT_INTERVAL_MS,
    toleranceMs: typeof toleranceMs === 'number' ? toleranceMs : DEFAULT_TOLERANCE_MS,
    isSuperset: input['expect'] === 'superset',
    maxDifferences: Number(input['max_differences'] ?? 0),
    sample: typeof sample === 'number' ? sample : undefined,
    seed: typeof seed === 'number' ? seed : undefined,
    databases: Array.isArray(databases) ? databases.map(Number) : undefined,
    since: since === undefined ? undefined : positionIn(since),
    onlyNames: input['only_names'] === true,
  };
}
