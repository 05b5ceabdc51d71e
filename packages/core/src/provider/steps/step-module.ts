import type { Value, ValueObject } from '../../value/value.ts';
import type { Check } from '../check.ts';
import type { JobDefinition } from '../job.ts';
import type { Operation, PlannedRead } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { BlueprintBase } from './blueprint-base.ts';
import type { StepHold } from './call/call-blueprint.ts';
import type { ProviderPart } from './provider-part.ts';
import type { StepBase } from './step-base.ts';

/**
 * What the engine and the views ask about a step, instead of its kind. Exactly one of `usesTurn`, `waitsOutside`,
 * `needsApproval` and `isOwnWork` is true: it says who moves the step.
 */
export interface StepTraits {
  /** Changes something at the vendor: an intent is recorded before it is sent, and a lost outcome has to be settled. */
  readonly hasEffect: boolean;
  /** Asked again by each run until its unit has an effect; how it ended binds no later run. */
  readonly isRepeatedOnResume: boolean;
  /** Can be asked before anything is done, unless it comes after an effect of its unit. */
  readonly isAskedByPreflight: boolean;
  /** Sends requests of its own: it is queued, and takes a place of its connection while it is worked on. */
  readonly usesTurn: boolean;
  /** Waits for a remote task, observed by polls that many steps share. */
  readonly waitsOutside: boolean;
  /** Waits for an operator. */
  readonly needsApproval: boolean;
  /** Work that we do on data, slice by slice. It is queued apart from calls, and each slice takes a place of its connections. */
  readonly isOwnWork: boolean;
}

/** What a preview shows of a step beside what every step has. */
export interface StepDescription {
  readonly operation?: string;
  readonly goal?: string;
  readonly instruction?: string;
  readonly job?: string;
  /** Aliases, where it uses others than its own. */
  readonly connections?: readonly string[];
}

/** A shared read of a step. */
export interface StepRead extends PlannedRead {
  /** Alias of the connection that it is sent to. */
  readonly connection: string;
}

export interface StepCall {
  /** Alias of the connection that it is sent to. */
  readonly provider: string;
  readonly operation: string;
}

/** Another step of its unit that a blueprint names, beside those that every step may name. */
export interface NamedStep {
  /** Where: `holds.liftedBy`. */
  readonly at: string;
  readonly name: string;
}

/** What a reference asks of a step: `${{ steps.create.outputs.task_id }}` is the field `outputs` and the name `task_id`. */
export interface KeptValue {
  readonly field: string | undefined;
  readonly name: string;
}

/** The declarations of a provider that say what a step sends and keeps. */
export interface Declared {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly checks: Readonly<Record<string, Check>>;
  readonly jobs?: Readonly<Record<string, JobDefinition>>;
}

/** The plan's side of one kind of step; how it is run is in the folder of the same name under `core/src/steps`. */
export interface StepModule<B extends BlueprintBase, S extends StepBase, T extends StepTraits = StepTraits> {
  readonly traits: T;
  /** What its blueprints have beside what every one has. */
  readonly shape: Readonly<Record<string, Shape>>;
  build(base: StepBase, blueprint: B): S;
  /** What the step means, as its fingerprint covers it: never change what is returned for a step of an old journal. */
  meaning(step: S): Readonly<Record<string, Value>>;
  describe(step: S): StepDescription;
  /** What it is sent or observed with; undefined where nothing is asked. */
  argumentsOf(step: S): ValueObject | undefined;
  /** The shared reads that come first, one after the other; for the estimate. */
  plannedReads(step: S, provider: Declared): readonly StepRead[];
  /** What it keeps others from once it is done; absent: nothing. */
  holdOf?(step: S): StepHold | undefined;
  /** The calls of the step itself: its effect, or what it asserts something about. */
  callsOf(step: S): readonly StepCall[];
  /** What its connections have to have, and what each of that is given. */
  partsOf(blueprint: B): readonly ProviderPart[];
  /** The steps that it names. */
  namesOf(blueprint: B): readonly NamedStep[];
  /** The values that are filled in when it is worked on. */
  valuesOf(blueprint: B): readonly Value[];
  /** Whether a reference of its unit finds this once the step has succeeded. That it is `done` is kept of every step. */
  keeps(blueprint: B, value: KeptValue, provider: Declared): boolean;
  /** Aliases of every connection that the step is sent to, its own first. */
  connectionsOf(step: S): readonly string[];
}
