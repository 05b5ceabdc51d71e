import type { Json, JsonObject } from '../value/value.ts';
import type { ReadCall } from './read-call.ts';

/**
 * Something that a connection can list, so that nobody has to type it into an inventory: the instances of a project, the
 * indices of a cluster.
 */
export interface Listing {
  /** What its rows are, in the plural and in lower case: `indices`. */
  readonly title: string;
  /** Every column that a row may have, in the order in which they are written. */
  readonly columns: readonly ListingColumn[];
  /** The column that tells rows apart: each row has a text there, and no two the same. */
  readonly key: string;
  /**
   * The column that people choose rows by, with patterns.
   *
   * @default the key
   */
  readonly name?: string;
  /**
   * JSON Schema of an object that says where to look, beyond what the entry under `providers:` says. Fields that are
   * `x-secret` are given as secrets of the plan.
   *
   * @default nothing more is needed
   */
  readonly argumentsSchema?: object;
  /**
   * Whether the row of this name belongs to the vendor's own upkeep: it is listed only when a pattern names it. Pure.
   *
   * @default none does
   */
  readonly isInternal?: (name: string) => boolean;
  /** One page. Reads only, and keeps nothing between two calls; the same answers give the same rows in the same order. */
  readPage(args: JsonObject, context: ListingContext): Promise<ListingPage>;
}

export interface ListingColumn {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'object';
  /** One sentence, with the unit of a number. */
  readonly description: string;
  /**
   * The value moves while nobody changes anything, as memory in use does: it is no difference worth a review.
   *
   * @default false
   */
  readonly isVolatile?: boolean;
}

export interface ListingContext {
  /** Calls a read operation through the connection's limits and retries. */
  readonly read: ReadCall;
  /** What the page before gave as `next`; undefined for the first one. */
  readonly cursor: Json | undefined;
  /** Whether rows of this name are asked for; others need no reads of their own, and may be left out. */
  readonly isWanted: (name: string) => boolean;
}

/** Something that has no row, by the name by which people choose rows. */
export interface LeftOut {
  readonly name: string;
  /** Why, and what to do: full sentences. */
  readonly why: string;
}

export interface ListingPage {
  /** Values by column; what the vendor does not say is left out. No secrets. */
  readonly rows: readonly JsonObject[];
  /**
   * What is there beside the rows and cannot be moved as they can, so that nobody misses it silently.
   *
   * @default nothing is left out
   */
  readonly leftOut?: readonly LeftOut[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: Json;
}
