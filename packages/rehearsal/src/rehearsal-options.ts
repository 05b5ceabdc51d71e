import type { Graph, Plan, ProviderRegistry, RunEvent, RunGauges } from '@waybill/core';
import type { FaultScript, SandboxStand, SettingsPatch } from '@waybill/sandbox';

/** A moment at which something can go wrong: before or after a commit, or before or after a call has its effect. */
export interface RehearsalPoint {
  readonly at: 'commit' | 'call';
  readonly when: 'before' | 'after';
  /** Commits and calls are counted apart, from 1, over all processes of the world. */
  readonly index: number;
  /** Of a call: it changes something. */
  readonly isWrite?: boolean;
  /** Own work is being cut into slices, is at work on them, or has its results recorded. */
  readonly isOwnWork?: boolean;
}

/**
 * `freeze`: the process is frozen just before it sends, another one takes the state and runs to its end, and then it
 * wakes up (before calls only). `die`: the process ends here. `lose`: the connection breaks here and the process lives
 * (calls only). `take-over`: another process takes the state while this one lives (before calls only).
 */
export type Interruption = 'none' | 'die' | 'lose' | 'take-over' | 'freeze';

/** `tail-lost`: the last `count` records were in a log that is gone. `bit-flipped`: one bit of a record has changed. */
export type Damage =
  | { readonly kind: 'none' }
  | { readonly kind: 'tail-lost'; readonly count: number }
  | { readonly kind: 'bit-flipped'; readonly seq: number; readonly bit: number };

export interface RehearsalOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly seed: number;
  readonly interrupt: (point: RehearsalPoint) => Interruption;
  readonly faults?: FaultScript;
  readonly settings?: SettingsPatch;
  /**
   * Stands of other vendors, beside those of the sandbox.
   *
   * @default none
   */
  readonly stands?: readonly SandboxStand[];
  /**
   * How long one way of a call takes, in milliseconds.
   *
   * @default 5
   */
  readonly travelMs?: () => number;
  /**
   * How long a commit takes, in milliseconds.
   *
   * @default 1
   */
  readonly commitMs?: () => number;
  /**
   * How many commits may be under way at once.
   *
   * @default 1, so that the same plan always has the same commits
   */
  readonly commitsAtOnce?: number;
  /** Called for every event of a run, with what the run knows of itself then. */
  readonly observe?: (event: RunEvent, gauges: RunGauges | undefined) => void;
  /**
   * Whether there is no connection to any vendor at this time, in milliseconds since the world began.
   *
   * @default never
   */
  readonly isDown?: (elapsedMs: number) => boolean;
  /**
   * The vendors take other access keys every so many milliseconds.
   *
   * @default the same ones for ever
   */
  readonly keysLastMs?: number;
  /**
   * What the state suffers when a process dies; asked with the number of its records.
   *
   * @default nothing
   */
  readonly damage?: (records: number) => Damage;
  /**
   * Every run applies one and the same saved preview, which fixes the id of the state.
   *
   * @default none
   */
  readonly isPreviewed?: boolean;
  /**
   * Calls at once over all providers.
   *
   * @default as many as the limits of each allow
   */
  readonly parallelism?: number;
  /**
   * The value behind each secret of the plan.
   *
   * @default `rehearsed-<name>`
   */
  readonly secretValue?: (name: string) => string;
}
