import {
  type Checkpoint,
  type CheckpointStore,
  DecisionRefusedError,
  defined,
  type Kind,
  type NotDerived,
  NothingSelectedError,
  type PlannedUnit,
  type RunResult,
  type SelectOptions,
} from '@waybill/core';
import { type DerivedPlan, derivePlan, failedVerificationOf, findUnits, type RecordBody } from '@waybill/core/internal';
import type { CompiledPlan } from '../check-plan.ts';

export interface VerifyOptions extends SelectOptions {
  /**
   * How thoroughly, in the words of the units' kinds.
   *
   * @default as the plan says
   */
  readonly level?: string;
}

/** What is derived from a plan, and from what its state knew then. */
export interface DerivedFrom {
  readonly compiled: CompiledPlan;
  readonly store: CheckpointStore;
  readonly checkpoint: Checkpoint;
}

/** A plan that compares units again, and how thoroughly it compares each of them. */
export interface DerivedVerification extends DerivedPlan {
  readonly levels: ReadonlyMap<string, string>;
}

/**
 * Derives the plan that compares again what was applied.
 *
 * @throws NothingSelectedError when `target` and `exclude` leave no unit
 * @throws DecisionRefusedError when no kind has the level, or none of the units can be compared
 */
export function deriveVerification(options: VerifyOptions, from: DerivedFrom): DerivedVerification {
  const { compiled, store, checkpoint } = from;
  const { level } = options;
  const units = chosenUnits(options, compiled);
  if (level !== undefined) expectLevel(level, units, compiled);
  const levels = new Map<string, string>();
  const derived = derivePlan({
    ...compiled,
    checkpoint,
    stateId: store.header.stateId,
    units,
    verb: 'verify',
    since: checkpoint.runCount,
    title: 'compare both sides again',
    options: defined({ level }),
    derive: (kind, unit) => {
      const verification = verificationOf(kind)(unit, level);
      if (verification.kind === 'steps') levels.set(unit.address, verification.level);
      return verification;
    },
  });
  const hint = 'Units can be compared once their copy has ended; `waybill status` shows how far they are.';
  return { ...expectUnits(derived, 'compared', hint), levels };
}

/** @throws DecisionRefusedError when no unit was derived, with why the first one was not */
export function expectUnits(derived: DerivedPlan, done: string, hint: string): DerivedPlan {
  if (derived.graph.units.length > 0) return derived;
  const [first] = derived.refused;
  const why = first === undefined ? '' : `. ${first.unit}: ${first.why}`;
  throw new DecisionRefusedError(`Nothing was ${done}${why}`, hint);
}

function verificationOf({ name, verification }: Kind): NonNullable<Kind['verification']> {
  const why = `Units of the kind ${name} cannot be compared again.`;
  return verification ?? ((): NotDerived => ({ kind: 'none', why }));
}

/**
 * The units that are selected by themselves, without what a target needs.
 *
 * @throws NothingSelectedError for a pattern that names nothing, and when everything is excluded
 */
export function chosenUnits(
  { target = [], exclude = [] }: SelectOptions,
  { graph }: Pick<CompiledPlan, 'graph'>,
): readonly PlannedUnit[] {
  const wanted = new Set(target.length === 0 ? graph.units : findUnits(graph, target, '--target'));
  const excluded = new Set(exclude.length === 0 ? [] : findUnits(graph, exclude, '--exclude'));
  const chosen = graph.units.filter((unit) => wanted.has(unit) && !excluded.has(unit));
  if (chosen.length > 0 || exclude.length === 0) return chosen;
  throw new NothingSelectedError('--exclude', exclude.join(', '), 'Nothing is left to do: everything is left out.');
}

function expectLevel(level: string, units: readonly PlannedUnit[], { plan, registry }: CompiledPlan): void {
  const migrations = new Set(units.map(({ unit }) => unit.migration));
  const known = [...migrations].flatMap(({ provider, recipe }) => {
    const type = plan.providers.get(provider)?.type ?? '';
    return registry.get(type)?.kinds[recipe]?.verificationLevels ?? [];
  });
  if (known.includes(level)) return;
  const levels = [...new Set(known)];
  throw new DecisionRefusedError(
    `No unit can be compared at level ${level}.`,
    levels.length === 0 ? 'Leave --level out.' : `The levels are ${levels.join(', ')}.`,
  );
}

export interface VerifiedSources {
  readonly result: RunResult;
  readonly derived: DerivedVerification;
  readonly notedOf: (unit: PlannedUnit) => Extract<RecordBody, { readonly kind: 'unit.verified' }>['noted'];
  /** How many documents or keys a copy was found to be without, because the plan allows it. */
  readonly omittedOf: (unit: PlannedUnit) => number;
  readonly by: string;
}

/** What the state of the plan gets to know of units that were compared to the end. */
export function recordsOfVerification({ result, derived, ...sources }: VerifiedSources): readonly RecordBody[] {
  const { notedOf, omittedOf, by } = sources;
  const reports = new Map(result.units.map((report) => [report.address, report]));
  return derived.graph.units.flatMap((unit): RecordBody[] => {
    const { status, failure } = reports.get(unit.address) ?? { status: 'pending' };
    const found = status === 'succeeded' ? 'equal' : failedVerificationOf(failure?.code);
    if (found === undefined) return [];
    const level = derived.levels.get(unit.address) ?? '';
    const omitted = found === 'equal' ? omittedOf(unit) : 0;
    return [
      {
        kind: 'unit.verified',
        unit: unit.address,
        result: found,
        level,
        ...(omitted === 0 ? {} : { omitted }),
        noted: notedOf(unit),
        by,
      },
    ];
  });
}
