import type { StepBlueprint } from '../../provider/blueprint.ts';
import type { PlannedRead } from '../../provider/operation.ts';
import type { Provider } from '../../provider/provider.ts';
import type { Value, ValueObject } from '../../value/value.ts';
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

/** Something of a provider that a step uses; `session`: the connection itself, whatever its provider has. */
export interface ProviderPart {
  /** Alias of the provider; absent: that of the step. */
  readonly connection?: string | undefined;
  readonly kind: 'operations' | 'polls' | 'checks' | 'jobs' | 'session';
  /** Empty for a session. */
  readonly name: string;
  /**
   * What an operation is sent as: it has a recovery exactly when it has an effect.
   *
   * @default it is no operation
   */
  readonly sends?: 'an effect' | 'a read';
  /** What a job is given, which its schema has to accept. */
  readonly input?: ValueObject;
}

/** The plan's side of one kind of step; how it is run is in the folder of the same name under `core/src/steps`. */
export interface StepModule<B extends StepBlueprint, S extends StepBase, T extends StepTraits = StepTraits> {
  readonly traits: T;
  build(base: StepBase, blueprint: B): S;
  /** What the step means, as its fingerprint covers it: never change what is returned for a step of an old journal. */
  meaning(step: S): Readonly<Record<string, Value>>;
  describe(step: S): StepDescription;
  /** What it is sent or observed with; undefined where nothing is asked. */
  argumentsOf(step: S): ValueObject | undefined;
  /** The shared reads that come first, one after the other; for the estimate. */
  plannedReads(step: S, provider: Provider): readonly StepRead[];
  /** The calls of the step itself: its effect, or what it asserts something about. */
  callsOf(step: S): readonly StepCall[];
  /** What its connections have to have. */
  partsOf(blueprint: B): readonly ProviderPart[];
  /** Aliases of every connection that the step is sent to, its own first. */
  connectionsOf(step: S): readonly string[];
}
