import type { ValueObject } from '../../value/value.ts';
import type { StepHold } from './call/call-blueprint.ts';
import type { Declared, StepCall, StepDescription, StepRead, StepTraits } from './step-module.ts';
import { moduleOf, type Step, type StepKind, type StepModules } from './step-modules.ts';

/** The steps of all kinds that have a trait. */
export type StepWith<T extends keyof StepTraits> = T extends keyof StepTraits
  ? Extract<Step, { readonly kind: KindWith<T> }>
  : never;

type KindWith<T extends keyof StepTraits> = {
  [K in StepKind]: StepModules[K]['traits'][T] extends true ? K : never;
}[StepKind];

/** What is only known by its kind, such as the shape of a step, or a step of a saved preview. */
interface OfKind {
  readonly kind: StepKind;
}

export function traitsOf(step: OfKind): StepTraits {
  return moduleOf(step).traits;
}

export function hasEffect(step: Step): step is StepWith<'hasEffect'> {
  return traitsOf(step).hasEffect;
}

/** Whether the cut-over of its unit begins with a step, unless it has begun before. */
export function beginsCutover(step: Step): boolean {
  return hasEffect(step) && step.beginsCutover === true;
}

export function isRepeatedOnResume(step: Step): step is StepWith<'isRepeatedOnResume'>;
export function isRepeatedOnResume(step: OfKind): boolean;
export function isRepeatedOnResume(step: OfKind): boolean {
  return traitsOf(step).isRepeatedOnResume;
}

/** Only asks: what was asked before it is as true after it. */
export function isReadOnly(step: OfKind): boolean {
  const { usesTurn: calls, hasEffect: changes } = traitsOf(step);
  return calls && !changes;
}

export function isAskedByPreflight(step: Step): step is StepWith<'isAskedByPreflight'> {
  return traitsOf(step).isAskedByPreflight;
}

export function usesTurn(step: Step): step is StepWith<'usesTurn'>;
export function usesTurn(step: OfKind): boolean;
export function usesTurn(step: OfKind): boolean {
  return traitsOf(step).usesTurn;
}

export function waitsOutside(step: Step): step is StepWith<'waitsOutside'>;
export function waitsOutside(step: OfKind): boolean;
export function waitsOutside(step: OfKind): boolean {
  return traitsOf(step).waitsOutside;
}

export function isOwnWork(step: Step): step is StepWith<'isOwnWork'>;
export function isOwnWork(step: OfKind): boolean;
export function isOwnWork(step: OfKind): boolean {
  return traitsOf(step).isOwnWork;
}

/** Once it is recorded, the unit has begun: what was checked before it is not checked again. */
export function beginsUnit(step: OfKind): boolean {
  const { hasEffect: changes, isOwnWork: works } = traitsOf(step);
  return changes || works;
}

/** When it begins is noted, so that others can rely on it for a while. */
export function hasNotedBegin(step: OfKind): boolean {
  const { usesTurn: calls, isOwnWork: works } = traitsOf(step);
  return calls || works;
}

export function needsApproval(step: Step): step is StepWith<'needsApproval'>;
export function needsApproval(step: OfKind): boolean;
export function needsApproval(step: OfKind): boolean {
  return traitsOf(step).needsApproval;
}

/** What a step is sent or observed with; undefined where nothing is asked. */
export function argumentsOf(step: Step): ValueObject | undefined {
  return moduleOf(step).argumentsOf(step);
}

/** What a preview shows of a step beside what every step has. */
export function describeStep(step: Step): StepDescription {
  return moduleOf(step).describe(step);
}

/** Aliases of every connection that a step is sent to, its own first. While one of them is suspended the step is held. */
export function connectionsOf(step: Step): readonly string[] {
  return moduleOf(step).connectionsOf(step);
}

/** The reads that a step begins with, one after the other; for the estimate. */
export function plannedReads(step: Step, provider: Declared): readonly StepRead[] {
  return moduleOf(step).plannedReads(step, provider);
}

/** What a step keeps others from once it is done; undefined: nothing. */
export function holdOf(step: Step): StepHold | undefined {
  return moduleOf(step).holdOf?.(step);
}

/** The calls of a step itself, each with the connection that it is sent to. */
export function callsOf(step: Step): readonly StepCall[] {
  return moduleOf(step).callsOf(step);
}
