import { type StartedServers, startServers } from '../../servers/start-servers.ts';
import { ClusterClient } from './cluster-client.ts';
import { compareIndices } from './compare-indices.ts';
import { NASTY_DOCUMENTS, plainDocuments } from './nasty-documents.ts';

const PLAIN = 300;
const ORDERS = {
  // Deletions are forgotten at once, so that the versions of documents go back.
  settings: { number_of_shards: 3, number_of_replicas: 0, gc_deletes: '1ms' },
  mappings: {
    _doc: {
      properties: { name: { type: 'text' }, n: { type: 'long' }, extra: { type: 'object', enabled: false } },
    },
  },
  aliases: { shop: { filter: { range: { n: { gte: 0 } } } } },
};

/** Two real clusters: an index `orders` that clients write to, and where it moves as `orders-new`. */
export class LivePair implements AsyncDisposable {
  readonly old: ClusterClient;
  readonly target: ClusterClient;
  readonly #servers: StartedServers<'old' | 'new'>;

  static async start(): Promise<LivePair> {
    return new LivePair(
      await startServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' }, { report: console.log }),
    );
  }

  private constructor(servers: StartedServers<'old' | 'new'>) {
    this.#servers = servers;
    this.old = new ClusterClient(servers.old.url);
    this.target = new ClusterClient(servers.new.url);
  }

  async fill(): Promise<void> {
    await this.old.send('DELETE', '/orders');
    await this.target.send('DELETE', '/orders-new');
    await this.old.must('PUT', '/orders', ORDERS);
    await this.old.load('orders', [...NASTY_DOCUMENTS, ...plainDocuments(PLAIN)], '_doc');
  }

  planOf(method: string, cutover: string): string {
    return `version: 1
name: live
providers:
  old: { type: elasticsearch, url: ${this.old.url} }
  new: { type: elasticsearch, url: ${this.target.url}, polling: { initial_interval: 200ms, max_interval: 500ms } }
migrations:
  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: orders }
      dest: { index: orders-new }
      method: ${method}
      batch: 50
    catch_up: { until: 1000, rounds: 10 }
    verify: { level: digest }
    cutover: ${cutover}
`;
  }

  /** By the reader that shares nothing with the product. */
  differences(): Promise<readonly string[]> {
    return compareIndices({ cluster: this.old, index: 'orders' }, { cluster: this.target, index: 'orders-new' });
  }

  /** Whether a round has replaced documents: they have the versions of the source, and those of a copy are 1. */
  async hasReplaced(): Promise<boolean> {
    await this.target.send('POST', '/orders-new/_refresh');
    const body = { size: 5_000, version: true, _source: false };
    const { hits } = (await this.target.send('POST', '/orders-new/_search', body)) as {
      hits?: { hits?: readonly { readonly _version: number }[] };
    };
    return hits?.hits?.some(({ _version: version }) => version > 1) === true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#servers[Symbol.asyncDispose]();
  }
}
