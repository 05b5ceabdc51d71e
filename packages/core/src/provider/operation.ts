import type { Value, ValueObject } from '../value/value.ts';
import type { BlueprintProblem } from './blueprint-problem.ts';
import type { DescribeMovement } from './movement.ts';

/** One documented API call, named as the vendor names it. */
export interface Operation {
  readonly name: string;
  /** One line for people: what the call does. */
  readonly title: string;
  /** Title of the vendor document that defines it. */
  readonly document: string;
  /** JSON Schema of the arguments: path, query and body fields in one object, as written under `with:`. */
  readonly requestSchema: object;
  readonly responseSchema: object;
  /** How a lost answer is settled. Absent for reads: an operation has an effect exactly when it has a recovery. */
  readonly recovery?: Recovery;
  /**
   * The only values that are kept of an answer: name → JSON pointer into `{ request, response }`, such as
   * `/response/instance_id`. A pointer that finds nothing captures `null`.
   */
  readonly outputs: Readonly<Record<string, string>>;
  /**
   * The pointer among those of `outputs` that gives the id of the remote task which this operation creates, such as
   * `/response/instance_id`: no two steps can own one task. Absent for operations that create none.
   */
  readonly taskId?: string;
  /** What to wait for after the call when it starts a remote task; `undefined` when these arguments start none. */
  readonly completion?: (args: ValueObject) => Completion | undefined;
  /**
   * Puts a text into the arguments by which the remote task that the call makes is recognised as the unit's, whatever the
   * state: it follows from the plan's name and the unit's address. Pure. Absent: tasks carry no text of ours.
   */
  readonly mark?: (args: ValueObject, mark: string) => ValueObject;
  /** The read that `findExisting` and `findEarlier` make before the first attempt of this effect; for estimates. */
  readonly readBefore?: (args: ValueObject) => PlannedRead;
  /** Set when the effect opens a remote task that counts against `active`; gives the target that it occupies. */
  readonly activeTarget?: (args: ValueObject) => Value | undefined;
  /**
   * What is wrong with the arguments of a low-level step beyond `requestSchema`, as far as it is known before the run. Paths
   * begin with `with`. Pure. A kind reports the problems of its own calls itself.
   */
  readonly problems?: (args: ValueObject) => readonly BlueprintProblem[];
  /** See `WrittenTarget`. Pure, and keeps no part of its argument, which is used again. Absent: the operation fills no target. */
  readonly writes?: (args: ValueObject) => readonly WrittenTarget[];
  /**
   * Where a low-level step takes data from and where it puts it. Pure, and keeps no part of its argument, which is used
   * again.
   *
   * @default previews show no places
   */
  readonly describe?: DescribeMovement;
}

/**
 * Something that a unit fills: two units of one plan that fill the same one are refused. One whose identity is known only
 * at run time is left out.
 */
export interface WrittenTarget {
  /** For people, after "writes to": `the index orders of es-cn-3333`. */
  readonly label: string;
  /** The same texts for the same target, and for no other one. */
  readonly identity: readonly string[];
  /**
   * Where `identity` is unique: at the vendor, or only among what one connection reaches, as addresses of a private
   * network are.
   * @default 'vendor'
   */
  readonly within?: 'vendor' | 'connection';
  /**
   * Alias of the connection through which it is filled.
   *
   * @default the migration's own
   */
  readonly connection?: string;
  /** Key path below `with:` of the value that names it. */
  readonly path: readonly string[];
  /**
   * The remote task that fills it, as the plan names it. Units that name the same one and run one after the other start it
   * again, and are not refused.
   *
   * @default each unit fills it with a task of its own
   */
  readonly task?: string;
}

export interface PlannedRead {
  readonly operation: string;
  readonly arguments: ValueObject;
}

/**
 * - `token`: the vendor makes the call idempotent with a token in `argument`; it is sent again with the same token.
 * - `lookup`: the task is found by its natural key or unique name with `ProviderSession.reconcile`, and adopted.
 * - `inspect`: the state of the object is read first and decides (`ProviderSession.reconcile` too).
 * - `repeatable`: sending it twice does the same as sending it once.
 * - `manual`: nothing can be known; the unit stops and an operator decides.
 */
export type Recovery =
  | { readonly policy: 'token'; readonly argument: string }
  | { readonly policy: 'lookup' }
  | { readonly policy: 'inspect' }
  | { readonly policy: 'repeatable' }
  | { readonly policy: 'manual' };

/** A remote task to wait for: which poll observes it, and what counts as reached. */
export interface Completion {
  readonly poll: string;
  readonly goal: string;
  /** Arguments of the poll; may refer to outputs of the call as `steps.call.outputs.<name>`. */
  readonly arguments: ValueObject;
}
