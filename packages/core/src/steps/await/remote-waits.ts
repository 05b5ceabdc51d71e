import type { Clock } from '../../clock.ts';
import { assertInvariant } from '../../errors.ts';
import type { EmitEvent } from '../../events/event.ts';
import { PRIORITY } from '../../limits/channel.ts';
import type { RunProvider } from '../../limits/run-provider.ts';
import type { Verdict } from '../../provider/poll.ts';
import type { StepWith } from '../../provider/steps/step-traits.ts';
import { defined } from '../../value/defined.ts';
import type { JsonObject } from '../../value/value.ts';
import { jobConnection } from '../job/job-connection.ts';
import { Poller, type WaitSpan } from './poller.ts';

export interface RemoteWaitsOptions {
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  readonly emit: EmitEvent;
  /** The wait of a step is over. */
  readonly onEnded: (step: StepWith<'waitsOutside'>, verdict: Exclude<Verdict, { kind: 'pending' }>) => void;
  /** A poller cannot continue. */
  readonly onBroken: (error: unknown) => void;
  /** A round of polling failed; the waits continue. */
  readonly onPollError: (alias: string, scope: string, error: unknown) => void;
}

/** All waits for remote tasks of a run: one poller for each provider, poll and scope. */
export class RemoteWaits {
  readonly #options: RemoteWaitsOptions;
  readonly #providers = new Map<string, ProviderWaits>();
  /** What was last said of a waiting step, so that a view hears of changes only. */
  readonly #lastShown = new Map<string, Shown>();

  constructor(options: RemoteWaitsOptions) {
    this.#options = options;
  }

  start(step: StepWith<'waitsOutside'>, args: JsonObject, wait: WaitSpan & { readonly provider: RunProvider }): void {
    const waits = this.#waitsOf(step.provider);
    waits.count += 1;
    this.#pollerFor(step, args, wait.provider, waits).add(step, args, wait);
  }

  /** Lets every wait of a provider go, and says how many there were. The remote tasks live on. */
  letGo(alias: string): number {
    const waits = this.#waitsOf(alias);
    const { count } = waits;
    waits.count = 0;
    waits.over.abort();
    return count;
  }

  #waitsOf(alias: string): ProviderWaits {
    const known = this.#providers.get(alias);
    if (known !== undefined) return known;
    const waits: ProviderWaits = { count: 0, pollers: new Map(), over: new AbortController() };
    this.#providers.set(alias, waits);
    return waits;
  }

  #pollerFor(
    step: StepWith<'waitsOutside'>,
    args: JsonObject,
    { provider, channel, polling }: RunProvider,
    waits: ProviderWaits,
  ): Poller {
    const poll = provider.polls[step.poll];
    assertInvariant(poll !== undefined, `kinds use declared polls: ${step.poll}`);
    const scope = poll.scope(args);
    const key = `${step.poll}\n${scope}`;
    const known = waits.pollers.get(key);
    if (known !== undefined) return known;
    const poller = new Poller({
      poll,
      read: (operation, readArgs) => channel.read(operation, readArgs, PRIORITY.poll),
      connection: jobConnection(channel, PRIORITY.poll),
      polling,
      clock: this.#options.clock,
      stopping: AbortSignal.any([this.#options.stopping, waits.over.signal]),
      onVerdict: (waiting, verdict) => this.#onVerdict(waiting, verdict, waits),
      onBroken: this.#options.onBroken,
      onError: (error) => this.#options.onPollError(step.provider, scope, error),
    });
    waits.pollers.set(key, poller);
    return poller;
  }

  #onVerdict(step: StepWith<'waitsOutside'>, verdict: Verdict, waits: ProviderWaits): void {
    if (verdict.kind === 'pending') {
      this.#show(step, verdict);
      return;
    }
    waits.count -= 1;
    this.#lastShown.delete(step.address);
    this.#options.onEnded(step, verdict);
  }

  #show(step: StepWith<'waitsOutside'>, verdict: Extract<Verdict, { kind: 'pending' }>): void {
    const { status, warning, work } = verdict;
    const last = this.#lastShown.get(step.address);
    // Where a vendor is not asked for it in every round, what it said last stands.
    const progress = verdict.progress ?? (last?.status === status ? last.progress : undefined);
    const isSame = last?.status === status && last.progress === progress && last.warning === warning;
    if (isSame && last.done === work?.done) return;
    this.#lastShown.set(step.address, { status, progress, warning, done: work?.done });
    this.#options.emit({
      kind: 'step.waiting',
      step: step.address,
      unit: step.unit,
      status,
      ...defined({ progress, work, warning }),
    });
  }
}

interface Shown {
  readonly status: string;
  readonly progress: number | undefined;
  readonly warning: string | undefined;
  readonly done: number | undefined;
}

interface ProviderWaits {
  count: number;
  /** By poll and scope. */
  readonly pollers: Map<string, Poller>;
  /** Aborted when the provider's waits are let go. */
  readonly over: AbortController;
}
