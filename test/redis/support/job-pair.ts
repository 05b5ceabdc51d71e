import type { CheckFinding, JobConnection, JobDefinition, JobSummary, JsonObject, SliceResult } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { systemClock } from '@waybill/node';
import { redis } from '@waybill/provider-redis';
import { createRedisTransport } from '@waybill/transport-redis';

/** A job between two connections, as a run would do it without limits. */
export class JobPair implements AsyncDisposable {
  readonly #transport = createRedisTransport();
  readonly #configs: readonly JsonObject[];
  #connections: Promise<readonly JobConnection[]> | undefined;

  constructor(source: JsonObject, target: JsonObject) {
    this.#configs = [source, target].map((config) => ({ pace: { keys: '10000000/s' }, ...config }));
  }

  get connections(): Promise<readonly JobConnection[]> {
    this.#connections ??= Promise.all(this.#configs.map((config, at) => this.#connect(config, `side-${at}`)));
    return this.#connections;
  }

  /** All slices, some at once. `whenPlanned`: what happens before the first one. */
  async slices(
    input: JsonObject,
    whenPlanned = async (): Promise<void> => {},
    job = jobOf('compare-keys'),
  ): Promise<readonly SliceResult[]> {
    const context = {
      input,
      connections: await this.connections,
      clock: systemClock,
      signal: new AbortController().signal,
    };
    const slices = await job.planSlices(context);
    await whenPlanned();
    return await Promise.all(slices.map(async (slice) => ({ slice, result: await job.runSlice(slice, context) })));
  }

  async compare(input: JsonObject, whenPlanned?: () => Promise<void>): Promise<JobSummary> {
    return jobOf('compare-keys').summarize(await this.slices(input, whenPlanned), input);
  }

  /** The keys that a comparison has left open, as its outputs say. */
  async compareOpen(input: JsonObject): Promise<JobSummary> {
    const job = jobOf('compare-open-keys');
    return job.summarize(await this.slices(input, undefined, job), input);
  }

  /** Level `counts`, which is a check and no job. */
  async count(): Promise<CheckFinding> {
    const [source, target] = await Promise.all((await this.connections).map((side) => side.read('CountKeys', {})));
    const check = redis.checks['counts-equal'];
    if (check === undefined) throw new Error('the provider has no check counts-equal');
    return check.judge(target ?? null, {}, {}, source);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport[Symbol.asyncDispose]();
  }

  async #connect(config: JsonObject, alias: string): Promise<JobConnection> {
    const session = await redis.connect({
      alias,
      config,
      env: {},
      transport: this.#transport,
      clock: systemClock,
      random: createSeededRandom(1),
    });
    const { signal } = new AbortController();
    return {
      alias,
      session,
      call: (operation, args) => session.call(operation, args, { signal }),
      read: async (operation, args) => (await session.call(operation, args, { signal })).response,
    };
  }
}

function jobOf(name: string): JobDefinition {
  const job = redis.jobs?.[name];
  if (job === undefined) throw new Error(`the provider has no job ${name}`);
  return job;
}
