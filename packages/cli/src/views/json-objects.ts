/** The objects that `--json` prints, in the casing that is part of their format. */

export interface JsonPosition {
  readonly line: number;
  readonly column: number;
}

export interface JsonDiagnostics {
  readonly format_version: string;
  readonly kind: 'diagnostics';
  readonly valid: boolean;
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface JsonDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
  readonly file?: string;
  readonly path?: string;
  readonly start?: JsonPosition;
  readonly end?: JsonPosition;
}

/** A command that makes sense now, ready to be copied, and why. */
export interface NextStep {
  readonly command: string;
  readonly why: string;
}

/** Units that failed, or whose outcome is not known, for the same reason. */
export interface FailureGroup {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly units: readonly string[];
}

export interface WaitingGate {
  readonly unit: string;
  readonly step: string;
  readonly instruction: string;
  readonly command: string;
}

export interface JsonSummary {
  readonly format_version: string;
  readonly kind: 'summary';
  readonly plan: string;
  readonly run: string;
  readonly outcome: 'succeeded' | 'gated' | 'stopped' | 'failed';
  readonly exit_code: number;
  readonly duration_ms: number;
  readonly units: Readonly<Record<string, number>>;
  readonly failures: readonly FailureGroup[];
  readonly unknown: readonly FailureGroup[];
  readonly gates: readonly WaitingGate[];
  readonly suspended: readonly {
    readonly provider: string;
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  }[];
  readonly stop_reason?: string;
  readonly next_steps: readonly NextStep[];
}

/** A step that was begun and has not ended, or a wait that a run takes up. */
export interface OpenStep {
  readonly step: string;
  readonly status: string;
  readonly since?: string;
  /** Why the last attempt ended. */
  readonly reason?: string;
}

export interface JsonStatus {
  readonly format_version: string;
  readonly kind: 'status';
  readonly plan: string;
  readonly state: string;
  /** Whether a run is going on: `unknown` when it was started on another host. */
  readonly running: 'yes' | 'no' | 'unknown';
  readonly owner?: { readonly host: string; readonly pid: number; readonly user: string; readonly url?: string };
  readonly last_run?: { readonly run: string; readonly started_at: string; readonly outcome?: string };
  readonly last_record_at?: string;
  readonly steps: { readonly done: number; readonly total: number };
  readonly units: Readonly<Record<string, number>>;
  readonly migrations: readonly { readonly name: string; readonly units: Readonly<Record<string, number>> }[];
  readonly under_way: readonly OpenStep[];
  readonly failures: readonly FailureGroup[];
  readonly unknown: readonly FailureGroup[];
  readonly gates: readonly WaitingGate[];
  readonly next_steps: readonly NextStep[];
}
