/**
 * How a fact is known. `checked`: an API, a file or the environment was asked while the preview was made. `computed`: it
 * follows from the plan, its state and the declared limits. `assumed`: nobody was asked and nothing says so.
 */
export type Basis = 'checked' | 'computed' | 'assumed';

/**
 * How a run would go: the scheduler of a run on a clock of its own, with the declared limits and with durations drawn
 * from what is known or assumed. Time that operators take at gates is not in it, nor are refusals and lost answers; providers
 * share an account as far as the plan shows that they do.
 */
export interface PreviewSchedule {
  /** Runs that were simulated. */
  readonly samples: number;
  readonly p50_ms: number;
  readonly p90_ms: number;
  readonly durations: readonly PreviewDuration[];
  /**
   * From the start of a median run to its end, without gaps: each entry was ready, or held by a limit, when the one before
   * it ended. At most 50.
   */
  readonly critical_path: readonly PreviewCriticalStep[];
  /** Every declared limit, the one whose raising saves most first; none for a plan too large to be simulated again. */
  readonly limits: readonly PreviewLimit[];
  /** Calls to the APIs, polls and checks included, in a median run. */
  readonly calls: readonly PreviewCalls[];
  /** Gates that stop the run until an operator approves; what lies behind them counts as if approved at once. */
  readonly gates: number;
  /**
   * When each migration runs, in the order of the plan; many migrations share lanes. Absent before format 2.5.
   */
  readonly lanes?: readonly PreviewLane[];
  /** How it goes when an operator approves only once nothing else can move; absent without gates, or when not simulated. */
  readonly approvals?: PreviewApprovals;
}

/**
 * When the units of a migration run, or those of several. Start and ends are percentiles over all simulated runs, each by
 * itself and in milliseconds from the start.
 */
export interface PreviewLane {
  /** Names, in the order of the plan. */
  readonly migrations: readonly string[];
  /** What all of them use; absent where they use different things. */
  readonly uses?: string;
  /** Units that have something left to do. */
  readonly units: number;
  /** Half of the runs have started the first of them by then. */
  readonly starts_ms: number;
  /** Half of the runs have finished the last of them by then. */
  readonly ends_p50_ms: number;
  /** Nine of ten have. */
  readonly ends_p90_ms: number;
  /** One entry for each step that is a gate; absent without any. */
  readonly gates?: readonly PreviewLaneGate[];
  /** Absent where no step is known to cause one. */
  readonly downtime?: PreviewLaneDowntime;
}

/** A step at which units wait for an operator. */
export interface PreviewLaneGate {
  /** Its name within its unit. */
  readonly step: string;
  readonly title: string;
  /** How many units reach it. */
  readonly units: number;
  /** When the first unit reaches it, the second and so on, in half of the runs; of more than 24, evenly spread ones. */
  readonly reached_ms: readonly number[];
}

/** What users notice of the units, when each gate is approved as it is reached. */
export interface PreviewLaneDowntime {
  /** How many units have one each. */
  readonly units: number;
  /** When the first one begins, the second and so on, in half of the runs; of more than 24, evenly spread ones. */
  readonly starts_ms: readonly number[];
  /** How long the one of a unit lasts: half of them at most so long. */
  readonly p50_ms: number;
  readonly p90_ms: number;
}

/**
 * A unit may keep its place of `active` while it waits at its gate: others cannot start before it is approved, and reach
 * their gates in a later round.
 */
export interface PreviewApprovals {
  /** How often an operator then has to approve. */
  readonly rounds: number;
  /** How long the run then takes, without the time that the operator takes. */
  readonly p50_ms: number;
}

/** How long one kind of remote work, or one API call, takes. */
export interface PreviewDuration {
  readonly provider: string;
  /** What is waited for, as its steps are titled; `an API call` for calls. */
  readonly title: string;
  readonly steps: number;
  readonly p50_ms: number;
  readonly p90_ms: number;
  /** `computed`: learned from earlier runs of this state. */
  readonly basis: Basis;
  /** Where the numbers come from, in words: `9 earlier waits`. */
  readonly source: string;
}

export interface PreviewCriticalStep {
  readonly step: string;
  readonly title: string;
  /** When it could have started as far as its needs go, in milliseconds from the start. */
  readonly ready_ms: number;
  readonly starts_ms: number;
  readonly ends_ms: number;
  /** What kept it from starting when it was ready, as `HeldBy`; null when nothing did. */
  readonly held_by: HeldBy | null;
  /** How many steps it represents, where the middle of a long path is one entry; absent for 1. */
  readonly steps?: number;
}

export type LimitName = 'requests' | 'in_flight' | 'active' | 'active_per_target';

/** One of `LimitName`; `credentials`, while one call tries them; or the name of a policy of the run. */
export type HeldBy = string;

export interface PreviewLimit {
  readonly provider: string;
  readonly limit: LimitName;
  /** In the plan's notation. */
  readonly declared: string;
  /** What was tried instead. */
  readonly raised_to: string;
  /** How much shorter a median run is then; 0 when it is no shorter. */
  readonly saves_ms: number;
}

export interface PreviewCalls {
  readonly provider: string;
  readonly operation: string;
  readonly calls: number;
  /** Most calls of it within one window of the provider's rate. */
  readonly peak: number;
}
