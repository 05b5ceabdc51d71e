import * as list from './step-list.ts';
import type { StepModule } from './step-module.ts';

export type StepModules = typeof list;

/** Everything that differs between the kinds of steps is reached through them. A plain object: each step asks it. */
export const STEP_MODULES: StepModules = { ...list };

export type StepKind = keyof StepModules;

// biome-ignore lint/suspicious/noExplicitAny: matches a module of any kind.
type BlueprintOf<M> = M extends StepModule<infer B, any> ? B : never;
type StepOf<M> = M extends StepModule<never, infer S> ? S : never;

/** A step of a unit before it has an address. Without `needs` a step needs the step before it. */
export type StepBlueprint = { [K in StepKind]: BlueprintOf<StepModules[K]> }[StepKind];

/** A node of the graph. `needs` holds addresses; identity is the address, never a position. */
export type Step = { [K in StepKind]: StepOf<StepModules[K]> }[StepKind];

/** Methods take every step: which module is asked follows from the step itself. */
export function moduleOf({ kind }: { readonly kind: StepKind }): StepModule<StepBlueprint, Step> {
  return STEP_MODULES[kind];
}
