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
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;

  /** `type`: of 6.x. */
  constructor(cluster: ClusterClient, index: string, type: string) {
    this.#ended = this.#write(cluster, index, type);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #write(cluster: ClusterClient, index: string, type: string): Promise<void> {
    const random = createSeededRandom(7);
    for (let round = 0; !this.#stopping.signal.aborted; round += 1) {
      const lines = Array.from({ length: OPERATIONS }, (_, at) => {
        const id = `live-${Math.floor(random.fraction() * IDS)}`;
        const about = JSON.stringify({ _id: id, _type: type });
        return random.fraction() < 0.3
          ? `{"delete":${about}}\n`
          : `{"index":${about}}\n${JSON.stringify({ name: `round ${round}`, n: round * OPERATIONS + at })}\n`;
      });
      const { items } = (await cluster.must('POST', `/${index}/_bulk`, lines.join(''))) as unknown as Bulk;
      const statuses = items.flatMap((item) => Object.values(item).map(({ status }) => status));
      this.refused += statuses.filter((status) => status === 403).length;
      this.written += statuses.filter((status) => status < 300).length;
      await sleep(PAUSE_MS);
    }
  }
}

interface Bulk {
  readonly items: readonly Readonly<Record<string, { readonly status: number }>>[];
}
