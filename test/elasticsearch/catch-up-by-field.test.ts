import { beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';

/** Neither milliseconds nor what clusters print by themselves. */
const FORMAT = 'yyyy/MM/dd HH:mm:ss.SSS';
const COUNT = 400;

const CASES = [
  { field: 'updated_at', index: 'by-date', properties: { updated_at: { type: 'date', format: FORMAT } } },
  {
    field: 'audit.revision',
    index: 'by-number',
    properties: { audit: { properties: { revision: { type: 'long' } } } },
  },
] as const;

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))('a source that is followed by a field', () => {
  let old: ClusterClient;
  let target: ClusterClient;
  let written = 0;

  beforeAll(async () => {
    const servers = await borrowServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' });
    [old, target] = [new ClusterClient(servers.old.url), new ClusterClient(servers.new.url)];
  });

  /** One that was written after all before it, some seconds later. */
  function source(): string {
    written += 1;
    const at = new Date(Date.UTC(2026, 0, 1) + written * 90_000).toISOString();
    const date = at.replace('T', ' ').replace('Z', '').replaceAll('-', '/');
    // Beyond 2^53, where a highest value comes rounded.
    return `{"n":${written},"updated_at":"${date}","audit":{"revision":${2n ** 60n + BigInt(written)}}}`;
  }

  const planOf = (index: string, field: string) => `version: 1
name: followed
providers:
  old: { type: elasticsearch, url: ${old.url} }
  new: { type: elasticsearch, url: ${target.url}, polling: { initial_interval: 200ms } }
migrations:
  orders:
    uses: new.reindex
    with: { source: { connection: old, index: ${index} }, dest: { index: ${index}-new } }
    catch_up: { field: ${field}, until: 0, rounds: 3 }
    verify: { level: digest }
    cutover: { mode: clients, freeze: true }
`;

  it.each(CASES)('has everything in the copy once it is frozen: $field', async ({ field, index, properties }) => {
    const settings = { number_of_shards: 3, number_of_replicas: 0 };
    await old.must('PUT', `/${index}`, { settings, mappings: { _doc: { properties } } });
    const put = (ids: readonly number[]) =>
      old.load(
        index,
        ids.map((id) => ({ id: `d${id}`, source: source() })),
        '_doc',
      );
    await put(Array.from({ length: COUNT }, (_, id) => id));
    const waybill = new CommandLine({ plan: planOf(index, field) });
    expectCode(3, await waybill.run('apply'));

    await put([1, 5, 7, COUNT + 1, COUNT + 2]);
    await old.must('DELETE', `/${index}/_doc/d9?refresh`);
    const cutover = () => waybill.run('cutover', '--target', 'orders', '--auto-approve');
    expectCode(3, await cutover());
    expect(await old.settings(index)).toMatchObject({ blocks: { write: 'true' } });
    expectCode(0, await cutover());
    const sides = [
      { cluster: old, index },
      { cluster: target, index: `${index}-new` },
    ] as const;
    expect(await compareIndices(...sides, { numbers: 'value' })).toEqual([]);
  });

  it('is refused where documents lack the field, or it has no order', async () => {
    await old.must('PUT', '/by-nothing', { mappings: { _doc: { properties: { name: { type: 'keyword' } } } } });
    await old.load(
      'by-nothing',
      [
        { id: 'a', source: '{"name":"x","late":1}' },
        { id: 'b', source: '{}' },
      ],
      '_doc',
    );
    await old.must('POST', '/by-nothing/_refresh');
    const lacking = await new CommandLine({ plan: planOf('by-nothing', 'late') }).run('plan', '--json');
    expect(lacking.stdout).toContain('1 documents of by-nothing have no late');
    const unordered = await new CommandLine({ plan: planOf('by-nothing', 'name') }).run('plan', '--json');
    expect(unordered.stdout).toContain('name is of type keyword');
  });
});
