import type { Json } from '../plan/value.ts';
import type { StepStatus, UnitStatus } from '../run/ledger.ts';

/** Version of the preview's JSON: the minor number grows with additions, the major one with anything else. */
export const PREVIEW_FORMAT: string = '1.0';

/**
 * Everything that applying a plan would do, as plain JSON data: the one object behind every view of a preview. Nothing in
 * it was asked of an API; `lower_bound` and the counts are computed from the plan and the declared limits.
 */
export interface Preview {
  readonly format_version: string;
  readonly kind: 'preview';
  readonly plan: PreviewPlan;
  readonly totals: PreviewTotals;
  readonly providers: readonly PreviewProvider[];
  readonly operations: readonly PreviewOperation[];
  readonly lower_bound: PreviewLowerBound;
  readonly waves: readonly PreviewWave[];
  readonly longest_chain: PreviewChain;
  readonly migrations: readonly PreviewMigration[];
  readonly units: readonly PreviewUnit[];
  readonly warnings: readonly PreviewWarning[];
  /** Absent when the plan was never applied. */
  readonly state?: PreviewState;
}

export interface PreviewPlan {
  readonly name: string;
  readonly description: string;
  /** SHA-256 over the plan's meaning. */
  readonly digest: string;
  readonly file: string;
}

/** Of the whole plan, whatever is done already. */
export interface PreviewTotals {
  readonly migrations: number;
  readonly units: number;
  readonly steps: number;
  /** API calls with an effect. */
  readonly effects: number;
  readonly checks: number;
  readonly waits: number;
  readonly gates: number;
}

export interface PreviewProvider {
  readonly alias: string;
  readonly type: string;
  readonly version: string;
  /** In the plan's own notation; what the plan leaves out has the provider's default. */
  readonly limits: {
    readonly requests: string;
    readonly in_flight: number;
    readonly active: number | null;
    readonly active_per_target: number | null;
  };
}

/** Calls of one operation by steps. Polls come on top: how many depends on how long the remote tasks take. */
export interface PreviewOperation {
  readonly provider: string;
  readonly operation: string;
  readonly title: string;
  readonly has_effect: boolean;
  readonly steps: number;
  /** Steps that are still to be done. */
  readonly left: number;
  /** How a lost answer is settled; null for reads. */
  readonly recovery: string | null;
}

/** The least time that the declared limits allow for the effects that are left; everything real comes on top. */
export interface PreviewLowerBound {
  readonly duration_ms: number;
  readonly per_provider: readonly {
    readonly provider: string;
    readonly effects_left: number;
    readonly requests: string;
    readonly duration_ms: number;
  }[];
}

/** Units that could start together, as far as needs go. */
export interface PreviewWave {
  readonly wave: number;
  readonly units: number;
  readonly migrations: readonly string[];
}

/** The longest sequence of steps that cannot run side by side. */
export interface PreviewChain {
  readonly steps: number;
  readonly units: readonly string[];
}

export interface PreviewMigration {
  readonly name: string;
  readonly description: string;
  /** `search.index-migration`, as in the plan. */
  readonly uses: string;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly needs: readonly string[];
  readonly units: number;
  readonly steps: number;
  readonly on_failure: 'continue' | 'stop';
  /** A unit that stands for the others in views. */
  readonly example: string;
}

export interface PreviewUnit {
  readonly address: string;
  readonly migration: string;
  readonly wave: number;
  /** Unit addresses; `orders[*]` stands for every unit of orders. */
  readonly needs: readonly string[];
  readonly state: UnitStatus;
  readonly steps: readonly PreviewStep[];
}

export interface PreviewStep {
  readonly address: string;
  readonly name: string;
  readonly kind: 'call' | 'await' | 'check' | 'gate';
  readonly title: string;
  readonly provider: string;
  readonly needs: readonly string[];
  /** Runs although its unit failed. */
  readonly always: boolean;
  /** Hash of what the step means; in full previews. */
  readonly fingerprint?: string;
  readonly state: StepStatus;
  /** Of calls and checks. */
  readonly operation?: string;
  /** Of calls and checks, without signature and with secrets as references; in full previews. */
  readonly request?: PreviewRequest;
  /** Of waits: what counts as reached. */
  readonly goal?: string;
  /** Of gates: what a person should make sure of. */
  readonly instruction?: string;
}

export interface PreviewRequest {
  readonly method: string;
  readonly endpoint: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: Json;
}

export interface PreviewWarning {
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
  readonly path?: string;
  readonly line?: number;
}

export interface PreviewState {
  readonly runs: number;
  readonly steps_done: number;
  readonly steps_left: number;
  /** The plan means what it meant when it was last applied. */
  readonly is_same_plan: boolean;
  /** Steps done or begun that mean what they meant. */
  readonly steps_kept: number;
  /** Steps of which nothing is recorded. */
  readonly steps_new: number;
  /** Steps done or begun that now mean something else: applying refuses without --keep-changed. */
  readonly changed: readonly string[];
  /** Steps done or begun that are no longer in the plan. */
  readonly orphaned: readonly string[];
}
