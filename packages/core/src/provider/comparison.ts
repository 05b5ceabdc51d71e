import type { JsonObject, ValueObject } from '../value/value.ts';
import type { Blueprint, BlueprintProblem, StepBlueprint } from './blueprint.ts';
import type { ConnectionEntry } from './connection-entry.ts';
import type { Verification } from './derived-steps.ts';

/** One of two sides that are compared. */
export interface ComparedSide {
  /** Alias of the entry under `providers:` by which this machine reaches it: of the type of the provider that compares. */
  readonly connection: string;
  /** What is compared there, in the words of the provider that compares: `{ index: orders }`. */
  readonly data: ValueObject;
  /** The key of the plan that names the connection, or can name one, for users: `verify.connect.source`. */
  readonly namedAt: string;
  /**
   * Where each call leads, of a connection of `Kind.addressedConnections`.
   *
   * @default where the connection leads
   */
  readonly address?: {
    /** In the words of the provider that compares. May refer to outputs of earlier steps, and to secrets. */
    readonly arguments: ValueObject;
    /** For users, as words that follow "at": `the address in source.addrs`. */
    readonly origin: string;
  };
}

/** A source, and what should be its copy. */
export interface ComparedPair {
  readonly source: ComparedSide;
  readonly copy: ComparedSide;
  /** What the plan says of the comparison, in the words of the provider that compares: `{ level: digest }`. */
  readonly options: ValueObject;
  /** What the copy is meant to have in place of what the source has, in the same words. */
  readonly intended: ValueObject;
  /** The entries under `providers:` by alias, as a kind is given them. */
  readonly connections?: ReadonlyMap<string, ConnectionEntry>;
}

/**
 * How a provider compares what two of its connections have, whoever copied it. Kinds of other providers ask for it by the
 * alias of a connection (`KindInput.comparisonOf`), and make its steps a part of their own. Every step names the connection
 * that it is sent to, and the kind has no other steps of these names. Pure.
 */
export interface Comparison {
  /** Combinations that cannot work, with paths below the migration. */
  readonly problems: (pair: ComparedPair) => readonly BlueprintProblem[];
  /**
   * Asks both sides for reach, login and the right to read, before anything is copied: the copy need not be there.
   * Checks alone, whose names begin with `reach-`.
   */
  readonly before: (pair: ComparedPair) => readonly StepBlueprint[];
  /** Compares both sides once the copy is there. Steps named `refresh-…`, `sample`, `compare`, `compare-…`, `differences`, `count`. */
  readonly after: (pair: ComparedPair) => readonly StepBlueprint[];
  /**
   * Compares again, once `after` has passed and nobody writes to the source any more, what does so in seconds: how much there is,
   * and what the comparison before has left open. Steps named `…-frozen`.
   *
   * @default nothing is compared then
   */
  readonly frozen?: (pair: ComparedPair) => readonly StepBlueprint[];
  /**
   * Lets the writers of the source wait at the source itself. `before`: whether they can, to be asked before anything is copied.
   * `freeze`: they do from then on. `hold`: right before the last effect they still do, for long enough, and nothing was written.
   * `lift`: they need not wait any more, wherever the source is by then; without `needs`, and the last one has ended when all have.
   * `holdsMs`: for how many milliseconds the first step of `hold` keeps them waiting, after which they write again by themselves.
   *
   * @default they cannot be kept waiting
   */
  readonly freeze?: (pair: ComparedPair) => Readonly<
    Record<'before' | 'freeze' | 'hold' | 'lift', readonly StepBlueprint[]>
  > & {
    /** @default until they are let go */
    readonly holdsMs?: number;
  };
  /**
   * For a kind that gives each side the address of the other one. `before`, right before that: which system is which, and how far
   * the copy was written. `after`: the address of the source leads to the copy; then everything is compared. Steps named
   * `note-sides`, and `…-moved`.
   *
   * @default nothing is asked and compared then
   */
  readonly moved?: (pair: ComparedPair) => {
    readonly before: readonly StepBlueprint[];
    readonly after: readonly StepBlueprint[];
  };
  /**
   * For a kind that gives each side its first address back; the pair names each side by where it is now. `noted`: the outputs of
   * `note-sides`. `before`: what was written to the copy since is counted and named, whatever it is. `after`: each address leads
   * to its own side again. Steps named `…-written` and `check-moved-back`.
   *
   * @default nothing is said
   */
  readonly movedBack?: (pair: ComparedPair, noted: JsonObject) => ReturnType<NonNullable<Comparison['moved']>>;
  /** As `Kind.verification` does. `level`: undefined is that of the plan. */
  readonly again: (pair: ComparedPair, level: string | undefined) => Verification;
  /** As `Kind.freshness` does, with what `again` has noted. */
  readonly freshness: (pair: ComparedPair, noted: JsonObject) => Blueprint;
  /** What a comparison of this level does not see, in one sentence for reviewers. */
  readonly unseen: (pair: ComparedPair) => string;
}
