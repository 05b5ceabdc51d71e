import type { Documents } from './document-store.ts';

/** Which parts of its documents a search shows. */
export interface HitParts {
  readonly hasSource: boolean;
  readonly hasVersion: boolean;
}

/** A position in what a search found, as it was then. */
export interface Scroll {
  readonly rest: readonly Documents[];
  readonly size: number;
  readonly index: string;
  readonly parts: HitParts;
  /** When the cluster forgets it. */
  readonly endsAtMs: number;
}
