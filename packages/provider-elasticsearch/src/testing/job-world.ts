import type { JobConnection, JobContext, JobDefinition, JsonObject, SliceResult, Transport } from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { connect } from '../session/connect.ts';

/** A job between clusters, as a run would do it without limits. */
export class JobWorld {
  readonly clock: VirtualClock = new VirtualClock();
  readonly stopping: AbortController = new AbortController();
  readonly #connections: readonly Promise<JobConnection>[];

  constructor(clusters: readonly Transport[]) {
    this.#connections = clusters.map((transport, index) => this.#connect(transport, `cluster-${index}`));
  }

  async context(input: JsonObject): Promise<JobContext> {
    const connections = await Promise.all(this.#connections);
    return { input, connections, clock: this.clock, signal: this.stopping.signal };
  }

  /** All slices, one after another. */
  async slices(job: JobDefinition, input: JsonObject): Promise<readonly SliceResult[]> {
    const context = await this.context(input);
    const results: SliceResult[] = [];
    for (const slice of await this.#pass(Promise.resolve(job.planSlices(context))))
      results.push({ slice, result: await this.#pass(job.runSlice(slice, context)) });
    return results;
  }

  async run(job: JobDefinition, input: JsonObject): Promise<ReturnType<JobDefinition['summarize']>> {
    return job.summarize(await this.slices(job, input), input);
  }

  /** Lets time pass until it has ended. */
  #pass<Result>(work: Promise<Result>): Promise<Result> {
    return this.clock.runUntil(work);
  }

  async #connect(transport: Transport, alias: string): Promise<JobConnection> {
    const config = { url: `http://${alias}.example:9200` };
    const session = await connect({
      alias,
      config,
      env: {},
      transport,
      clock: this.clock,
      random: createSeededRandom(1),
    });
    const signal = new AbortController().signal;
    return {
      alias,
      session,
      call: (operation, args) => session.call(operation, args, { signal }),
      read: async (operation, args) => (await session.call(operation, args, { signal })).response,
    };
  }
}
