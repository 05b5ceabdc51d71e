import type { Value, ValueObject } from '../value/value.ts';

/** What a kind (or a low-level operation) makes of one unit. */
export interface Blueprint {
  readonly steps: readonly StepBlueprint[];
  /** The unit's outputs: name → where they come from. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** The span during which the unit keeps a remote task running. Absent when it never does. */
  readonly activity?: Activity;
  /** What the schema cannot say: combinations that cannot work. */
  readonly problems?: readonly BlueprintProblem[];
}

/**
 * From the start of step `opens` to the end of step `closes` (names within the unit). Its place is one of the connection
 * of `opens`.
 */
export interface Activity {
  readonly opens: string;
  readonly closes: string;
  /** The target instance, for `active_per_target`. */
  readonly target?: Value;
}

export interface BlueprintProblem {
  readonly severity: 'error' | 'warning';
  /** Key path below the migration, such as `['with', 'target_instance', 'id']`. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
}

/** A step of a unit before it has an address. Without `needs` a step needs the step before it. */
export type StepBlueprint = CallBlueprint | AwaitBlueprint | CheckBlueprint | GateBlueprint | JobBlueprint;

interface BlueprintBase {
  /** Unique in the unit: `create`, `await-running`. */
  readonly name: string;
  /**
   * Names that the step had in earlier versions of the provider, oldest first; never taken away or changed, and never given
   * to another step. A state of theirs is resumed, the step's token and its fingerprint stay as they were, and commands
   * find the step by its old address.
   *
   * @default none
   */
  readonly formerly?: readonly string[];
  /** One line for people. */
  readonly title: string;
  readonly needs?: readonly string[];
  /** Runs although its unit failed (restore settings), once the steps it needs have ended either way. */
  readonly always?: boolean;
  /**
   * Names of steps whose results this step works on, or which have taken such a result back since: when it failed and is
   * tried again, those of them that are done are done again. Their effects do no harm twice.
   *
   * @default none
   */
  readonly repeats?: readonly string[];
  /**
   * What ends by itself after a while, or what somebody else may undo: step `on` was begun in the same run, lately. Otherwise
   * `anew` is done again first; then the step fails. In one run `on` is done again for that `retry.max_attempts` times at most, for
   * all the steps together that rely on it, and once where nothing but its time was over: it would take as long again. A call asks for it right
   * before each time that it is sent, and once more after each of its tries whose answer was lost. Other steps ask before they
   * begin, and when they have failed, since what they have found may be of later; waiting is broken off when it is over. Not of a gate.
   *
   * @default what has been done before the step holds for ever
   */
  readonly relies?: {
    /** Name of a step that this one comes after: a call, a check or own work. */
    readonly on: string;
    /** For how many milliseconds after its begin it holds. */
    readonly forMs: number;
    /**
     * Names of the steps that are done again, `on` among them.
     *
     * @default `repeats`
     */
    readonly anew?: readonly string[];
  };
  /**
   * Alias of the entry under `providers:` that the step is sent to: its operation, poll or check is one of that entry's
   * provider, and its limits, credentials and suspension are that entry's. Usually a value of `with:` whose schema says
   * `x-connection`, so that the plan is known to have it.
   *
   * @default the connection before the dot of the migration's `uses`
   */
  readonly connection?: string;
}

/** One API call with an effect. */
export interface CallBlueprint extends BlueprintBase {
  readonly kind: 'call';
  readonly operation: string;
  readonly arguments: ValueObject;
  /**
   * What the effect keeps others from. `status` names it first, until the unit has succeeded or it was lifted.
   *
   * @default nothing
   */
  readonly holds?: {
    /** What cannot be done meanwhile, one line: `writes to the index orders are refused`. */
    readonly label: string;
    /** The vendor's call that lifts it by hand: `PUT /orders/_settings with { "index.blocks.write": null }`. */
    readonly lift: string;
    /** Name of the step that lifts it when the unit has failed, and when its run ends before: then it is a call as well. */
    readonly liftedBy: string;
    /**
     * Name of the step from whose success on it is kept, also when the unit fails: what lifts it leaves it as it is then.
     *
     * @default it is lifted whenever the unit fails
     */
    readonly keptOnce?: string;
    /**
     * Name of the check that nobody else has done the same before. It is asked again when the call is done again, once it was
     * lifted.
     *
     * @default nothing is asked again
     */
    readonly checkedBy?: string;
    /**
     * Name of the step that does the same again, so that it is held from then on.
     *
     * @default none
     */
    readonly renewedBy?: string;
    /**
     * Name of the step from whose success on nobody is kept from anything, whether or not it was lifted.
     *
     * @default only what lifts it ends it
     */
    readonly overOnce?: string;
    /**
     * Name of the call whose remote job `overOnce` waits for: what others have waited until it was sent is our own work.
     *
     * @default nothing is measured
     */
    readonly sentBy?: string;
    /**
     * After how many milliseconds it ends by itself.
     *
     * @default never
     */
    readonly endsAfterMs?: number;
  };
}

/** Waiting for a remote task. */
export interface AwaitBlueprint extends BlueprintBase {
  readonly kind: 'await';
  readonly poll: string;
  readonly goal: string;
  readonly arguments: ValueObject;
}

/** A read-only assertion: one call, and a named `Check` that judges the answer. */
export interface CheckBlueprint extends BlueprintBase {
  readonly kind: 'check';
  readonly operation: string;
  readonly arguments: ValueObject;
  readonly check: string;
  /** A second read whose answer the judge is given as well, such as the other side of a migration. */
  readonly beside?: BesideRead;
  /**
   * What the check should find, for its judge alone: never sent, and no part of what tells one read from another, so
   * that many units which expect different things of one answer share the read. Holds no secrets.
   */
  readonly expect?: ValueObject;
  /**
   * Given: that this machine reaches the step's connection is a part of what the check asserts, because work that comes much
   * later needs it. Where there is no connection, a preview blocks, and a run fails the step after `retry.max_attempts` tries.
   *
   * @default a preview leaves the check unasked, and a run waits for the connection within the migration's `timeout:`
   */
  readonly unreachable?: Unreachable;
}

/** What users read where a connection cannot be reached that has to be. Texts without secrets. */
export interface Unreachable {
  /** The connection, with its address where that is known: `The cluster old (http://10.20.0.5:9200)`. */
  readonly what: string;
  /** What to do, with the key of the plan that names the connection. */
  readonly hint: string;
}

export interface BesideRead {
  readonly operation: string;
  readonly arguments: ValueObject;
  /**
   * Alias of the connection that it is sent to.
   *
   * @default the step's own
   */
  readonly connection?: string;
}

/** A stop until an operator approves. */
export interface GateBlueprint extends BlueprintBase {
  readonly kind: 'gate';
  /** What an operator should have made sure of before approving. */
  readonly instruction: string;
  /**
   * It leads clients to the target: `waybill cutover` opens it.
   *
   * @default whether `Kind.cutoverGates` names it
   */
  readonly isCutover?: boolean;
}

/** Our own work on data, in slices that are journaled one by one. */
export interface JobBlueprint extends BlueprintBase {
  readonly kind: 'job';
  /** One of the `jobs` of its connection's provider. */
  readonly job: string;
  readonly arguments: ValueObject;
  /**
   * Aliases of the connections that a slice uses; it takes a place of each while it is worked on. `connection` says only
   * whose job it is.
   *
   * @default that of `connection`
   */
  readonly connections?: readonly string[];
}
