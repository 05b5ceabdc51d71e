/** How long it takes from now, and what says so. */
export interface Eta {
  readonly ms: number;
  /**
   * `simulated`: what is left was simulated with durations that this run or an earlier one has shown; `assumed`: with a
   * provider's guess, because no such task has ended yet; `rate`: the step rate of the last minute.
   */
  readonly basis: 'simulated' | 'assumed' | 'rate';
  /** When it was worked out, by the wall clock; it counts down since then. */
  readonly at: number;
}
