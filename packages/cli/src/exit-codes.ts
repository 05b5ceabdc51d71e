/** Every exit code and what it means. Scripts rely on them; none ever changes its meaning. */
export const EXIT = {
  /** Done, or nothing to do. */
  done: 0,
  /** Usage, invalid plan, blocked check, provider error. */
  error: 1,
  /**
   * Only `plan --detailed-exitcode`: valid, with work to do; `discover --check`: the inventory is out of date; and
   * `show --against`: the previews differ.
   */
  workToDo: 2,
  /** Stopped at a gate, nothing failed. */
  gated: 3,
  /** Stopped early on request; `waybill resume` continues. */
  stopped: 4,
  /** Finished with failed units or unknown outcomes. */
  failed: 5,
  /** Refused: the plan changed what was done already, or a saved preview is not what would be done now. */
  changed: 6,
  /** Refused: a live owner holds the state. */
  locked: 7,
  /** Finished, and all that failed are verifications: two sides differ. */
  different: 8,
  /** Interrupted twice. */
  interrupted: 130,
} as const;

export type ExitName = keyof typeof EXIT;
export type ExitCode = (typeof EXIT)[ExitName];

/** Error codes that have an exit code of their own; every other error is `error`. */
const BY_ERROR_CODE: Readonly<Record<string, ExitCode>> = {
  RUN_PLAN_CHANGED: EXIT.changed,
  RUN_FIRST_NAME_CHANGED: EXIT.changed,
  PREVIEW_STALE: EXIT.changed,
  JOURNAL_LOCKED: EXIT.locked,
};

export function exitCodeOfError(code: string): ExitCode {
  return BY_ERROR_CODE[code] ?? EXIT.error;
}
