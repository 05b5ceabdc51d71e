import { borrowServers } from '../../servers/borrow-servers.ts';
import { ClusterClient } from './cluster-client.ts';
import { compareIndices } from './compare-indices.ts';
import { NASTY_DOCUMENTS, plainDocuments } from './nasty-documents.ts';

const PLAIN = 300;

/** Written operations that no round follows. */
export const SMALL_DIFFERENCE = 1_000;
const ORDERS = {
  // Deletions are forgotten at once, so that the versions of documents go back.
  settings: { number_of_shards: 3, number_of_replicas: 0, gc_deletes: '1ms' },
  mappings: {
    _doc: {
      properties: { name: { type: 'text' }, n: { type: 'long' }, extra: { type: 'object', enabled: false } },
    },
  },
  aliases: { 'live-shop': { filter: { range: { n: { gte: 0 } } } } },
};

/** Two real clusters: an index `live` that clients write to, and where it moves as `live-new`. */
export class LivePair {
  readonly old: ClusterClient;
  readonly target: ClusterClient;

  static async borrow(): Promise<LivePair> {
    const servers = await borrowServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' });
    return new LivePair(new ClusterClient(servers.old.url), new ClusterClient(servers.new.url));
  }

  private constructor(old: ClusterClient, target: ClusterClient) {
    this.old = old;
    this.target = target;
  }

  async fill(): Promise<void> {
    await this.old.send('DELETE', '/live');
    await this.target.send('DELETE', '/live-new');
    await this.old.must('PUT', '/live', ORDERS);
    await this.old.load('live', [...NASTY_DOCUMENTS, ...plainDocuments(PLAIN)], '_doc');
  }

  /** `extra`: what else the unit is given. */
  planOf(method: string, cutover: string, extra = ''): string {
    return `version: 1
name: live
providers:
  old: { type: elasticsearch, url: ${this.old.url} }
  new: { type: elasticsearch, url: ${this.target.url}, polling: { initial_interval: 200ms, max_interval: 5s } }
migrations:
  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: live }
      dest: { index: live-new }
      method: ${method}
      batch: 50
${extra}    catch_up: { until: ${SMALL_DIFFERENCE}, rounds: 10 }
    verify: { level: digest }
    cutover: ${cutover}
`;
  }

  /** By the reader that shares nothing with the product. */
  differences(): Promise<readonly string[]> {
    return compareIndices({ cluster: this.old, index: 'live' }, { cluster: this.target, index: 'live-new' });
  }

  /** Whether a round has replaced documents: they have the versions of the source, and those of a copy are 1. */
  async hasReplaced(): Promise<boolean> {
    await this.target.send('POST', '/live-new/_refresh');
    const body = { size: 5_000, version: true, _source: false };
    const { hits } = (await this.target.send('POST', '/live-new/_search', body)) as {
      hits?: { hits?: readonly { readonly _version: number }[] };
    };
    return hits?.hits?.some(({ _version: version }) => version > 1) === true;
  }
}
