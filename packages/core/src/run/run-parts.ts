import type { KeyObject } from 'node:crypto';
import type { Clock, Random } from '../clock.ts';
import type { EmitEvent } from '../events/event.ts';
import type { Graph } from '../graph/graph.ts';
import type { CheckpointFold } from '../journal/checkpoint.ts';
import type { Lease } from '../journal/checkpoint-store.ts';
import type { LeftOutStore } from '../journal/left-out-store.ts';
import type { RecordBody } from '../journal/record.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import type { ApprovalRules } from '../plan/approval-rule.ts';
import type { OrphanPlace } from '../progress/running-orphans.ts';
import type { Selection } from '../progress/selection.ts';
import type { UnitStates } from '../progress/unit-states.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { Ledger } from '../scheduler/ledger.ts';
import type { PolicySet } from '../scheduler/policies/policy-set.ts';
import type { ReferenceScope } from '../steps/resolve-arguments.ts';

/** What a run is made of. */
export interface RunParts {
  readonly id: string;
  readonly graph: Graph;
  /** Nothing was restored in it. */
  readonly ledger: Ledger;
  /** As the journal is. They follow each record before `record` resolves. */
  readonly states: UnitStates;
  /**
   * Awaited between the slices in which the checkpoint is taken over.
   *
   * @default all of it is done at once
   */
  readonly pause?: () => Promise<void>;
  readonly providers: ReadonlyMap<string, RunProvider>;
  readonly lease: Lease;
  /** Durable when resolved. */
  readonly record: (body: RecordBody) => Promise<void>;
  /** Where own work writes what it leaves out. */
  readonly leftOut?: LeftOutStore;
  readonly fold: CheckpointFold;
  readonly scope: ReferenceScope;
  readonly digestKey: KeyObject;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: EmitEvent;
  /** Aborted by the caller or by the run itself: nothing new starts, what is under way ends. */
  readonly stopping: AbortController;
  readonly retryFailed: boolean;
  /** Waits for holds to end which otherwise end the run. */
  readonly waitsForWindows: boolean;
  /** Who started the run, `user@host`. */
  readonly startedBy: string;
  /** See `foreignBeforeMs`. */
  readonly foreignBeforeMs: number;
  readonly policies: PolicySet;
  /** What opens gates. Absent: one approval of anyone. */
  readonly approvals?: ApprovalRules;
  /** What checks decided in the preview that is applied, by address. */
  readonly decisions?: Readonly<Record<string, string>>;
  /** The units that this run works on. */
  readonly selection: Selection;
  /** Places of units that left the plan. */
  readonly orphans: readonly OrphanPlace[];
}
