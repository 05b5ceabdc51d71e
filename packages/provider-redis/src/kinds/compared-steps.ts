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

/** One server, or group of servers, and how it is called. */
export interface ComparedServer {
  /** Alias of a connection of type redis. */
  readonly connection: string | undefined;
  /** Goes with each call, where the connection is not of this server alone: see `namedServer`. */
  readonly server?: ValueObject | undefined;
}

/** Two servers that are compared. */
export interface ComparedServers {
  readonly source: ComparedServer;
  readonly target: ComparedServer;
  /** As the schema of the option `verify` describes it. */
  readonly verify: ValueObject;
  /** Numbers of databases; undefined: all that have keys. */
  readonly databases?: Value | undefined;
}

export interface Compared extends ComparedServers {
  readonly level: Level;
}

/** A call of a server. */
export function callOf(
  { connection, server }: ComparedServer,
  operation: string,
  args: ValueObject = {},
): Pick<CheckBlueprint, 'operation' | 'arguments' | 'connection'> {
  return { operation, arguments: { ...args, ...defined({ server }) }, ...defined({ connection }) };
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
    ...callOf(target, 'CountKeys'),
    beside: callOf(source, 'CountKeys'),
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
}: Record<'at' | 'beside', ComparedServer>): Pick<CheckBlueprint, 'operation' | 'arguments' | 'connection' | 'beside'> {
  return { ...callOf(at, 'ShowPosition'), beside: callOf(beside, 'ShowPosition') };
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
  const connections = [source, target].flatMap(({ connection }) => connection ?? []);
  return {
    kind: 'job',
    ...step,
    arguments: {
      level,
      ...own,
      ...defined({ ttl_tolerance_ms: millisecondsOf(tolerance), expect, max_differences: most, databases }),
      ...defined({ source_server: source.server, target_server: target.server }),
    },
    ...defined({ connection: target.connection }),
    ...(connections.length === 2 ? { connections } : {}),
  };
}

export function millisecondsOf(duration: Value | undefined): number | undefined {
  return typeof duration === 'string' ? parseDurationMs(duration) : undefined;
}
