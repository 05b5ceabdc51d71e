import { beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../e2e/support/command-line.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';

/** What the servers of the source have, and those of the target have not: they lack the module of analyzers. */
const ANALYSIS = {
  filter: { short: { type: 'length', max: 4 } },
  analyzer: { a: { tokenizer: 'standard', filter: ['short'] } },
};
const STATE =
  '/_cluster/state/metadata?filter_path=metadata.templates,metadata.index_template,metadata.indices.*.state';

describe.skipIf(!canStart('elasticsearch-7.10', 'elasticsearch-7.17', 'opensearch-2'))('a definition', () => {
  let old: ClusterClient;
  let target: ClusterClient;
  let other: ClusterClient;

  beforeAll(async () => {
    const servers = await borrowServers({
      old: 'elasticsearch-7.10',
      new: 'elasticsearch-7.17',
      other: 'opensearch-2',
    });
    old = new ClusterClient(servers.old.url);
    target = new ClusterClient(servers.new.url);
    other = new ClusterClient(servers.other.url);
    await old.must('PUT', '/tried-filter', { settings: { analysis: ANALYSIS } });
    await old.must('PUT', '/tried-analyzer', {
      mappings: { properties: { a: { type: 'text', analyzer: 'english' } } },
    });
  });

  function planOf(index: string, url: string): string {
    return `version: 1
name: tried
providers:
  old: { type: elasticsearch, url: "${old.url}" }
  new: { type: elasticsearch, url: "${url}" }
migrations:
  orders:
    uses: new.reindex
    with: { source: { connection: old, index: ${index} }, dest: { index: tried-copy }, method: bulk }
`;
  }

  it.each([
    ['tried-filter', 'Unknown filter type [length] for [short]'],
    ['tried-analyzer', 'analyzer [english] has not been configured in mappings'],
  ])('of %s that the target lacks a part of is refused in the preview, and nothing is made', async (index, reason) => {
    const before = await target.must('GET', STATE);
    const waybill = new CommandLine({ plan: planOf(index, target.url) });
    const { stdout, stderr } = await waybill.run('plan');
    expect((stdout + stderr).replaceAll(/\s+/g, ' ')).toContain(reason);
    expect((await waybill.run('apply', '--auto-approve')).code).not.toBe(0);
    expect(await target.must('GET', STATE)).toEqual(before);
  });

  it.each(['tried-filter', 'tried-analyzer'])('of %s passes where the target has everything', async (index) => {
    const { code, stdout } = await new CommandLine({ plan: planOf(index, other.url) }).run('plan');
    expect([code, stdout]).toEqual([expect.any(Number), expect.not.stringContaining('refuses the definition')]);
    expect((await other.send('GET', '/tried-copy'))['http_status']).toBe(404);
  });
});
