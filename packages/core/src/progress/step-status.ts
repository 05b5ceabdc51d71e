/**
 * Where a step stands in this run. `waiting`: for a remote task; `sleeping`: until its next attempt; `gated`: for an
 * approval; `unknown`: an operator must decide; `skipped`: because of a failure before it (this run only, never journaled).
 */
export type StepStatus =
  | 'blocked'
  | 'ready'
  | 'running'
  | 'sleeping'
  | 'waiting'
  | 'gated'
  | 'succeeded'
  | 'failed'
  | 'unknown'
  | 'skipped';
