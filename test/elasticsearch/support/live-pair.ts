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
};

/** Two real clusters: an index that clients write to, with an alias, and where it moves to. */
export class LivePair {
  readonly old: ClusterClient;
  readonly target: ClusterClient;
  readonly index: string;
  readonly copy: string;
  readonly alias: string;

  /** `name`: of the index; other files have others on the same clusters. */
  static async borrow(name: string): Promise<LivePair> {
    const servers = await borrowServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' });
    return new LivePair(new ClusterClient(servers.old.url), new ClusterClient(servers.new.url), name);
  }

  private constructor(old: ClusterClient, target: ClusterClient, name: string) {
    this.old = old;
    this.target = target;
    this.index = name;
    this.copy = `${name}-new`;
    this.alias = `${name}-shop`;
  }

  async fill(): Promise<void> {
    await this.old.send('DELETE', `/${this.index}`);
    await this.target.send('DELETE', `/${this.copy}`);
    await this.old.must('PUT', `/${this.index}`, {
      ...ORDERS,
      aliases: { [this.alias]: { filter: { range: { n: { gte: 0 } } } } },
    });
    await this.old.load(this.index, [...NASTY_DOCUMENTS, ...plainDocuments(PLAIN)], '_doc');
  }

  /** `extra`: what else the unit is given. */
  planOf(method: string, cutover: string, extra = ''): string {
    return `version: 1
name: live
providers:
  old: { type: elasticsearch, url: ${this.old.url} }
  new: { type: elasticsearch, url: ${this.target.url}, polling: { initial_interval: 200ms } }
migrations:
  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: ${this.index} }
      dest: { index: ${this.copy} }
      method: ${method}
      batch: 50
${extra}    catch_up: { until: ${SMALL_DIFFERENCE}, rounds: 10 }
    verify: { level: digest }
    cutover: ${cutover}
`;
  }

  /** By the reader that shares nothing with the product. */
  differences(): Promise<readonly string[]> {
    return compareIndices({ cluster: this.old, index: this.index }, { cluster: this.target, index: this.copy });
  }

  /** Whether a round has replaced documents: they have the versions of the source, and those of a copy are 1. */
  async hasReplaced(): Promise<boolean> {
    await this.target.send('POST', `/${this.copy}/_refresh`);
    const body = { size: 5_000, version: true, _source: false };
    const { hits } = (await this.target.send('POST', `/${this.copy}/_search`, body)) as {
      hits?: { hits?: readonly { readonly _version: number }[] };
    };
    return hits?.hits?.some(({ _version: version }) => version > 1) === true;
  }
}
