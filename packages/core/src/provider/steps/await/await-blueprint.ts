import type { ValueObject } from '../../../value/value.ts';
import type { BlueprintBase } from '../blueprint-base.ts';

/** Waiting for a remote task. */
export interface AwaitBlueprint extends BlueprintBase {
  readonly kind: 'await';
  readonly poll: string;
  readonly goal: string;
  readonly arguments: ValueObject;
}
