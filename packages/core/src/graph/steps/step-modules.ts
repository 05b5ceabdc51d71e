import type { StepBlueprint } from '../../provider/blueprint.ts';
import { awaitModule } from './await/await-module.ts';
import { callModule } from './call/call-module.ts';
import { checkModule } from './check/check-module.ts';
import { gateModule } from './gate/gate-module.ts';
import { jobModule } from './job/job-module.ts';
import type { StepModule } from './step-module.ts';

/** The one list of the kinds of steps; everything that differs between them is reached through it. */
export interface StepModules {
  readonly call: typeof callModule;
  readonly await: typeof awaitModule;
  readonly check: typeof checkModule;
  readonly gate: typeof gateModule;
  readonly job: typeof jobModule;
}

export const STEP_MODULES: StepModules = {
  call: callModule,
  await: awaitModule,
  check: checkModule,
  gate: gateModule,
  job: jobModule,
};

export type StepKind = keyof StepModules;

type StepOf<M> = M extends StepModule<never, infer S> ? S : never;

/** A node of the graph. `needs` holds addresses; identity is the address, never a position. */
export type Step = { [K in StepKind]: StepOf<StepModules[K]> }[StepKind];

/** Methods take every step: which module is asked follows from the step itself. */
export function moduleOf({ kind }: { readonly kind: StepKind }): StepModule<StepBlueprint, Step> {
  return STEP_MODULES[kind];
}
