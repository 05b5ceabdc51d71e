/** One measured promise, as a row of the table in `docs/benchmarks.md`. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly bar: string;
  readonly isHeld: boolean;
  /** The times or counts behind the ratio. */
  readonly detail: string;
}

export type Bench = () => Promise<readonly Row[]>;
