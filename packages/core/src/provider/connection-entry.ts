import type { ValueObject } from '../value/value.ts';

/** An entry under `providers:` as the plan has it: inputs are filled in, and secrets are references, which a run fills in. */
export interface ConnectionEntry {
  readonly type: string;
  /** Its keys without `type`, `limits` and `polling`. What is left out there is not here either. */
  readonly config: ValueObject;
  /**
   * The plan does not declare it: see `Kind.addressedConnections`.
   *
   * @default false
   */
  readonly isAddressed?: boolean;
}
