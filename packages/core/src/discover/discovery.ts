import type { LeftOut, ListingColumn } from '../provider/listing.ts';
import type { JsonObject } from '../value/value.ts';

/** What a connection listed. Holds no secrets. */
export interface Discovery {
  /** Alias of the connection. */
  readonly connection: string;
  /** Name of the listing: `instances`. */
  readonly listing: string;
  /** What the rows are: `indices`. */
  readonly title: string;
  readonly columns: readonly ListingColumn[];
  /** The column that tells rows apart. */
  readonly key: string;
  /** The column that patterns choose rows by. */
  readonly name: string;
  /** By name, and then by key. */
  readonly rows: readonly JsonObject[];
  /** What is there and cannot be moved as the rows can, by name. */
  readonly leftOut: readonly LeftOut[];
  /** Whether a row of this name was asked for: others may be there as well. */
  readonly isWanted: (name: string) => boolean;
}
