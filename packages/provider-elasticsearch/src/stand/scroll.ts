import type { Documents } from './document-store.ts';

/** A position in what a search found, as it was then. */
export interface Scroll {
  readonly rest: readonly Documents[];
  readonly size: number;
  readonly index: string;
  /** When the cluster forgets it. */
  readonly endsAtMs: number;
}
