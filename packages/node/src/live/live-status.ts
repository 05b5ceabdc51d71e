/** Version of the form below: the minor number grows with additions, the major one otherwise. */
export const LIVE_FORMAT: string = '1.1';

/**
 * What a run that is in progress says of itself to other processes of its host; no part of the state. It is written and
 * printed in this form.
 */
export interface LiveStatus {
  readonly format_version: string;
  readonly kind: 'live';
  readonly run: string;
  readonly host: string;
  readonly pid: number;
  readonly at: string;
  /** Number of the last record of the journal that the numbers count. */
  readonly record: number;
  readonly steps: { readonly done: number; readonly total: number };
  readonly units: Readonly<Record<string, number>>;
  /** `at`: when it was worked out; `ms` counts down since then. */
  readonly eta?: { readonly ms: number; readonly basis: 'simulated' | 'assumed' | 'rate'; readonly at: string };
  readonly accounts: readonly LiveAccount[];
  /** Calls at once over all accounts; absent without such a cap. */
  readonly parallelism?: {
    readonly policy: string;
    readonly limit: number;
    readonly in_use: number;
    readonly waiting: number;
  };
  /** Providers to which nothing more is sent in this run. */
  readonly suspended: readonly { readonly provider: string; readonly code: string; readonly message: string }[];
  /** Why the run starts nothing more; absent while it does. */
  readonly stopping?: string;
  /** What the run leaves out, as it was given. */
  readonly selection: {
    readonly target: readonly string[];
    readonly exclude: readonly string[];
    readonly left_out: number;
  };
  readonly waiting: readonly { readonly count: number; readonly reason: string }[];
  /** Steps of which an attempt failed and nothing has moved since, 50 at most. Absent: none. */
  readonly retrying?: readonly LiveRetry[];
  /** What the steps in progress have done, by what they count, and how fast. Absent: nothing that is counted. */
  readonly work?: readonly LiveWork[];
  /** Remote tasks that run. */
  readonly remote_task_count: number;
  /** Waits for remote tasks: one may be waited for more than once, and also after it ended. */
  readonly wait_count: number;
  /** What was waited for longest. */
  readonly remote_tasks: readonly LiveTask[];
}

/** `reason`: why the latest attempt failed. `since`: when the first one had. */
export interface LiveRetry {
  readonly step: string;
  readonly reason: string;
  readonly since: string;
}

/** `of`: what is counted, such as `documents`. `total`, a second's number and what is left are there where they are known. */
export interface LiveWork {
  readonly of: string;
  readonly done: number;
  readonly total?: number;
  readonly per_second?: number;
  readonly left_ms?: number;
}

/** How much of the limits of one account is in use, and how many wait for it. */
export interface LiveAccount {
  readonly providers: readonly string[];
  readonly windows: readonly {
    readonly calls: number;
    readonly allowed: number;
    readonly declared: number;
    readonly interval_ms: number;
  }[];
  readonly in_flight: number;
  readonly in_flight_limit: number;
  readonly tasks: number;
  readonly task_limit?: number;
  readonly target_limit?: number;
  readonly wait_for_place: number;
  readonly wait_for_target: number;
  readonly wait_for_turn: number;
  readonly held_for_ms: number;
  /** Aliases whose credentials no answer has shown to be accepted. Absent: none. */
  readonly unproven?: readonly string[];
  /** Present while the connection is down. */
  readonly unreachable?: { readonly since: string; readonly reason: string };
}

export interface LiveTask {
  readonly step: string;
  /** The vendor's word. */
  readonly status: string;
  /** 0 to 1, from the vendor. */
  readonly progress?: number;
  readonly since: string;
}
