import { findElsewhere } from '../binding/find-elsewhere.ts';
import type { StepWith } from '../graph/steps/step-traits.ts';
import type { ReadyStep } from '../scheduler/ready-step.ts';
import type { Elsewhere } from '../steps/await/elsewhere-verdict.ts';
import { recordVerdict } from '../steps/await/record-verdict.ts';
import { RemoteWaits, type RemoteWaitsOptions } from '../steps/await/remote-waits.ts';
import { resolveArguments } from '../steps/resolve-arguments.ts';
import type { StepEnding } from '../steps/step-context.ts';
import { taskIdsOfStep } from '../steps/task-ids.ts';
import type { RunActivity } from './run-activity.ts';
import type { StepContextSources, StepContexts } from './step-contexts.ts';

export interface StepWaitsOptions extends StepContextSources {
  readonly contexts: StepContexts;
  readonly activity: RunActivity;
  readonly onEnding: (step: ReadyStep, ending: StepEnding) => void;
  readonly onPollError: RemoteWaitsOptions['onPollError'];
}

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
    const args = resolveArguments(step.arguments, planned, parts.scope);
    scheduler.ledger.mark(ready, 'waiting');
    activity.enter();
    const { timeoutMs } = planned.unit.migration;
    this.#waits.start(step, args, {
      provider: contexts.providerOf(step),
      timeoutMs,
      earlierMs: this.#readySinceMs(step),
      elsewhere: this.#elsewhere(step),
    });
  }

  /** Lets the waits for one provider go. Their remote tasks live on. */
  letGo(alias: string): void {
    this.#options.activity.leave(this.#waits.letGo(alias));
  }

  #onEnded(step: StepWith<'waitsOutside'>, verdict: Parameters<RemoteWaitsOptions['onEnded']>[1]): void {
    const { parts, scheduler, contexts, records, activity, onEnding } = this.#options;
    const recorded = recordVerdict(step, verdict, {
      arguments: resolveArguments(step.arguments, scheduler.unitOf(step), parts.scope),
      record: (body) => records.write(body),
      redactor: parts.redactor,
      claims: contexts.claimsOf(step),
      poll: contexts.providerOf(step).provider.polls[step.poll] ?? {},
      elsewhere: this.#elsewhere(step),
    });
    activity.track(recorded.then((ending) => onEnding(scheduler.ledger.readyStep(step), ending)));
    // The wait itself, which was counted when it began.
    activity.leave();
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
