import { findElsewhere } from '../binding/find-elsewhere.ts';
import type { Step } from '../graph/graph.ts';
import type { StepWith } from '../provider/steps/step-traits.ts';
import type { ReadyStep } from '../scheduler/ready-step.ts';
import type { Elsewhere } from '../steps/await/elsewhere-verdict.ts';
import { recordVerdict } from '../steps/await/record-verdict.ts';
import { RemoteWaits, type RemoteWaitsOptions } from '../steps/await/remote-waits.ts';
import { doAnew } from '../steps/relied-on.ts';
import { resolveArguments } from '../steps/resolve-arguments.ts';
import type { StepContext, StepEnding } from '../steps/step-context.ts';
import { taskIdsOfStep } from '../steps/task-ids.ts';
import { defined } from '../value/defined.ts';
import type { RunActivity } from './run-activity.ts';
import type { StepContextSources, StepContexts } from './step-contexts.ts';

export interface StepWaitsOptions extends StepContextSources {
  readonly contexts: StepContexts;
  readonly activity: RunActivity;
  readonly onEnding: (step: ReadyStep, ending: StepEnding) => void;
  readonly onPollError: RemoteWaitsOptions['onPollError'];
}

type EndVerdict = Parameters<RemoteWaitsOptions['onEnded']>[1];

/** The waits of a run for what happens outside. Each keeps the run going until it is over or is let go. */
export class StepWaits {
  readonly #options: StepWaitsOptions;
  readonly #waits: RemoteWaits;

  constructor(options: StepWaitsOptions) {
    this.#options = options;
    const { clock, stopping, emit } = options.parts;
    this.#waits = new RemoteWaits({
      clock,
      stopping: stopping.signal,
      emit,
      onEnded: (step, verdict) => this.#onEnded(step, verdict),
      onBroken: (error) => options.activity.fail(error),
      onPollError: options.onPollError,
    });
  }

  /** `ready`: the step itself. */
  start(step: StepWith<'waitsOutside'>, ready: ReadyStep): void {
    const { parts, scheduler, contexts, activity } = this.#options;
    const { planned } = ready;
    const renewing = this.#renewIfOver(step);
    if (renewing !== undefined) {
      scheduler.ledger.mark(ready, 'running');
      activity.track(renewing.then((ending) => this.#options.onEnding(ready, ending)));
      return;
    }
    const args = resolveArguments(step.arguments, planned, parts.scope);
    scheduler.ledger.mark(ready, 'waiting');
    activity.enter();
    const { timeoutMs } = planned.unit.migration;
    this.#waits.start(step, args, {
      provider: contexts.providerOf(step),
      timeoutMs: Math.min(timeoutMs, this.#heldForMs(step)),
      earlierMs: this.#readySinceMs(step),
      elsewhere: this.#elsewhere(step),
    });
  }

  /** Lets the waits for one provider go. Their remote tasks live on. */
  letGo(alias: string): void {
    this.#options.activity.leave(this.#waits.letGo(alias));
  }

  #onEnded(step: StepWith<'waitsOutside'>, verdict: EndVerdict): void {
    const { scheduler, activity, onEnding } = this.#options;
    // What has failed once that was over says nothing, and to wait for longer would be of no use.
    const renewing = verdict.kind === 'failed' ? this.#renewIfOver(step) : undefined;
    const ended = renewing ?? this.#record(step, verdict);
    activity.track(ended.then((ending) => onEnding(scheduler.ledger.readyStep(step), ending)));
    // The wait itself, which was counted when it began.
    activity.leave();
  }

  #record(step: StepWith<'waitsOutside'>, verdict: EndVerdict): Promise<StepEnding> {
    const { parts, scheduler, contexts, records } = this.#options;
    return recordVerdict(step, verdict, {
      arguments: resolveArguments(step.arguments, scheduler.unitOf(step), parts.scope),
      record: (body) => records.write(body),
      redactor: parts.redactor,
      claims: contexts.claimsOf(step),
      poll: contexts.providerOf(step).provider.polls[step.poll] ?? {},
      elsewhere: this.#elsewhere(step),
    });
  }

  /** For how long what the wait relies on holds; without end where it relies on nothing. */
  #heldForMs(step: StepWith<'waitsOutside'>): number {
    const { contexts, scheduler } = this.#options;
    if (step.relies === undefined) return Number.POSITIVE_INFINITY;
    const { on, forMs } = step.relies;
    return contexts.of(step, scheduler.unitOf(step)).begunLatelyForMs(on, forMs);
  }

  /** What is done where what the wait relies on may be over; undefined: it is not, or there is none. */
  #renewIfOver(step: StepWith<'waitsOutside'>): Promise<StepEnding> | undefined {
    const { relies } = step;
    if (relies === undefined || this.#heldForMs(step) > 0) return undefined;
    const { contexts, scheduler } = this.#options;
    return this.#renew(step, relies, contexts.of(step, scheduler.unitOf(step)));
  }

  async #renew(
    step: StepWith<'waitsOutside'>,
    relies: NonNullable<Step['relies']>,
    context: StepContext,
  ): Promise<StepEnding> {
    const ending = await doAnew(relies, context);
    if (ending.kind === 'anew') return ending;
    const { code, message, hint } = ending;
    const verdict = { kind: 'failed', status: 'not awaited', code, reason: message, isStillRunning: true } as const;
    return await this.#record(step, { ...verdict, ...defined({ hint }) });
  }

  /** Where the unit's effects were made, if their connection leads elsewhere now; and the tasks that they made there. */
  #elsewhere(step: StepWith<'waitsOutside'>): Elsewhere | undefined {
    const { parts, scheduler, contexts } = this.#options;
    const planned = scheduler.unitOf(step);
    const steps = planned.steps.filter(({ provider }) => provider === step.provider);
    const moved = findElsewhere({ steps, unit: planned.unit }, parts.fold);
    if (moved.length === 0) return undefined;
    const taskIds = steps.flatMap((made) =>
      taskIdsOfStep(made, contexts.providerOf(made).provider, parts.fold.step(made.address)?.outputs ?? {}),
    );
    return { taskIds: [...new Set(taskIds)], moved };
  }

  /** How long ago the last of the steps that it needs was done, in this run or an earlier one. A retry begins anew. */
  #readySinceMs(step: StepWith<'waitsOutside'>): number {
    const { clock, fold } = this.#options.parts;
    if (fold.step(step.address) !== undefined) return 0;
    const now = clock.now();
    const readyAtMs = Math.max(...step.needs.map((need) => fold.step(need)?.at ?? now));
    return step.needs.length === 0 ? 0 : Math.max(0, now - readyAtMs);
  }
}
