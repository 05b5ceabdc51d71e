import type { PreviewBinding } from '../binding/binding.ts';
import type { Comparison } from '../binding/compare-with-checkpoint.ts';
import type { Clock, Random } from '../clock.ts';
import type { ObservedCall } from '../connect/connect-providers.ts';
import type { ConnectedAccount } from '../connect/connected-account.ts';
import type { SecretValues } from '../connect/learn-secrets.ts';
import type { RunEvent } from '../events/event.ts';
import type { Graph } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import type { JournalRecord, Owner } from '../journal/record.ts';
import type { NotifyEvent, Plan } from '../plan/plan.ts';
import type { Selection } from '../progress/selection.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { Transport } from '../provider/transport.ts';
import type { PolicyDefinition } from '../scheduler/policies/policy.ts';
import type { ReadGauges } from './gauges.ts';

export interface ApplyOptions extends SecretValues {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly store: CheckpointStore;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly owner: Owner;
  /** Called for every event, in order. What it throws ends nothing: it is counted in the result's `observerFault`. */
  readonly onEvent?: (event: RunEvent) => void;
  /**
   * Called once, before the first step, with a reader of how much of its limits the run uses. Reading is up to the
   * caller: at any time, also after the end, as often as a view draws.
   */
  readonly onGauges?: (read: ReadGauges) => void;
  /** Called for each record that the journal holds, under the lock, as it is read: a run reads it once. */
  readonly onRecord?: (record: JournalRecord) => void;
  /**
   * Called once, under the lock, when the journal has been read and compared with the plan, and before anything is sent or
   * written. What it throws refuses the run. It is awaited: until then the checkpoint is as it was read. Its maps are those
   * of the run: they change later, and must not be changed.
   */
  readonly onJournalRead?: (before: Checkpoint, comparison: Comparison) => void | Promise<void>;
  /**
   * Called once, before the first step, with a reader of what the journal says at that moment. Its maps are those of the
   * run: they change during the run, and must not be changed.
   */
  readonly onState?: (read: () => Checkpoint) => void;
  /** Called once, when all providers are connected and before the first call: the accounts that the run uses. */
  readonly onAccounts?: (accounts: readonly ConnectedAccount[]) => void;
  /** Called for each call to a remote API, polls included, once it was answered or refused. What it throws ends nothing. */
  readonly onCall?: (call: ObservedCall) => void;
  /** Called once, before the first step: the webhooks of the plan, with their URLs, which are secret. */
  readonly onWebhooks?: (webhooks: readonly { readonly url: string; readonly on: readonly NotifyEvent[] }[]) => void;
  /** Aborting it starts nothing more, lets calls in progress finish, and ends the run as `stopped`. */
  readonly signal?: AbortSignal;
  /**
   * Work on failed units again instead of leaving them failed.
   *
   * @default false
   */
  readonly retryFailed?: boolean;
  /**
   * Continue although steps that were done or begun changed in the plan; they stay as they were done, and later runs do not
   * ask again unless they change once more.
   *
   * @default false
   */
  readonly keepChanged?: boolean;
  /**
   * The units to work on.
   *
   * @default all
   */
  readonly selection?: Selection;
  /** The saved preview that is applied. Refused when the state has moved on since, except by applying this very preview. */
  readonly preview?: { readonly digest: string; readonly binding: PreviewBinding };
  /**
   * Stop after this many failed units.
   *
   * @default never
   */
  readonly maxFailures?: number;
  /**
   * Stop after this many milliseconds.
   *
   * @default never
   */
  readonly maxRuntimeMs?: number;
  /**
   * Wait until the next window of the plan's `rollout:` opens, however long that takes. Otherwise the run ends when nothing
   * but that is left.
   *
   * @default false
   */
  readonly waitsForWindows?: boolean;
  /**
   * Calls at once over all providers together, next to the limits of each. At least 1.
   *
   * @default no such cap
   */
  readonly parallelism?: number;
  /**
   * The rules that the run follows.
   *
   * @default all there are
   */
  readonly policies?: readonly PolicyDefinition[];
  /**
   * The same providers were called a moment ago, by a preflight: their rate windows count as used up.
   *
   * @default false
   */
  readonly hasJustCalled?: boolean;
  /**
   * The state was there before this process. If it knows of no run, as a copy from before one does, the rate windows count
   * as used up.
   *
   * @default false
   */
  readonly stateExisted?: boolean;
  /**
   * Awaited between the slices in which a run takes over what its journal says. Of a large plan that takes long: what
   * it waits for is done in between.
   *
   * @default it is done at once
   */
  readonly pause?: () => Promise<void>;
}
