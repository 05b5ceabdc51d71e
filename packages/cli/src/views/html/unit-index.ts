/** What the table of units is filled from: one entry for each unit in each list, small enough for tens of thousands. */
export interface UnitIndex {
  readonly kind: 'preview' | 'report';
  /** Units of one embedded block. */
  readonly blockSize: number;
  readonly migrations: readonly {
    readonly name: string;
    readonly uses: string;
    /** What all its units are found by besides: labels, and where its connection leads. */
    readonly words: readonly string[];
  }[];
  readonly states: readonly string[];
  readonly verdicts: readonly string[];
  readonly addresses: readonly string[];
  /** Positions in `migrations`, `states` and `verdicts`; -1 when there is none. */
  readonly migrationAt: readonly number[];
  readonly stateAt: readonly number[];
  readonly verdictAt: readonly number[];
  readonly levels: readonly number[];
  /** In milliseconds from the start; -1 when unknown. */
  readonly startsMs: readonly number[];
  readonly endsMs: readonly number[];
  readonly steps: readonly number[];
  /** Of reports: in ISO time, or empty. */
  readonly startedAt: readonly string[];
  /** Of reports: how long it took; -1 while it has not ended. */
  readonly tookMs: readonly number[];
  readonly attempts: readonly number[];
  /** Of reports: what comparisons of both sides found, each once: `equal by digest`. */
  readonly comparisons: readonly string[];
  /** Of reports: the position in `comparisons`; -1 where nothing was compared. */
  readonly comparedAt: readonly number[];
  /** Of reports: the position of the unit in the preview; -1 when it is not there. */
  readonly plannedAt: readonly number[];
  /** What units are found by, each once: `10.0.0.5:6379`, or what a check found. */
  readonly facts: readonly string[];
  /** Positions in `facts`: of where data comes from and goes to, the most general first, and of what checks found. */
  readonly fromAt: readonly (readonly number[])[];
  readonly toAt: readonly (readonly number[])[];
  readonly foundAt: readonly (readonly number[])[];
}
