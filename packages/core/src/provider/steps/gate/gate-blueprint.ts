import type { BlueprintBase } from '../blueprint-base.ts';

/** A stop until an operator approves. */
export interface GateBlueprint extends BlueprintBase {
  readonly kind: 'gate';
  /** What an operator should have made sure of before approving. */
  readonly instruction: string;
  /**
   * It leads clients to the target: `waybill cutover` opens it.
   *
   * @default whether `Kind.cutoverGates` names it
   */
  readonly isCutover?: boolean;
}
