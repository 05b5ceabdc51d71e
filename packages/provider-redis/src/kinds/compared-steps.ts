import {
  type CheckBlueprint,
  defined,
  type JobBlueprint,
  parseDurationMs,
  type StepBlueprint,
  type Value,
  type ValueObject,
} from '@waybill/core';
import type { Level } from './levels.ts';

/** Two servers that are compared, by the aliases of their connections under `providers:`. */
export interface ComparedServers {
  /** Of a connection of type redis. */
  readonly source: string | undefined;
  readonly target: string | undefined;
  /** As the schema of the option `verify` describes it. */
  readonly verify: ValueObject;
  /** Numbers of databases; undefined: all that have keys. */
  readonly databases?: Value | undefined;
}

export interface Compared extends ComparedServers {
  readonly level: Level;
}

/** Both sides have the same number of keys that do not expire. */
export function countStep(
  { source, target, databases, verify, level }: Compared,
  name: string,
  title: string,
): StepBlueprint {
  return {
    kind: 'check',
    name,
    title,
    operation: 'CountKeys',
    arguments: {},
    ...defined({ connection: target }),
    beside: { operation: 'CountKeys', arguments: {}, ...defined({ connection: source }) },
    check: 'counts-equal',
    expect: {
      superset: verify['expect'] === 'superset',
      ...(level === 'counts' ? { alone: true } : {}),
      ...defined({ databases, most: verify['max_differences'] }),
    },
  };
}

/** How far both servers have been written, one beside the other. */
export function positionsOf({
  at,
  beside,
}: Record<'at' | 'beside', string | undefined>): Pick<
  CheckBlueprint,
  'operation' | 'arguments' | 'connection' | 'beside'
> {
  const asked = { operation: 'ShowPosition', arguments: {} };
  return { ...asked, ...defined({ connection: at }), beside: { ...asked, ...defined({ connection: beside }) } };
}

/** What the plan says of how a comparison of all keys reads. */
export function readingOptions({ verify }: Compared): ValueObject {
  const { rounds, interval, sample, seed } = verify;
  return defined({ rounds, interval_ms: millisecondsOf(interval), sample, seed });
}

/** Work on the keys of both sides, with what the plan says of when they are the same. */
export function jobStep(
  { source, target, level, databases, verify }: Compared,
  { arguments: own, ...step }: Pick<JobBlueprint, 'name' | 'title' | 'job' | 'arguments'>,
): StepBlueprint {
  const { expect, max_differences: most, ttl_tolerance: tolerance } = verify;
  const connections = [source, target].filter((alias) => alias !== undefined);
  return {
    kind: 'job',
    ...step,
    arguments: {
      level,
      ...own,
      ...defined({ ttl_tolerance_ms: millisecondsOf(tolerance), expect, max_differences: most, databases }),
    },
    ...defined({ connection: target }),
    ...(connections.length === 2 ? { connections } : {}),
  };
}

export function millisecondsOf(duration: Value | undefined): number | undefined {
  return typeof duration === 'string' ? parseDurationMs(duration) : undefined;
}
