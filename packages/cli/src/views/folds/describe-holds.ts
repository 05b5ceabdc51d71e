import type { Checkpoint, Graph, RunResult, UnitStatus } from '@waybill/core';
import { findStandingHolds, type StandingHold, unitOfStep } from '@waybill/core/internal';
import type { StandingHoldJson } from '../documents/json-objects.ts';
import type { CommandContext } from './command-line.ts';

/** A member of a document; absent where nothing is held. */
export function describeHolds(holds: readonly StandingHold[]): { readonly holds?: readonly StandingHoldJson[] } {
  if (holds.length === 0) return {};
  return {
    holds: holds.map(({ step, atMs, label, lift }) => ({
      step,
      since: new Date(atMs).toISOString(),
      holds: label,
      lift,
    })),
  };
}

/** Sentences to follow what was decided of units: no run lifts it for one that is given up, counted as done, or started over. */
export function stillHeld(units: readonly string[], sources: Parameters<typeof findStandingHolds>[0]): string {
  return findStandingHolds(sources)
    .filter(({ step }) => units.includes(unitOfStep(step)))
    .map(({ step, label, lift }) => ` ${step} is not lifted by that: ${label}. To lift it by hand: ${lift}.`)
    .join('');
}

/** A later run takes up what it holds; of a unit that left the plan, or was given up, none does. */
function isContinued(status: UnitStatus | undefined): boolean {
  return status !== undefined && status !== 'skipped';
}

/** Of runs that end as planned, their gates say what is held until these are opened. */
const ENDS_AS_PLANNED: ReadonlySet<RunResult['outcome']> = new Set(['succeeded', 'gated']);

interface EndedRun {
  readonly graph: Graph;
  readonly result: RunResult;
  /** As it is after the run. */
  readonly checkpoint?: Pick<Checkpoint, 'steps' | 'decisions'> & Partial<Pick<Checkpoint, 'leftBehind'>>;
  /** By the wall clock. */
  readonly nowMs: number;
  readonly context: CommandContext;
}

/** What a run leaves to others: nobody else would say to them why they cannot write. */
export function holdsAtEnd({ graph, result, checkpoint, nowMs, context }: EndedRun): ReturnType<typeof describeHolds> {
  // A run that is derived of others has steps of its own.
  if (checkpoint === undefined || context.derived !== undefined) return {};
  const statuses = new Map(result.units.map(({ address, status }) => [address, status]));
  const standing = { unit: (address: string) => statuses.get(address) ?? 'pending' };
  const found = findStandingHolds({ graph, checkpoint, standing, nowMs });
  if (!ENDS_AS_PLANNED.has(result.outcome)) return describeHolds(found);
  return describeHolds(found.filter(({ step }) => !isContinued(statuses.get(unitOfStep(step)))));
}
