import { defined, type StepBlueprint, type Value } from '@waybill/core';
import type { ComparedSides } from './compared-sides.ts';

/** What is compared, and where each side is. */
export interface VerifiedSides extends ComparedSides {
  /** Aliases of the clusters of both sides; undefined: that of the unit. */
  readonly at: { readonly source: string | undefined; readonly copy: string | undefined };
}

export interface Side {
  readonly name: 'source' | 'copy';
  readonly index: Value;
  readonly at: { readonly connection?: string };
}

/** The same step for each side, the source first. */
export function bothOf(
  { source, index, at }: VerifiedSides,
  step: (side: Side) => StepBlueprint,
): readonly StepBlueprint[] {
  return [
    step({ name: 'source', index: source.index, at: defined({ connection: at.source }) }),
    step({ name: 'copy', index, at: defined({ connection: at.copy }) }),
  ];
}

export function refreshStep({ name, index, at }: Side): StepBlueprint {
  return {
    kind: 'call',
    name: `refresh-${name}`,
    title: `refresh the ${name}, so that everything written to it is visible`,
    operation: 'RefreshIndex',
    arguments: { index },
    ...at,
  };
}
