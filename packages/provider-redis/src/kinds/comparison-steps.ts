import {
  type Blueprint,
  defined,
  type JobBlueprint,
  type JsonObject,
  parseDurationMs,
  Reference,
  type StepBlueprint,
  type Value,
  type ValueObject,
  type Verification,
} from '@waybill/core';
import { impactOfReading } from '@waybill/provider-kit';
import { COMPARE_KEYS } from '../jobs/compare-keys.ts';
import { COMPARE_OPEN_KEYS } from '../jobs/compare-open-keys.ts';
import { type Level, readLevel, UNSEEN } from './levels.ts';

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

/** The steps of a comparison, for the kind of this provider and for those of others. */
export interface ComparisonSteps {
  /** Reach, login, rights and databases of both sides: to be asked before the first effect. */
  readonly checks: readonly StepBlueprint[];
  /** Compare. The last one gives the keys. */
  readonly steps: readonly StepBlueprint[];
  /** Compare again while nobody writes, what takes seconds. */
  readonly frozen: readonly StepBlueprint[];
  /** Name of the step, and of its output that says how many keys were compared. */
  readonly keys: Reference;
  readonly level: Level;
  /** For `Kind.verification`. */
  readonly verification: Verification;
  /** For `Kind.freshness`. */
  readonly freshness: (noted: JsonObject) => Blueprint;
}

/**
 * What a kind needs in order to compare two Redis servers. Every step names its connection, so that a kind of any provider
 * may have it among its own.
 *
 * @param level in place of that of the plan, as an operator names it
 */
export function comparisonSteps(servers: ComparedServers, level?: string): ComparisonSteps {
  const compared = { ...servers, level: readLevel(level ?? servers.verify['level']) };
  const [checks, steps] = [checksBefore(compared), comparing(compared)];
  return {
    checks,
    steps,
    frozen: frozenSteps(compared),
    keys: new Reference(['steps', compared.level === 'counts' ? 'count' : 'compare', 'outputs', 'keys']),
    level: compared.level,
    verification: {
      kind: 'steps',
      level: compared.level,
      impact: impactOfReading(UNSEEN[compared.level]),
      blueprint: {
        steps: [...bothOf(compared, noteStep), ...steps],
        outputs: { source: notedAt('source'), target: notedAt('target') },
      },
    },
    freshness: (noted) => ({
      steps: bothOf(compared, (side) => freshStep(side, noted[side.name] ?? null)),
      outputs: {},
    }),
  };
}

interface Compared extends ComparedServers {
  readonly level: Level;
}

interface Side {
  readonly name: 'source' | 'target';
  readonly at: { readonly connection?: string };
  readonly other: { readonly connection?: string };
}

function bothOf({ source, target }: Compared, step: (side: Side) => StepBlueprint): readonly StepBlueprint[] {
  const [from, to] = [defined({ connection: source }), defined({ connection: target })];
  return [step({ name: 'source', at: from, other: to }), step({ name: 'target', at: to, other: from })];
}

function checksBefore(compared: Compared): readonly StepBlueprint[] {
  const { level, databases } = compared;
  return [
    ...bothOf(compared, ({ name, at }) => ({
      kind: 'check',
      name: `check-${name}`,
      title: `the ${name} answers, and can be compared`,
      operation: 'ShowServer',
      arguments: {},
      ...at,
      check: 'comparable-server',
      expect: { side: name },
    })),
    apartStep(compared),
    ...bothOf(compared, ({ name, at }) => ({
      kind: 'check',
      name: `rights-${name}`,
      title: `the ${name} allows what the comparison needs`,
      operation: 'ProbeRights',
      arguments: { level },
      ...at,
      check: 'rights-there',
      expect: { side: name },
    })),
    ...bothOf(compared, ({ name, at, other }) => ({
      kind: 'check',
      name: `databases-${name}`,
      title: `the ${name} can have the databases of the other side`,
      operation: 'ShowServer',
      arguments: {},
      ...at,
      beside: { operation: 'CountKeys', arguments: {}, ...other },
      check: 'databases-there',
      expect: { side: name, ...defined({ databases }) },
    })),
  ];
}

function apartStep({ source, target }: Compared): StepBlueprint {
  return {
    kind: 'check',
    name: 'check-apart',
    title: 'source and target are two servers',
    operation: 'ShowServer',
    arguments: {},
    ...defined({ connection: target }),
    beside: { operation: 'ShowServer', arguments: {}, ...defined({ connection: source }) },
    check: 'servers-apart',
  };
}

function countStep({ source, target, databases, verify }: Compared, name: string, title: string): StepBlueprint {
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
      ...defined({ databases, most: verify['max_differences'] }),
    },
  };
}

function comparing(compared: Compared): readonly StepBlueprint[] {
  const { level, verify } = compared;
  if (level === 'counts') return [countStep(compared, 'count', 'both sides have the same number of keys')];
  const { rounds, interval, sample, seed } = verify;
  return [
    jobStep(compared, {
      name: 'compare',
      title: 'compare the keys of both sides',
      job: COMPARE_KEYS,
      arguments: defined({ rounds, interval_ms: millisecondsOf(interval), sample, seed }),
    }),
  ];
}

/** Seconds, since writers wait for it: how many keys there are, and those of which the comparison before was not sure. */
function frozenSteps(compared: Compared): readonly StepBlueprint[] {
  const count = countStep(compared, 'count-frozen', 'while nobody writes, both sides have the same number of keys');
  if (compared.level === 'counts') return [count];
  return [
    count,
    jobStep(compared, {
      name: 'compare-frozen',
      title: 'while nobody writes, the keys that were being written are equal',
      job: COMPARE_OPEN_KEYS,
      arguments: { left_open: new Reference(['steps', 'compare', 'outputs', 'left_open']) },
    }),
  ];
}

function jobStep(
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

function millisecondsOf(duration: Value | undefined): number | undefined {
  return typeof duration === 'string' ? parseDurationMs(duration) : undefined;
}

const notedAt = (side: Side['name']): Reference => new Reference(['steps', `note-${side}`, 'outputs', 'position']);

function noteStep({ name, at }: Side): StepBlueprint {
  return {
    kind: 'check',
    name: `note-${name}`,
    title: `how far the ${name} has been written`,
    operation: 'ShowPosition',
    arguments: {},
    ...at,
    check: 'positions-noted',
    expect: { side: name },
  };
}

function freshStep({ name, at }: Side, position: Value): StepBlueprint {
  return {
    kind: 'check',
    name: `unwritten-${name}`,
    title: `nothing was written to the ${name} since it was verified`,
    operation: 'ShowPosition',
    arguments: {},
    ...at,
    check: 'positions-same',
    expect: { position, side: name },
  };
}
