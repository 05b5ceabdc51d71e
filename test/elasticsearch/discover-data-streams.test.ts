import { beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../e2e/support/command-line.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';

describe.skipIf(!canStart('opensearch-2'))('discover', () => {
  let cluster: ClusterClient;

  beforeAll(async () => {
    const servers = await borrowServers({ cluster: 'opensearch-2' });
    cluster = new ClusterClient(servers.cluster.url);
    const template = { index_patterns: ['found-stream*'], data_stream: {}, priority: 500 };
    await cluster.must('PUT', '/_index_template/found-stream', template);
    await cluster.must('PUT', '/_data_stream/found-stream', undefined);
    await cluster.must('POST', '/found-stream/_rollover', undefined);
    await cluster.must('PUT', '/found-index', {});
  });

  it('names a data stream with the indices behind it, and gives it no row', async () => {
    const plan = `version: 1
name: found
providers: { old: { type: elasticsearch, url: "${cluster.url}" } }
migrations: { list: { uses: old.ListIndices, with: { index: "*" } } }
`;
    const found = await new CommandLine({ plan }).run('discover', 'old', '--match', 'found-*', '--json');
    expect(found.code, found.stderr).toBe(0);
    const { rows, left_out: leftOut } = JSON.parse(found.stdout);
    expect(rows).toMatchObject([{ index: 'found-index' }]);
    expect(leftOut).toEqual([
      { name: 'found-stream', why: expect.stringContaining('.ds-found-stream-000001 and 1 more') },
    ]);
  });
});
