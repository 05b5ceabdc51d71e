import { Cluster, idFrom } from './cluster.ts';
import type { CopyTask } from './copy-task.ts';
import type { Documents } from './document-store.ts';
import type { ElasticsearchWorld } from './elasticsearch-world.ts';
import { changeSettings, readSettings } from './index-settings.ts';
import { readAliasOptions } from './read-alias-options.ts';
import type { ElasticsearchIndexSeed } from './settings.ts';
import { type AliasOptions, StoredIndex } from './stored-index.ts';

const DEFAULT_DOCUMENT_BYTES = 460;

/** Every cluster that was called or copied from. */
export class ElasticsearchState {
  readonly #world: ElasticsearchWorld;
  readonly #clusters = new Map<string, Cluster>();

  constructor(world: ElasticsearchWorld) {
    this.#world = world;
  }

  get clusters(): readonly Cluster[] {
    return [...this.#clusters.values()];
  }

  /** Null where no such cluster is: neither seeded nor made on first use. */
  cluster(address: string): Cluster | null {
    const { clusters, defaultVersion, restarts } = this.#world.settings();
    const seed =
      clusters.find((candidate) => candidate.name === address) ??
      clusters.find(({ nodes = [] }) => nodes.includes(address));
    const name = seed?.name ?? address;
    const known = this.#clusters.get(name);
    if (known === undefined && seed === undefined && !this.#world.generalSettings().autoCreateInstances) return null;
    const cluster = known ?? new Cluster(seed ?? { name }, { version: defaultVersion, restarts: restarts[name] ?? 0 });
    this.#clusters.set(name, cluster);
    for (const [index, content] of Object.entries(seed?.indices ?? {})) this.#seedIndex(cluster, index, content);
    return cluster;
  }

  /** The cluster that a copy reads from: by host and port, or by the path of this sandbox. */
  remoteCluster(host: string): Cluster | null {
    const url = new URL(host);
    const [, inPath] = /^\/clusters\/([^/]+)/.exec(url.pathname) ?? [];
    return this.cluster(inPath === undefined ? url.host : decodeURIComponent(inPath));
  }

  /** The tasks that are still at work, in the order in which they began. */
  runningTasks(): readonly { readonly cluster: Cluster; readonly task: CopyTask }[] {
    return this.clusters.flatMap((cluster) =>
      cluster.tasks.filter((task) => task.state === 'running').map((task) => ({ cluster, task })),
    );
  }

  reset(): void {
    this.#clusters.clear();
  }

  #seedIndex(cluster: Cluster, name: string, seed: ElasticsearchIndexSeed): void {
    if (cluster.seeded.has(name)) return;
    cluster.seeded.add(name);
    const index = new StoredIndex({
      name,
      uuid: idFrom(`${cluster.name}/${name}/seed`),
      createdAtMs: this.#world.nowMs(),
      settings: changeSettings(
        new Map([
          ['number_of_shards', '1'],
          ['number_of_replicas', '0'],
        ]),
        readSettings(seed.settings ?? {}),
      ),
      mappings: seed.mappings ?? {},
      type: seed.type ?? '_doc',
      aliases: aliasesOf(seed),
    });
    for (const documents of this.#documentsOf(seed, `${cluster.name}/${name}`))
      index.documents.write(documents, { isCreate: false, isExternal: true });
    index.noteWritten();
    index.isClosed = seed.isClosed ?? false;
    cluster.indices.set(name, index);
  }

  #documentsOf(seed: ElasticsearchIndexSeed, place: string): readonly Documents[] {
    const { documents = this.#world.settings().defaultDocuments, documentBytes = DEFAULT_DOCUMENT_BYTES } = seed;
    const { origin = place } = seed;
    if (typeof documents === 'number') {
      const row = { kind: 'row', origin, from: 0, to: documents, bytesOfEach: documentBytes, version: 1 } as const;
      return documents === 0 ? [] : [row];
    }
    return documents.map((document) => ({
      kind: 'document',
      id: document._id,
      source: document._source,
      routing: document._routing ?? null,
      version: document._version ?? 1,
    }));
  }
}

function aliasesOf(seed: ElasticsearchIndexSeed): ReadonlyMap<string, AliasOptions> {
  return new Map(Object.entries(seed.aliases ?? {}).map(([name, given]) => [name, readAliasOptions(given)]));
}
