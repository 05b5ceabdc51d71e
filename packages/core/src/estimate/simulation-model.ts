import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { Plan } from '../plan/plan.ts';
import type { OrphanPlace } from '../progress/running-orphans.ts';
import type { Selection } from '../progress/selection.ts';
import type { Limits, Polling } from '../provider/limits.ts';
import type { Poll } from '../provider/poll.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { PolicyDefinition } from '../scheduler/policies/policy.ts';
import type { ExpectedDuration } from './expected-duration.ts';
import type { PollReplay } from './replay-polls.ts';

/** What every simulated run of a plan has in common, looked up once. */
export interface SimulationModel {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly checkpoint: Checkpoint;
  readonly selection: Selection;
  /** Places of units that left the plan. */
  readonly orphans: readonly OrphanPlace[];
  readonly lanes: ReadonlyMap<string, ModelLane>;
  readonly steps: readonly ModelStep[];
  readonly seed: number;
  readonly policies: readonly PolicyDefinition[] | undefined;
  readonly parallelism: number | undefined;
  readonly startsAtMs: number;
  /** Checks that passed at or after this time are done; undefined when a new run repeats them. */
  readonly checksSinceMs: number | undefined;
  /** By poller: what it did in the run that is in progress. Times count from now. */
  readonly replays: ReadonlyMap<string, PollReplay>;
  of(step: Pick<Step, 'address'>): ModelStep;
}

/** A provider of the plan. */
export interface ModelLane {
  readonly alias: string;
  readonly provider: Provider;
  /** Providers with the same text are on one account, as far as the plan shows, and share its limits. */
  readonly account: string;
  readonly limits: Limits;
  readonly polling: Polling;
  readonly call: ExpectedDuration;
}

export interface ModelStep {
  readonly index: number;
  readonly step: Step;
  readonly unit: PlannedUnit;
  /** Something of it is in the journal. */
  readonly isRecorded: boolean;
  readonly opensTask: boolean;
  readonly closesTask: boolean;
  /** What random draws of this step hang on. */
  readonly key: number;
  /** Of checks: their calls, one after the other. Of calls: the read that comes first. */
  readonly reads: readonly ModelRead[];
  /** Of waits. */
  readonly wait: ModelWait | undefined;
  /** Of own work. */
  readonly work: ModelWork | undefined;
}

export interface ModelWork {
  readonly kind: ModelWorkKind;
  /** Aliases. */
  readonly connections: readonly string[];
  /** That are still to be done. */
  readonly slices: number;
  /** Of each of them: what a duration that is assumed for its kind is multiplied by. */
  readonly size: number;
  /** Of work that is in progress, until all slices are done together, by what they count. Undefined: it is drawn. */
  readonly restMs?: number;
}

/** All steps of one job of a provider. */
export interface ModelWorkKind {
  readonly provider: string;
  readonly title: string;
  /** Of one slice. */
  readonly duration: ExpectedDuration;
  readonly key: number;
}

export interface ModelRead {
  /** Alias of the provider that it is sent to. */
  readonly connection: string;
  readonly operation: string;
  /** What the draw of its latency hangs on. */
  readonly key: number;
  /** Reads of one provider with the same number are the same call. */
  readonly number: number;
}

export interface ModelWait {
  readonly kind: ModelWaitKind;
  /** Waits with the same key are looked at together. */
  readonly pollerKey: string;
  readonly timeoutMs: number;
  /** Of a wait that is under way: for how long. */
  readonly elapsedMs: number | undefined;
  /** For how long its task has run; undefined when it was not started. */
  readonly startedAgoMs: number | undefined;
  /** The steps that start its task, where other waits are between. */
  readonly startedBy: readonly string[];
  /** What its vendor says: 0 to 1. */
  readonly progress: number | undefined;
  /** What a duration that is assumed for its kind is multiplied by. */
  readonly size: number;
}

/** All waits for one goal at one provider. */
export interface ModelWaitKind {
  readonly provider: string;
  readonly goal: string;
  readonly title: string;
  readonly definition: Poll;
  readonly duration: ExpectedDuration;
  readonly key: number;
}
