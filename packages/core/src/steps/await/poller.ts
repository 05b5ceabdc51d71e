import type { Clock } from '../../clock.ts';
import { type EndedRound, PollRounds } from '../../limits/poll-rounds.ts';
import type { JobConnection } from '../../provider/job.ts';
import type { Polling } from '../../provider/limits.ts';
import type { Observation, Poll, PollHistory, PollItem, Verdict } from '../../provider/poll.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import type { ReadCall } from '../../provider/read-call.ts';
import type { StepWith } from '../../provider/steps/step-traits.ts';
import { asSentence } from '../../value/as-sentence.ts';
import { defined } from '../../value/defined.ts';
import { formatDuration } from '../../value/duration.ts';
import type { JsonObject } from '../../value/value.ts';
import { type Elsewhere, elsewhereVerdict } from './elsewhere-verdict.ts';

const MAX_STATUSES = 32;

/** A status from before an outage says little, and the polls that met it do not say which connection it is of. */
function whyUnseen({ step }: Wait, fault: unknown): string {
  if (!(fault instanceof ProviderError)) return '';
  const what = fault.class === 'unreachable' ? `Connection ${step.provider} cannot be reached` : 'The last poll failed';
  return `${asSentence(`${what}: ${fault.message}`)} `;
}

export interface PollerOptions {
  readonly poll: Poll;
  readonly read: ReadCall;
  /** See `PollContext`. */
  readonly connection: JobConnection;
  readonly polling: Polling;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  /** Called for every waiting step in every round; a wait whose verdict is not `pending` is over. */
  readonly onVerdict: (step: StepWith<'waitsOutside'>, verdict: Verdict) => void;
  /** The poller cannot continue: a judge threw. Called at most once. */
  readonly onBroken: (error: unknown) => void;
  /** The round failed as a whole; the tasks live on and the next round asks again. */
  readonly onError: (error: unknown) => void;
}

/**
 * Observes all waiting steps of one scope with one batched read a round. Waiting steps hold no place in any queue.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #rounds: PollRounds<Wait>;
  #isLooping = false;
  #wake: AbortController = new AbortController();

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#rounds = new PollRounds(options.polling);
  }

  /** `earlierMs`: for how long the step could have been waiting before this run. */
  add(step: StepWith<'waitsOutside'>, args: JsonObject, span: WaitSpan): void {
    const now = this.#options.clock.monotonicMs();
    const item: PollItem = { goal: step.goal, arguments: args };
    const { dueAtMs } = this.#rounds;
    const wait: Wait = { ...span, step, item, startedMs: now, heldSinceMs: undefined, heldPolls: 0, statuses: [] };
    this.#rounds.add(step.address, wait, now);
    if (this.#rounds.dueAtMs < dueAtMs) this.#wakeUp();
    // Whatever ends the loop early ends the run: without it nobody would observe these tasks.
    if (!this.#isLooping) this.#loop().catch((error: unknown) => this.#options.onBroken(error));
  }

  #wakeUp(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  async #loop(): Promise<void> {
    this.#isLooping = true;
    while (this.#rounds.dueAtMs < Number.POSITIVE_INFINITY && (await this.#sleepUntilDue())) {
      const ended = await this.#poll();
      this.#rounds.end(this.#options.clock.monotonicMs(), ended);
    }
    this.#isLooping = false;
  }

  /** False when the run is stopping. A wake-up with an earlier due time starts the sleep again. */
  async #sleepUntilDue(): Promise<boolean> {
    const { clock, stopping } = this.#options;
    for (;;) {
      if (stopping.aborted) return false;
      const waitMs = this.#rounds.dueAtMs - clock.monotonicMs();
      if (waitMs <= 0) return true;
      try {
        await clock.sleep(waitMs, AbortSignal.any([stopping, this.#wake.signal]));
      } catch (error) {
        if (!stopping.aborted && !(error instanceof Error && error.name === 'AbortError')) throw error;
      }
    }
  }

  /** One round. */
  async #poll(): Promise<EndedRound> {
    const { waits, number: round } = this.#rounds.begin();
    const items = waits.map((wait) => wait.item);
    let observations: readonly (Observation | undefined)[];
    try {
      const { read, connection } = this.#options;
      observations = await this.#options.poll.read(items, { read, connection, round });
    } catch (error) {
      if (this.#options.stopping.aborted) return { hasChanged: false, wasRead: false };
      if (error instanceof ProviderError && error.class === 'forbidden')
        return { hasChanged: this.#endForbidden(waits, error), wasRead: false };
      if (error instanceof ProviderError && error.class === 'not-found' && waits.some(isElsewhere))
        return { hasChanged: this.#endElsewhere(waits.filter(isElsewhere)), wasRead: false };
      this.#options.onError(error);
      for (const wait of waits) this.#endIfOverdue(wait, error);
      return { hasChanged: false, wasRead: false };
    }
    const judged = waits.map((wait, index) => this.#judge(wait, observations[index]));
    return {
      hasChanged: judged.some(({ hasChanged }) => hasChanged),
      wasRead: true,
      // What has come to a standstill ends nobody knows when.
      restsMs: judged.flatMap(({ hasChanged, restMs }) => (hasChanged ? restMs : [])),
    };
  }

  #judge(wait: Wait, observation: Observation | undefined): JudgedWait {
    if (observation === undefined && isElsewhere(wait)) return { hasChanged: this.#endElsewhere([wait]), restMs: OVER };
    const nowMs = this.#options.clock.monotonicMs();
    const history: PollHistory = {
      waitedMs: nowMs - wait.startedMs,
      sinceReadyMs: nowMs - wait.startedMs + wait.earlierMs,
      heldSinceMs: wait.heldSinceMs,
      heldPolls: wait.heldPolls,
      nowMs,
      statuses: wait.statuses,
    };
    const verdict = this.#options.poll.judge(wait.item, observation, history);
    const hasChanged = verdict.kind !== 'pending' || verdict.status !== wait.statuses.at(-1);
    if (verdict.kind === 'pending') {
      const isHeld = verdict.holds === true;
      wait.heldSinceMs = isHeld ? (wait.heldSinceMs ?? nowMs) : undefined;
      wait.heldPolls = isHeld ? wait.heldPolls + 1 : 0;
      if (hasChanged) wait.statuses = [...wait.statuses, verdict.status].slice(-MAX_STATUSES);
    } else this.#rounds.remove(wait.step.address);
    this.#options.onVerdict(wait.step, verdict);
    if (verdict.kind !== 'pending' || this.#endIfOverdue(wait)) return { hasChanged: true, restMs: OVER };
    return { hasChanged, restMs: verdict.restMs ?? Number.POSITIVE_INFINITY };
  }

  /** The same poll would be refused until somebody grants the permission. The remote tasks are left alone. */
  #endForbidden(waits: readonly Wait[], error: ProviderError): boolean {
    for (const wait of waits) {
      this.#rounds.remove(wait.step.address);
      this.#options.onVerdict(wait.step, {
        kind: 'failed',
        status: wait.statuses.at(-1) ?? 'not seen',
        code: error.vendorCode,
        reason: `${error.message} The remote task cannot be observed; it was left alone and may still be running.`,
        isStillRunning: true,
        ...defined({ hint: error.hint }),
      });
    }
    return true;
  }

  /** What was made at another place does not appear at this one, however long it is waited for. */
  #endElsewhere(waits: readonly ElsewhereWait[]): boolean {
    for (const wait of waits) {
      this.#rounds.remove(wait.step.address);
      this.#options.onVerdict(wait.step, elsewhereVerdict(wait.elsewhere));
    }
    return true;
  }

  /**
   * A wait is bounded even when nothing can be seen. The remote task is left alone: it may still finish. `fault`: what the
   * round failed of.
   */
  #endIfOverdue(wait: Wait, fault?: unknown): boolean {
    if (this.#options.clock.monotonicMs() - wait.startedMs < wait.timeoutMs) return false;
    this.#rounds.remove(wait.step.address);
    const status = wait.statuses.at(-1);
    const seen = status === undefined ? 'without any answer about the task' : `in status ${status}`;
    this.#options.onVerdict(wait.step, {
      kind: 'failed',
      status: status ?? 'not seen',
      reason: `Timed out after ${formatDuration(wait.timeoutMs)} ${seen}. ${whyUnseen(wait, fault)}The remote task was left alone and may still be running.`,
      isStillRunning: true,
      hint: 'Check the task, then run `waybill resume --retry-failed` to wait for it again, with a longer `timeout:` if need be.',
    });
    return true;
  }
}

interface JudgedWait {
  readonly hasChanged: boolean;
  readonly restMs: number;
}

/** There is no end to come. */
const OVER = Number.POSITIVE_INFINITY;

export interface WaitSpan {
  readonly timeoutMs: number;
  readonly earlierMs: number;
  /** Absent where the task was made where the connection leads now. */
  readonly elsewhere?: Elsewhere | undefined;
}

type ElsewhereWait = Wait & { readonly elsewhere: Elsewhere };

function isElsewhere(wait: Wait): wait is ElsewhereWait {
  return wait.elsewhere !== undefined;
}

interface Wait extends WaitSpan {
  readonly step: StepWith<'waitsOutside'>;
  readonly item: PollItem;
  readonly startedMs: number;
  heldSinceMs: number | undefined;
  heldPolls: number;
  statuses: readonly string[];
}
