import {
  type Blueprint,
  type JsonObject,
  Reference,
  type StepBlueprint,
  type Value,
  type Verification,
} from '@waybill/core';
import { impactOfReading } from '@waybill/provider-kit';
import { bothOf, refreshStep, type Side, type VerifiedSides } from './both-sides.ts';
import { LEVELS, UNSEEN, type VerifyLevel } from './compared-sides.ts';
import { type ComparedWith, verifySteps } from './verify-steps.ts';

/** As an operator names it; that of the plan where none is named. */
export function chosenLevel(level: string | undefined, planned: VerifyLevel): VerifyLevel {
  return LEVELS.find((known) => known === level) ?? planned;
}

/** Notes how far both sides have been written, makes that visible, and compares. */
export function verificationOf(sides: VerifiedSides, than: ComparedWith): Verification {
  return {
    kind: 'steps',
    level: sides.level,
    blueprint: {
      steps: [...bothOf(sides, noteStep), ...bothOf(sides, refreshStep), ...verifySteps(sides, than)],
      outputs: { source: notedAt('source'), copy: notedAt('copy') },
    },
    impact: impactOfReading(UNSEEN[sides.level]),
  };
}

/** Both sides are as far as a verification has noted them. */
export function freshnessOf(sides: VerifiedSides, noted: JsonObject): Blueprint {
  return { steps: bothOf(sides, (side) => freshStep(side, noted[side.name] ?? null)), outputs: {} };
}

const notedAt = (side: Side['name']): Reference => new Reference(['steps', `note-${side}`, 'outputs', 'positions']);

function noteStep({ name, index, at }: Side): StepBlueprint {
  return {
    kind: 'check',
    name: `note-${name}`,
    title: `the write position of the ${name}`,
    operation: 'ShowIndexStats',
    arguments: { index, level: 'shards' },
    ...at,
    check: 'positions-noted',
  };
}

function freshStep({ name, index, at }: Side, positions: Value): StepBlueprint {
  return {
    kind: 'check',
    name: `unwritten-${name}`,
    title: `nothing has been written to the ${name} since it was verified`,
    operation: 'ShowIndexStats',
    arguments: { index, level: 'shards' },
    ...at,
    check: 'positions-same',
    expect: { positions, side: name },
  };
}
