import type { JobStep } from '../../graph/graph.ts';
import type { JobFailed } from '../../jobs/job-queue.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import { defined } from '../../value/defined.ts';
import { type StepContext, Tries } from '../step-context.ts';
import { endingAfterRefusal } from '../try-again.ts';

/** Retries of the slices of one step in this run, each slice by itself, as the migration's `retry:` and `timeout:` say. */
export class SliceTries {
  readonly #step: JobStep;
  readonly #context: StepContext;
  readonly #bySlice = new Map<string, Tries>();
  #suspended: { readonly error: ProviderError; readonly connection?: string } | undefined;

  constructor(step: JobStep, context: StepContext) {
    this.#step = step;
    this.#context = context;
  }

  /** A connection that refuses our credentials, or cannot be used as it is configured. */
  get suspended(): { readonly error: ProviderError; readonly connection?: string } | undefined {
    return this.#suspended;
  }

  retryAfterMs({ attempt, failure }: JobFailed, slice: string): number | undefined {
    if (failure.class === 'defect') return undefined;
    const { class: errorClass, code: vendorCode, message, connection, hint, retryAfterMs } = failure;
    const error = new ProviderError(message, {
      vendorCode,
      class: errorClass,
      effect: 'none',
      ...defined({ hint, retryAfterMs }),
    });
    if (error.suspends) this.#suspended ??= { error, ...defined({ connection }) };
    // Doing a slice twice does no harm, so whether it had an effect is not asked.
    if (!error.mayPass) return undefined;
    const { clock, unit: planned, random, channel } = this.#context;
    const tried = { tries: this.#triesOf(slice), clock, unit: planned, random, channel };
    const ending = endingAfterRefusal(error, message, tried);
    if (ending.kind !== 'again') return undefined;
    const { address: step, unit } = this.#step;
    const { delayMs } = ending;
    this.#context.emit({
      kind: 'step.retrying',
      step,
      unit,
      attempt,
      delayMs,
      reason: `slice ${slice}: ${ending.reason}`,
    });
    return delayMs;
  }

  #triesOf(slice: string): Tries {
    const tries = this.#bySlice.get(slice) ?? new Tries(this.#context.clock.monotonicMs());
    this.#bySlice.set(slice, tries);
    return tries;
  }
}
