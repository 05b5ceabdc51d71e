import type { PreviewBinding, PreviewPlan } from '../binding/binding.ts';
import type { Basis, PreviewSchedule } from '../estimate/schedule.ts';
import type { MovedConnection } from '../journal/record.ts';
import type { CheckVerdict } from '../preflight/preflight.ts';
import type { RunningOrphan } from '../progress/running-orphans.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import type { JobAccess } from '../provider/job.ts';
import type { StepKind } from '../provider/steps/step-modules.ts';
import type { Json } from '../value/value.ts';

/** Version of the preview's JSON: the minor number grows with additions, the major one with anything else. */
export const PREVIEW_FORMAT: string = '4.0';

/**
 * Everything that applying a plan would do, as plain JSON data: the one object behind every view of a preview. The same
 * plan, state and answers give the same object, byte for byte; it holds no time of day.
 */
export interface Preview {
  readonly format_version: string;
  readonly kind: 'preview';
  /** SHA-256 over the canonical JSON of everything else here. */
  readonly digest: string;
  readonly plan: PreviewPlan;
  readonly binding: PreviewBinding;
  readonly totals: PreviewTotals;
  readonly providers: readonly PreviewProvider[];
  readonly secrets: readonly PreviewSecret[];
  readonly checks: PreviewChecks;
  readonly operations: readonly PreviewOperation[];
  /** Own work on data. Absent when there is none, and before format 2.5. */
  readonly jobs?: readonly PreviewJob[];
  readonly lower_bound: PreviewLowerBound;
  /** Absent when nothing is left to do, or when no estimate was asked for. */
  readonly schedule?: PreviewSchedule;
  readonly levels: readonly PreviewLevel[];
  readonly longest_chain: PreviewChain;
  readonly migrations: readonly PreviewMigration[];
  readonly units: readonly PreviewUnit[];
  readonly warnings: readonly PreviewWarning[];
  /** Absent when the plan was never applied. */
  readonly state?: PreviewState;
}

export interface PreviewSecretMembers {
  readonly count: number;
  /** Of those that were looked up. */
  readonly missing: number;
  /** Source of the first member. */
  readonly example: string;
}

/** A secret of the plan by where it comes from. Its value is nowhere. */
export interface PreviewSecret {
  readonly name: string;
  /** `env:ES_SOURCE_PASSWORD`, `file:/run/secrets/es_sink` or `command:vault kv get secret/es`; of a family with `{key}`. */
  readonly source: string;
  /** Of a family: its members that the plan uses. */
  readonly members?: PreviewSecretMembers;
  /** Null when it was not checked. Of a family: whether all do. */
  readonly resolves: boolean | null;
  readonly basis: Basis;
}

export interface PreviewChecks {
  /** `assumed` when nothing was asked at all. */
  readonly basis: Basis;
  readonly counts: Readonly<Record<CheckVerdict, number>>;
  /** Findings that say the same are one entry; blocking ones first, then by their first place in the plan. */
  readonly findings: readonly PreviewFinding[];
  /**
   * What checks found that a reviewer should read although nothing is wrong: how much there is, what is left out. The same
   * of several units is one entry; by their first place in the plan. Absent: nothing, and before format 2.7.
   */
  readonly notes?: readonly PreviewNote[];
  /** How much data the units move, added up by what is counted. Absent: no check found it, and before format 2.9. */
  readonly amounts?: readonly PreviewAmount[];
}

export interface PreviewAmount {
  /** What is counted, in the plural. */
  readonly of: string;
  /** Of which it is known. */
  readonly units: number;
  /** Null where only bytes are known. */
  readonly count: number | null;
  /** Null where only a number is known. */
  readonly bytes: number | null;
}

export interface PreviewNote {
  /** Name of the check that found it. */
  readonly check: string;
  readonly detail: string;
  /** Addresses of the units it holds for, in plan order. */
  readonly units: readonly string[];
}

export interface PreviewFinding {
  readonly verdict: CheckVerdict;
  readonly basis: Basis;
  /** Name of the check: `instance-ready`, `sink-index-absent`, `secret-resolves`, `credentials-work`. */
  readonly check: string;
  readonly title: string;
  readonly detail: string;
  readonly hint?: string;
  /** Alias of the provider; absent for what concerns none. */
  readonly provider?: string;
  /**
   * Of an unasked one: the check whose finding, of the same units, has the same cause or shows what it is asked with; `detail`
   * is then what it met itself. Absent: another reason, and before format 2.8.
   */
  readonly because_of?: string;
  /** Checks of its units that are unasked because of it. Absent: none, and before format 2.8. */
  readonly prevents?: readonly string[];
  /** Addresses of the units it holds for, in plan order. */
  readonly units: readonly string[];
  /** Where in the plan file to look. */
  readonly path?: string;
  readonly line?: number;
}

/** Of the whole plan, including what is already done. */
export interface PreviewTotals {
  readonly migrations: number;
  readonly units: number;
  readonly steps: number;
  /** API calls with an effect. */
  readonly effects: number;
  readonly checks: number;
  readonly waits: number;
  readonly gates: number;
  /** Steps of own work on data; absent when there are none. */
  readonly jobs?: number;
}

export interface PreviewProvider {
  readonly alias: string;
  readonly type: string;
  readonly version: string;
  /** Where it leads, as far as the plan says it: `region`, `endpoint`, `project_id`. Absent before format 2.2. */
  readonly connection?: Readonly<Record<string, string>>;
  /** In the plan's own notation; what the plan leaves out has the provider's default. */
  readonly limits: {
    readonly requests: string;
    readonly in_flight: number;
    readonly active: number | null;
    readonly active_per_target: number | null;
    /** Slices of own work at once. Absent where no own work of the plan uses the connection, and before format 2.5. */
    readonly slices?: number;
  };
}

/** Calls of one operation by steps; a check may make two. Polls come on top: how many depends on how long the remote tasks take. */
export interface PreviewOperation {
  readonly provider: string;
  readonly operation: string;
  readonly title: string;
  readonly has_effect: boolean;
  readonly steps: number;
  /** Of the steps that applying this preview has still to do. */
  readonly left: number;
  /** How a lost answer is settled; null for reads. */
  readonly recovery: string | null;
}

/**
 * Steps of own work that are one job and use the same connections. How many calls they send depends on the data, so none of
 * them is counted.
 */
export interface PreviewJob {
  readonly provider: string;
  readonly job: string;
  readonly title: string;
  readonly connections: readonly {
    readonly alias: string;
    /** Null where the provider does not say it. */
    readonly access: JobAccess | null;
  }[];
  readonly steps: number;
  /** Steps that are still to be done. */
  readonly left: number;
  /** Of the steps that are left; null if it is known only once the work is split into slices. */
  readonly slices: number | null;
  /** By the limits of its connections. */
  readonly slices_at_once: number;
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
export interface PreviewLevel {
  readonly level: number;
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
  /** Line of the plan file where it begins. */
  readonly line?: number;
  readonly impact: PreviewImpact;
  /**
   * Where its units differ in it: for how many of them it is what, in the order of the plan; `impact` then has it all in
   * one text. Absent where it is the same for all.
   */
  readonly impacts?: readonly PreviewUnitImpact[];
}

/** What a migration means for those who use the data, and its rollback. From the vendors' documents. */
export interface PreviewImpact {
  /** What users notice, and when; empty when they notice nothing. */
  readonly downtime: string;
  /** Rollback before its point of no return, and which point that is. */
  readonly way_back: string;
  /** What can happen to data even if every step succeeds. Absent where the kind does not say, and before format 2.4. */
  readonly risk?: string;
}

/** What some units of a migration mean for those who use the data. */
export interface PreviewUnitImpact extends PreviewImpact {
  readonly units: number;
  /** The first of them. */
  readonly example: string;
}

export interface PreviewUnit {
  readonly address: string;
  /** Addresses that it had before it or its migration was renamed. Absent: none, and before format 2.4. */
  readonly formerly?: readonly string[];
  readonly migration: string;
  readonly level: number;
  /** Unit addresses; `orders[*]` stands for every unit of orders. */
  readonly needs: readonly string[];
  readonly state: UnitStatus;
  /** Where its data comes from. Absent where its kind does not say, and before format 2.2. */
  readonly from?: PreviewPlace;
  /** Where its data goes to. */
  readonly to?: PreviewPlace;
  /** What its row of an inventory means, in 16 hex characters. Absent where its entry is in the plan itself. */
  readonly row?: string;
  /** Applying this preview leaves it as it is: `--target` or `--exclude` leave it out. Absent before format 2.6. */
  readonly left_out?: true;
  readonly steps: readonly PreviewStep[];
  /** In a median simulated run, from its start. */
  readonly simulated?: { readonly starts_ms: number; readonly ends_ms: number };
}

/** One end of what a unit moves. */
export interface PreviewPlace {
  /** What it is: `instance`. */
  readonly label: string;
  /** Alias of the provider through which it is reached; absent if it is reached in another way. */
  readonly connection?: string;
  /** The most general first. What is known only at run time is shown as its reference. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

export interface PreviewStep {
  readonly address: string;
  readonly name: string;
  readonly kind: StepKind;
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
  /** For checks that were run while the preview was made. */
  readonly finding?: {
    readonly verdict: CheckVerdict;
    readonly detail: string;
    readonly hint?: string;
    readonly notes?: readonly string[];
    readonly because_of?: string;
    readonly prevents?: readonly string[];
  };
  /** Of waits: what counts as reached. */
  readonly goal?: string;
  /** Of gates: what an operator should make sure of. */
  readonly instruction?: string;
  /** Of own work: the provider's name of it. */
  readonly job?: string;
  /** Of own work: the connections that it uses, where they are not the unit's alone. */
  readonly connections?: readonly string[];
}

export interface PreviewRequest {
  readonly method: string;
  readonly endpoint: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Those that an argument of the call decides. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** In place of `body`: one JSON value for each line of the body. */
  readonly lines?: readonly Json[];
}

export interface PreviewWarning {
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
  readonly path?: string;
  readonly line?: number;
  /** Where the provider that the warning is about leads elsewhere than in the last run. */
  readonly moved?: readonly MovedConnection[];
}

export interface PreviewState {
  readonly runs: number;
  readonly steps_done: number;
  readonly steps_left: number;
  /** The plan means what it meant when it was last applied. */
  readonly is_same_plan: boolean;
  /** Steps done or begun that stay as they are. */
  readonly steps_kept: number;
  /** Those of them that mean something else now, and were accepted as they were done. */
  readonly accepted: readonly string[];
  /** Steps of which nothing is recorded. */
  readonly steps_new: number;
  /** Steps done or begun that now mean something else: applying refuses without --keep-changed. */
  readonly changed: readonly string[];
  /** Steps done or begun that are no longer in the plan. */
  readonly orphaned: readonly string[];
  /** Units of these whose task may be running, and no run waits for it. */
  readonly running_orphans?: readonly RunningOrphan[];
  /** Steps without a record that count as done, because changed ones after them are. Absent: none. */
  readonly implied?: readonly string[];
}
