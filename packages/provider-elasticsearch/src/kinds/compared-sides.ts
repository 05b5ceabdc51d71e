import type { Value } from '@waybill/core';

/** How both sides are compared, each level with all before it. */
export const LEVELS = ['counts', 'definition', 'sample', 'digest'] as const;
export type VerifyLevel = (typeof LEVELS)[number];

/** Two indices that are compared: a source, and what should be its copy. */
export interface ComparedSides {
  readonly source: { readonly index: Value; readonly query: Value | undefined };
  /** That of the copy. */
  readonly index: Value;
  /** Aliases of both clusters; undefined where a step's own connection has both. */
  readonly sourceConnection: string | undefined;
  readonly targetConnection: string | undefined;
  /** That of the copy, where it is not the step's own. */
  readonly connection?: string;
  readonly level: VerifyLevel;
  /** Documents of each side that the level `sample` looks at. */
  readonly sample: Value | undefined;
  /** Documents of a page at most. */
  readonly batch: Value | undefined;
}

/** @param level as a plan has it; counts where it has none */
export function readLevel(level: Value | undefined): VerifyLevel {
  return LEVELS.find((known) => known === level) ?? 'counts';
}

/** Whether a level has what another one has. */
export function reaches(level: VerifyLevel, wanted: VerifyLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(wanted);
}

/** What a level does not see, for reviewers. */
export const UNSEEN: Readonly<Record<VerifyLevel, string>> = {
  counts: 'Verified by counts: changes within documents are not seen.',
  definition: 'Verified by definition: changes within documents are not seen.',
  sample: 'Verified by sample: changes outside the sample are not seen.',
  digest: 'Verified by digest: later writes are not seen.',
};
