import { setTimeout as sleep } from 'node:timers/promises';
import { createSeededRandom } from '@waybill/core/testing';
import type { ClusterClient } from './cluster-client.ts';

const IDS = 400;
const OPERATIONS = 20;
const PAUSE_MS = 20;

/** A client that writes, changes and deletes documents of an index without a break, until it is stopped. */
export class LiveWriter implements AsyncDisposable {
  /** Operations that the index took. */
  written = 0;
  /** Operations that it refused, because it was frozen. */
  refused = 0;
  readonly #random = createSeededRandom(7);
  #rounds = 0;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;

  /** `type`: of 6.x. A cluster that does not answer ends it, unless it is to survive that. */
  constructor(cluster: ClusterClient, index: string, type: string | undefined, survival?: 'survives outages') {
    this.#ended = this.#writeOn(() => this.#write(cluster, index, type), survival !== undefined);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #writeOn(write: () => Promise<void>, survivesOutages: boolean): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await write();
      } catch (error) {
        if (!survivesOutages) throw error;
      }
      await sleep(PAUSE_MS);
    }
  }

  /** One batch. An operation on a document whose number ends with 0 has a routing. */
  async #write(cluster: ClusterClient, index: string, type: string | undefined): Promise<void> {
    const random = this.#random;
    const round = this.#rounds;
    this.#rounds += 1;
    const lines = Array.from({ length: OPERATIONS }, (_, at) => {
      const number = Math.floor(random.fraction() * IDS);
      const routing = number % 10 === 0 ? { routing: `shop ${number % 3}` } : {};
      const about = JSON.stringify({
        _id: `live-${number}`,
        ...(type === undefined ? {} : { _type: type }),
        ...routing,
      });
      return random.fraction() < 0.3
        ? `{"delete":${about}}\n`
        : `{"index":${about}}\n${JSON.stringify({ name: `round ${round}`, n: round * OPERATIONS + at })}\n`;
    });
    const { items } = (await cluster.must('POST', `/${index}/_bulk`, lines.join(''))) as unknown as Bulk;
    const statuses = items.flatMap((item) => Object.values(item).map(({ status }) => status));
    this.refused += statuses.filter((status) => status === 403).length;
    this.written += statuses.filter((status) => status < 300).length;
  }
}

interface Bulk {
  readonly items: readonly Readonly<Record<string, { readonly status: number }>>[];
}
