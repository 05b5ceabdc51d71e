import type { JobStep } from '../../graph/graph.ts';
import { describeFailure } from '../../jobs/describe-failure.ts';
import type { Job, JobFailure } from '../../jobs/job-queue.ts';
import type { JobContext } from '../../provider/job.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import { keepValues } from '../../redact/keep-values.ts';
import { defined } from '../../value/defined.ts';
import type { JsonObject } from '../../value/value.ts';
import type { StepContext } from '../step-context.ts';
import { connectionOfError } from './job-connection.ts';
import { jobContext } from './job-context.ts';
import { jobOf } from './job-definition.ts';
import { LeftOutWriter } from './left-out-writer.ts';
import { withinTimeout } from './within-timeout.ts';

/** What a worker in this process does with a job of the queue. */
export async function runSlice(
  step: JobStep,
  { slice, arguments: args }: Pick<Job, 'slice' | 'arguments'>,
  context: StepContext,
  signal: AbortSignal,
): Promise<JsonObject> {
  const report = (done: number): void => context.jobs.reports.get(step.address)?.(slice, done);
  report(0);
  const over = new AbortController();
  const connectionsAtStop = (): JobContext['connections'] | undefined =>
    context.jobs.isStoppedByOperator()
      ? step.connections.map((alias) => context.jobs.connect(alias, over.signal))
      : undefined;
  const beginning = 1 + context.jobs.operatorStops() + (context.state(step.address)?.job?.retries ?? 0);
  const leftOut = leftOutWriter(step, slice, context);
  try {
    const result = await withinTimeout(context, signal, (until) => {
      const given: JobContext = {
        ...jobContext(step, context, until),
        report,
        connectionsAtStop,
        beginning,
        ...defined({ leftOut }),
      };
      return jobOf(step, context).runSlice({ name: slice, arguments: args }, given);
    });
    return leftOut === undefined ? result : leftOut.markResult(result);
  } finally {
    over.abort(context.stopping.reason);
  }
}

/** Undefined where the state keeps no such things. */
function leftOutWriter(step: JobStep, slice: string, context: StepContext): LeftOutWriter | undefined {
  const { jobs, tokenScope, redactor, random, resolve, state } = context;
  if (jobs.leftOut === undefined) return undefined;
  const { stateId, generation } = tokenScope;
  return new LeftOutWriter({
    store: jobs.leftOut,
    step: step.address,
    slice,
    attempt: () => {
      const id = Buffer.from(random.bytes(6)).toString('hex');
      return { stateId, generation, planned: state(step.address)?.job?.fingerprint ?? '', id };
    },
    clean: (one) => keepValues(one, { template: step.arguments, resolved: resolve(step.arguments) }, redactor),
  });
}

/** As `describeFailure`, with the connection that refused. */
export function describeSliceFailure(error: unknown): JobFailure {
  const connection = error instanceof ProviderError ? connectionOfError(error) : undefined;
  return { ...describeFailure(error), ...defined({ connection }) };
}
