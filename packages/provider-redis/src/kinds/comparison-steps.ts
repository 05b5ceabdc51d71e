import {
  type Blueprint,
  type Comparison,
  defined,
  type JsonObject,
  Reference,
  type StepBlueprint,
  type Value,
  type Verification,
} from '@waybill/core';
import { impactOfReading } from '@waybill/provider-kit';
import { COMPARE_KEYS } from '../jobs/compare-keys.ts';
import {
  type Compared,
  type ComparedServer,
  type ComparedServers,
  callOf,
  countStep,
  jobStep,
  readingOptions,
} from './compared-steps.ts';
import { frozenSteps } from './frozen-steps.ts';
import { type Level, readLevel, UNSEEN } from './levels.ts';
import { movedSteps, noteSidesStep } from './moved-steps.ts';

/** The steps of a comparison, for the kind of this provider and for those of others. */
export interface ComparisonSteps {
  /** Reach, login, rights and databases of both sides: to be asked before the first effect. */
  readonly checks: readonly StepBlueprint[];
  /** Compare. The last one gives the keys. */
  readonly steps: readonly StepBlueprint[];
  /** Compare again while nobody writes, what takes seconds. */
  readonly frozen: readonly StepBlueprint[];
  /** Around a move by which each server gets the address of the other one. */
  readonly moved: ReturnType<NonNullable<Comparison['moved']>>;
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
    moved: { before: [noteSidesStep(compared)], after: movedSteps(compared) },
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

interface Side {
  readonly name: 'source' | 'target';
  readonly at: ComparedServer;
  readonly other: ComparedServer;
}

function bothOf({ source, target }: Compared, step: (side: Side) => StepBlueprint): readonly StepBlueprint[] {
  return [step({ name: 'source', at: source, other: target }), step({ name: 'target', at: target, other: source })];
}

function checksBefore(compared: Compared): readonly StepBlueprint[] {
  const { level, databases } = compared;
  return [
    ...bothOf(compared, ({ name, at }) => ({
      kind: 'check',
      name: `check-${name}`,
      title: `the ${name} answers, and can be compared`,
      ...callOf(at, 'ShowServer'),
      check: 'comparable-server',
      expect: { side: name },
    })),
    apartStep(compared),
    ...bothOf(compared, ({ name, at }) => ({
      kind: 'check',
      name: `rights-${name}`,
      title: `the ${name} allows what the comparison needs`,
      ...callOf(at, 'ProbeRights', { level }),
      check: 'rights-there',
      expect: { side: name },
    })),
    ...bothOf(compared, ({ name, at, other }) => ({
      kind: 'check',
      name: `databases-${name}`,
      title: `the ${name} can hold the databases of the other side`,
      ...callOf(at, 'ShowServer'),
      beside: callOf(other, 'CountKeys'),
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
    ...callOf(target, 'ShowServer'),
    beside: callOf(source, 'ShowServer'),
    check: 'servers-apart',
  };
}

function comparing(compared: Compared): readonly StepBlueprint[] {
  if (compared.level === 'counts') return [countStep(compared, 'count', 'both sides have the same number of keys')];
  return [
    jobStep(compared, {
      name: 'compare',
      title: 'compare the keys of both sides',
      job: COMPARE_KEYS,
      arguments: readingOptions(compared),
    }),
  ];
}

const notedAt = (side: Side['name']): Reference => new Reference(['steps', `note-${side}`, 'outputs', 'position']);

function noteStep({ name, at }: Side): StepBlueprint {
  return {
    kind: 'check',
    name: `note-${name}`,
    title: `the write position of the ${name}`,
    ...callOf(at, 'ShowPosition'),
    check: 'positions-noted',
    expect: { side: name },
  };
}

function freshStep({ name, at }: Side, position: Value): StepBlueprint {
  return {
    kind: 'check',
    name: `unwritten-${name}`,
    title: `nothing has been written to the ${name} since it was verified`,
    ...callOf(at, 'ShowPosition'),
    check: 'positions-same',
    expect: { position, side: name },
  };
}
