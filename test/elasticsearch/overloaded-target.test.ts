import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { canStart } from '../servers/require-servers.ts';
import { type StartedServers, startServers } from '../servers/start-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { plainDocuments } from './support/nasty-documents.ts';

const DOCUMENTS = 20_000;
const AT_ONCE = 1_000;
const TEXT = 'x'.repeat(600);

/** One thread writes, one more batch may wait for it, and what is written may take a few megabytes of the heap. */
const OVERLOADED = {
  server: 'elasticsearch-7.10',
  settings: {
    'thread_pool.write.size': '1',
    'thread_pool.write.queue_size': '1',
    'indexing_pressure.memory.limit': '12mb',
  },
} as const;

const PLAN = (url: string): string => `version: 1
name: overloaded
providers:
  new: { type: elasticsearch, url: "${url}", limits: { slices: 8, in_flight: 8 } }
migrations:
  orders:
    uses: new.reindex
    with:
      source: { index: orders }
      dest: { index: orders-new, settings: { number_of_shards: 4 } }
      method: bulk
      parts: 8
`;

describe.skipIf(!canStart('elasticsearch-7.10'))('a node that is overloaded', () => {
  let servers: StartedServers<'only'>;
  let cluster: ClusterClient;

  beforeAll(async () => {
    servers = await startServers({ only: OVERLOADED }, { report: console.log, heapMb: 256 });
    cluster = new ClusterClient(servers.only.url);
    await cluster.must('PUT', '/orders', { settings: { number_of_shards: 1, number_of_replicas: 0 } });
    const documents = plainDocuments(DOCUMENTS).map(({ id, source }) => ({
      id,
      source: source.replace(/\}$/, `,"text":"${TEXT}"}`),
    }));
    for (let from = 0; from < DOCUMENTS; from += AT_ONCE)
      await cluster.load('orders', documents.slice(from, from + AT_ONCE));
    await cluster.must('POST', '/orders/_refresh');
  });

  afterAll(() => servers[Symbol.asyncDispose]());

  /** Batches that its queue had no room for. */
  async function rejected(): Promise<number> {
    const { nodes } = (await cluster.must('GET', '/_nodes/stats/thread_pool')) as unknown as {
      nodes: Readonly<Record<string, { thread_pool: { write: { rejected: number } } }>>;
    };
    return Object.values(nodes).reduce((sum, node) => sum + node.thread_pool.write.rejected, 0);
  }

  it('gets every document of a copy by bulk, those that it refuses for want of room again', async () => {
    const before = await rejected();
    expectCode(0, await new CommandLine({ plan: PLAN(cluster.url) }).run('apply', '--auto-approve'));
    expect(await rejected()).toBeGreaterThan(before);
    expect(await compareIndices({ cluster, index: 'orders' }, { cluster, index: 'orders-new' })).toEqual([]);
  });
});
