import type {
  Clock,
  JobConnection,
  JobContext,
  JobDefinition,
  JobSlice,
  JobSummary,
  Json,
  JsonObject,
  SliceResult,
  Transport,
} from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { connect } from '../session/connect.ts';

export interface JobCluster {
  readonly url: string;
  readonly transport: Transport;
  /** Of its connection, as a plan has it. */
  readonly pace?: JsonObject;
}

type LeftOut = NonNullable<JobContext['leftOut']>;

/** A job between clusters, as a run would do it without limits. */
export class JobWorld {
  readonly stopping: AbortController = new AbortController();
  isStoppedByOperator = false;
  /** How often the work was begun. */
  beginning = 1;
  /** What slices have said of how much they have done. */
  readonly reported: number[] = [];
  /** What slices have left out, all of it. */
  readonly leftOut: Parameters<LeftOut['add']>[0][number][] = [];
  readonly #clock: Clock;
  readonly #connections: readonly Promise<JobConnection>[];

  /** With another clock than a virtual one, time passes by itself. */
  constructor(clusters: readonly JobCluster[], clock: Clock = new VirtualClock()) {
    this.#clock = clock;
    this.#connections = clusters.map((cluster, index) => this.#connect(cluster, `cluster-${index}`));
  }

  /** Clusters that are nowhere. */
  static of(...transports: readonly Transport[]): JobWorld {
    return new JobWorld(
      transports.map((transport, index) => ({ url: `http://cluster-${index}.example:9200`, transport })),
    );
  }

  /** The slices that a job cuts its work into. */
  async planned(job: JobDefinition, input: JsonObject): Promise<readonly JobSlice[]> {
    return await this.#pass(Promise.resolve(job.planSlices(await this.#context(input))));
  }

  async slice(job: JobDefinition, slice: JobSlice, input: JsonObject): Promise<JsonObject> {
    return await this.#pass(job.runSlice(slice, await this.#context(input)));
  }

  /** All slices, one after another. */
  async slices(job: JobDefinition, input: JsonObject): Promise<readonly SliceResult[]> {
    const context = await this.#context(input);
    const results: SliceResult[] = [];
    for (const slice of await this.#pass(Promise.resolve(job.planSlices(context))))
      results.push({ slice, result: await this.#pass(job.runSlice(slice, context)) });
    return results;
  }

  async run(job: JobDefinition, input: JsonObject): Promise<ReturnType<JobDefinition['summarize']>> {
    return job.summarize(await this.slices(job, input), input);
  }

  /** What both sides have of differences. */
  async values(
    { valuesOf }: JobDefinition,
    differences: Parameters<NonNullable<JobDefinition['valuesOf']>>[0],
    input: JsonObject,
    clean: (text: string) => string = (text) => text,
  ): ReturnType<NonNullable<JobDefinition['valuesOf']>> {
    if (valuesOf === undefined) throw new Error('the job shows no values');
    return await this.#pass(valuesOf(differences, { ...(await this.#context(input)), clean }));
  }

  /** As `run`, of a job that has to succeed. */
  async succeed(job: JobDefinition, input: JsonObject): Promise<Extract<JobSummary, { kind: 'succeeded' }>> {
    const summary = await this.run(job, input);
    if (summary.kind === 'failed') throw new Error(summary.reason);
    return summary;
  }

  /** A read of the first cluster. */
  async read(operation: string, args: JsonObject): Promise<Json> {
    const [connection] = await Promise.all(this.#connections);
    return (await connection?.read(operation, args)) ?? null;
  }

  async #context(input: JsonObject): Promise<JobContext> {
    const connections = await Promise.all(this.#connections);
    const report = (done: number): void => void this.reported.push(done);
    const connectionsAtStop = () => (this.isStoppedByOperator ? connections : undefined);
    const leftOut: LeftOut = {
      place: 'the file of the test',
      add: async (found) => {
        this.leftOut.push(...found);
      },
    };
    const { beginning } = this;
    const { signal } = this.stopping;
    return { input, connections, clock: this.#clock, signal, report, connectionsAtStop, beginning, leftOut };
  }

  #pass<Result>(work: Promise<Result>): Promise<Result> {
    return this.#clock instanceof VirtualClock ? this.#clock.runUntil(work) : work;
  }

  async #connect({ url, transport, pace = {} }: JobCluster, alias: string): Promise<JobConnection> {
    const random = createSeededRandom(1);
    const session = await connect({ alias, config: { url, pace }, env: {}, transport, clock: this.#clock, random });
    const { signal } = new AbortController();
    return {
      alias,
      session,
      call: (operation, args) => session.call(operation, args, { signal }),
      read: async (operation, args) => (await session.call(operation, args, { signal })).response,
    };
  }
}
