import type { RunOutcome } from '../journal/record.ts';
import type { WorkDone } from '../provider/work-done.ts';

/** What happens in a run, as it happens. The public contract of every view; a view holds no other source of truth. */
export type RunEvent = { readonly at: number } & RunEventBody;

export type RunEventBody =
  | {
      readonly kind: 'run.started';
      readonly run: string;
      readonly plan: string;
      readonly isResumed: boolean;
      readonly unitCount: number;
      readonly stepCount: number;
      /** Steps that an earlier run finished. */
      readonly finishedStepCount: number;
    }
  | { readonly kind: 'step.started'; readonly step: string; readonly unit: string; readonly attempt: number }
  | {
      readonly kind: 'step.retrying';
      readonly step: string;
      readonly unit: string;
      readonly attempt: number;
      readonly delayMs: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'step.waiting';
      readonly step: string;
      readonly unit: string;
      readonly status: string;
      readonly progress?: number;
      readonly work?: WorkDone;
      readonly warning?: string;
    }
  | {
      /**
       * Of own work: how many of its slices are recorded, and how much they and those at work have done. Also when it begins,
       * and about every second while it counts.
       */
      readonly kind: 'step.progressed';
      readonly step: string;
      readonly unit: string;
      readonly done: number;
      readonly total: number;
      readonly work?: WorkDone;
    }
  | {
      readonly kind: 'step.succeeded';
      readonly step: string;
      readonly unit: string;
      readonly detail?: string;
      /** What helps: only of a check that warns, which `detail` says. */
      readonly hint?: string;
    }
  | {
      readonly kind: 'step.failed';
      readonly step: string;
      readonly unit: string;
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
    }
  | {
      /** The effect may have happened: it is looked up now (`step.resolved` follows), or an operator must decide. */
      readonly kind: 'step.unknown';
      readonly step: string;
      readonly unit: string;
      readonly code: string;
      readonly message: string;
      readonly needsPerson: boolean;
    }
  | {
      readonly kind: 'step.resolved';
      readonly step: string;
      readonly unit: string;
      readonly resolution: 'happened' | 'did-not-happen';
      readonly evidence: string;
    }
  | { readonly kind: 'gate.waiting'; readonly step: string; readonly unit: string; readonly instruction: string }
  | {
      readonly kind: 'gate.approved';
      readonly step: string;
      readonly unit: string;
      readonly by: string;
      /** Of a gate with a rule: how many approvals count by now, and how many it takes. */
      readonly given?: number;
      readonly needed?: number;
    }
  | { readonly kind: 'unit.succeeded'; readonly unit: string }
  | { readonly kind: 'unit.failed'; readonly unit: string }
  | { readonly kind: 'unit.skipped'; readonly unit: string; readonly because: string }
  | { readonly kind: 'provider.throttled'; readonly provider: string; readonly holdMs: number }
  | {
      /** The connection is down: one call at a time probes it, and no unit fails before its `timeout:`. */
      readonly kind: 'provider.unreachable';
      readonly provider: string;
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
    }
  | { readonly kind: 'provider.reachable'; readonly provider: string; readonly downMs: number }
  | {
      /** Nothing more is sent in this run: credentials refused, or a connection that cannot be used as configured. */
      readonly kind: 'provider.suspended';
      readonly provider: string;
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
    }
  | { readonly kind: 'poll.failed'; readonly provider: string; readonly scope: string; readonly message: string }
  | { readonly kind: 'run.stopping'; readonly reason: string }
  | { readonly kind: 'run.ended'; readonly run: string; readonly outcome: RunOutcome };

export type EmitEvent = (event: RunEventBody) => void;
