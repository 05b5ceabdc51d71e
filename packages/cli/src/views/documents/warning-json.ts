/** Units of which the same step warned of the same, in the casing that is part of `--json`. */
export interface WarningGroup {
  /** The name of the step. */
  readonly step: string;
  readonly message: string;
  /** The message is that of the first unit, and the others differ only in ids. Absent: all have this one. */
  readonly is_example?: boolean;
  readonly hint?: string;
  readonly units: readonly string[];
}
