import type { Random } from '../clock.ts';
import type { CheckpointStore } from './checkpoint-store.ts';

/** What can be seen of a state from outside, for those who check how it is kept. */
export interface StateInspection {
  /** What is broken in the place itself; undefined when nothing is. The journal's own digests are checked by reading it. */
  readonly damage?: string | undefined;
  /** The files that hold it; empty for places that are no files. */
  readonly files: readonly StateFile[];
}

export interface StateFile {
  /** Absolute. */
  readonly path: string;
  /** As `stat` gives it. */
  readonly mode: number;
}

/** How states of one sort of place are found and opened. A location names its driver by its scheme (`file:`). */
export interface StoreDriver {
  /** Without the colon, in lower case. A location without a scheme is a path, and belongs to `file`. */
  readonly schemes: readonly string[];
  /** Whether there is a state, or what is left of one: opening that is refused, and nothing starts over. */
  has(location: string): Promise<boolean>;
  /**
   * Opens the state, or creates it.
   *
   * @throws StateUnusableError if it is damaged, of another plan, or of a newer version.
   */
  open(location: string, options: OpenStoreOptions): Promise<CheckpointStore>;
  /** Takes no lock and changes nothing. Never throws for damage. */
  inspect(location: string): Promise<StateInspection>;
  /** Where its files are or would be; undefined for places that are no files. */
  folderOf(location: string): string | undefined;
}

export interface OpenStoreOptions {
  /** Name of the plan: a state of another plan is refused. */
  readonly plan: string;
  /** Source of the state's id and key when it is created. */
  readonly random: Random;
  /**
   * The id of the state when it is created. A state that exists keeps its own.
   *
   * @default random
   */
  readonly stateId?: string;
}
