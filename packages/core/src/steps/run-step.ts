import type { Step } from '../graph/graph.ts';
import type { StepKind, StepModules } from '../provider/steps/step-modules.ts';
import type { StepWith } from '../provider/steps/step-traits.ts';
import { runCallStep } from './call/call-step.ts';
import { runCheckStep } from './check/check-step.ts';
import { runJobStep } from './job/job-step.ts';
import type { StepContext, StepEnding } from './step-context.ts';

interface Runner<S extends Step> {
  run(step: S, context: StepContext): Promise<StepEnding>;
}

export type WorkedOn = StepWith<'usesTurn' | 'isOwnWork'>;

/** Also a kind whose traits are declared as booleans only: it could be one of these. */
type WorkedOnKind = {
  [K in StepKind]: StepModules[K]['traits'] extends { readonly usesTurn: false; readonly isOwnWork: false } ? never : K;
}[StepKind];

/** The one list of how steps that send requests of their own, or work on data, are worked on. */
const RUNNERS: { readonly [K in WorkedOnKind]: Runner<Extract<Step, { readonly kind: K }>> } = {
  call: { run: runCallStep },
  check: {
    run: (step, context) => {
      context.emit({ kind: 'step.started', step: step.address, unit: step.unit, attempt: 1 });
      return runCheckStep(step, context);
    },
  },
  job: { run: runJobStep },
};

/** Works on a step until it ends one way or another. */
export function runStep(step: WorkedOn, context: StepContext): Promise<StepEnding> {
  const runner: Runner<WorkedOn> = RUNNERS[step.kind];
  return runner.run(step, context);
}
