/** What a step says before it has an address, whatever its kind. */
export interface BlueprintBase {
  /** Unique in the unit: `create`, `await-running`. */
  readonly name: string;
  /**
   * Names that the step had in earlier versions of the provider, oldest first; never taken away or changed, and never given
   * to another step. A state of theirs is resumed, the step's token and its fingerprint stay as they were, and commands
   * find the step by its old address.
   *
   * @default none
   */
  readonly formerly?: readonly string[];
  /** One line for people. */
  readonly title: string;
  readonly needs?: readonly string[];
  /** Runs although its unit failed (restore settings), once the steps it needs have ended either way. */
  readonly always?: boolean;
  /**
   * Names of steps whose results this step works on, or which have taken such a result back since: when it failed and is
   * tried again, those of them that are done are done again. Their effects do no harm twice.
   *
   * @default none
   */
  readonly repeats?: readonly string[];
  /**
   * What ends by itself after a while, or what somebody else may undo: step `on` was begun in the same run, lately. Otherwise
   * `anew` is done again first; then the step fails. In one run `on` is done again for that `retry.max_attempts` times at most, for
   * all the steps together that rely on it, and once where nothing but its time was over: it would take as long again. A call asks for it right
   * before each time that it is sent, and once more after each of its tries whose answer was lost. Other steps ask before they
   * begin, and when they have failed, since what they have found may be of later; waiting is broken off when it is over. Not of a gate.
   *
   * @default what has been done before the step holds for ever
   */
  readonly relies?: {
    /** Name of a step that this one comes after: a call, a check or own work. */
    readonly on: string;
    /** For how many milliseconds after its begin it holds. */
    readonly forMs: number;
    /**
     * Names of the steps that are done again, `on` among them.
     *
     * @default `repeats`
     */
    readonly anew?: readonly string[];
  };
  /**
   * Alias of the entry under `providers:` that the step is sent to: its operation, poll or check is one of that entry's
   * provider, and its limits, credentials and suspension are that entry's. Usually a value of `with:` whose schema says
   * `x-connection`, so that the plan is known to have it.
   *
   * @default the connection before the dot of the migration's `uses`
   */
  readonly connection?: string;
}
