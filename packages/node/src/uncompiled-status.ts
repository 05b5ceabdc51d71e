import type { Standing } from '@waybill/core';
import {
  digestUncompiled,
  type Explanation,
  explainSettled,
  findStandingHolds,
  type StandingHold,
  standingOfSettled,
} from '@waybill/core/internal';
import type { LiveStatus } from './live/live-status.ts';
import { type RunLiveness, readAroundEnd, runLiveness } from './live/run-liveness.ts';
import { type OpenUncompiledOptions, openUncompiled, type PlanText } from './open-uncompiled.ts';
import { readLive } from './state/plan-status.ts';
import { readUncompiled, type UncompiledState } from './state/read-uncompiled.ts';

export interface UncompiledStatusOptions extends OpenUncompiledOptions {
  /** A unit, or one of its steps, to be explained; all of the plan unless given. */
  readonly why?: string;
}

/** How far a plan is that was not compiled. */
export interface UncompiledStatus extends Pick<UncompiledState, 'checkpoint' | 'decisions' | 'migrations'> {
  readonly plan: { readonly name: string; readonly file: string };
  /** Where its state is, as a user would write it. */
  readonly state: string;
  readonly standing: Standing;
  readonly running: RunLiveness;
  readonly live: LiveStatus | undefined;
  /** What units that left the plan keep others from; the others have succeeded. */
  readonly holds: readonly StandingHold[];
  /** Of the step or unit that was asked about. */
  readonly explanation: Explanation | undefined;
}

/**
 * What is known of a plan whose units are all settled, or of one unit that is, without compiling the plan: one of 100,000
 * units takes seconds to compile. Undefined where it has to be compiled. Takes no lock.
 */
export async function readUncompiledStatus(
  source: PlanText,
  options: UncompiledStatusOptions = {},
): Promise<UncompiledStatus | undefined> {
  await using opened = await openUncompiled(source, options);
  if (opened === undefined) return undefined;
  const { plan, state, surroundings } = opened;
  const { registry } = source;
  const { why } = options;
  const store = await state.open();
  const sourceOf = (files: readonly string[]) => digestUncompiled(source, files);
  const { clock, host } = surroundings;
  const found = await readAroundEnd(() => readUncompiled(store, { sourceOf, registry, address: why }), host);
  if (found === undefined) return undefined;
  opened.warn();
  const { checkpoint, decisions, migrations, steps } = found;
  const step = why !== undefined && steps?.includes(why) === true ? why : steps?.at(-1);
  if (why === undefined ? !found.isAllSettled : step === undefined) return undefined;
  const standing = standingOfSettled(found);
  // Of settled units no step is in the checkpoint.
  const graph = { units: [], unitsByAddress: found.settled };
  return {
    plan,
    state: await state.shownLocation(),
    checkpoint,
    decisions,
    migrations,
    standing,
    holds: why === undefined ? findStandingHolds({ graph, checkpoint, standing, nowMs: clock.now() }) : [],
    running: runLiveness(checkpoint, host),
    live: await readLive(store, checkpoint, { host, nowMs: clock.now() }),
    explanation: why === undefined || step === undefined ? undefined : explainSettled(step, checkpoint),
  };
}
