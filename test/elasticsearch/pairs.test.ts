import { beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { movePair } from './support/move-pair.ts';
import { plainDocuments } from './support/nasty-documents.ts';
import { describePair, SMALL_PAIRS } from './support/pairs.ts';

const [INTO_OPENSEARCH, INTO_SEVENTEEN] = SMALL_PAIRS;

/** The plan of units that copy an index each, by the YAML of their `with`. */
function planOf(providers: Readonly<Record<string, string>>, units: Readonly<Record<string, string>>): string {
  const entries = Object.entries(providers).map(([alias, url]) => `  ${alias}: { type: elasticsearch, url: ${url} }`);
  const migrations = Object.entries(units).map(
    ([name, given]) => `  ${name}: { uses: new.reindex, with: { ${given} } }`,
  );
  return ['version: 1', 'name: tried', 'providers:', ...entries, 'migrations:', ...migrations, ''].join('\n');
}

/** As one line: previews break long texts. */
function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

describe.skipIf(!canStart(INTO_OPENSEARCH.from, INTO_OPENSEARCH.to))(describePair(INTO_OPENSEARCH), () => {
  let from: ClusterClient;
  let to: ClusterClient;

  beforeAll(async () => {
    const { from: old, to: target } = INTO_OPENSEARCH;
    const servers = await borrowServers({ from: old, to: target });
    from = new ClusterClient(servers.from.url);
    to = new ClusterClient(servers.to.url);
  });

  it('carries every kind of documents, by every method', async () => {
    await movePair({ pair: INTO_OPENSEARCH, from, to });
  });

  it('lets the target pull where the plan leaves the method open and the target can, and says why', async () => {
    await from.must('PUT', '/open', { settings: { number_of_replicas: 0 } });
    await from.load('open', plainDocuments(300), '_doc');
    // An index that shows no document yet counts as empty where a method is chosen.
    await from.must('POST', '/open/_refresh');
    const given = 'source: { connection: old, index: open }, dest: { index: open }, method: auto, parts: 2';
    const waybill = new CommandLine({ plan: planOf({ old: from.url, new: to.url }, { open: given }) });
    const preview = await waybill.run('plan');
    expect(unwrapped(preview.stdout)).toContain('Method remote: the target can read the source by itself');
    expectCode(0, await waybill.run('apply'));
    const made = await to.results('open');
    expect([made.length, made.reduce((sum, count) => sum + count, 0)]).toEqual([2, 300]);
    expect(await compareIndices({ cluster: from, index: 'open' }, { cluster: to, index: 'open' })).toEqual([]);
  });

  it('takes no data stream, and says what to do', async () => {
    const template = { settings: { number_of_replicas: 0 } };
    await to.must('PUT', '/_index_template/logs', { index_patterns: ['logs-*'], data_stream: {}, template });
    await to.must('POST', '/logs-web/_bulk?refresh=true', '{"create":{}}\n{"@timestamp":"2026-01-15T08:00:00Z"}\n');
    const given = 'source: { index: logs-web }, dest: { index: web }';
    const end = await new CommandLine({ plan: planOf({ new: to.url }, { web: given }) }).run('apply');
    expect(end.stdout + end.stderr).toContain('logs-web is a data stream.');
    expect((await to.send('GET', '/web'))['http_status']).toBe(404);
  });
});

describe.skipIf(!canStart(INTO_SEVENTEEN.from, INTO_SEVENTEEN.to))(describePair(INTO_SEVENTEEN), () => {
  let from: ClusterClient;
  let to: ClusterClient;

  beforeAll(async () => {
    const { from: old, to: target } = INTO_SEVENTEEN;
    // By this name alone, so that the same server is not listed by another one.
    const settings = { 'reindex.remote.whitelist': '127.0.0.1:*' };
    const servers = await borrowServers({ from: old, to: { server: target, settings } });
    from = new ClusterClient(servers.from.url);
    to = new ClusterClient(servers.to.url);
  });

  it('carries every kind of documents, by every method', async () => {
    await movePair({ pair: INTO_SEVENTEEN, from, to });
  });

  it('reads and writes where the plan leaves the method open and the target may not pull, and says why', async () => {
    await from.must('PUT', '/open', { settings: { number_of_replicas: 0 } });
    await from.load('open', plainDocuments(300));
    const given = 'source: { connection: old, index: open }, dest: { index: open }, method: auto';
    const unlisted = from.url.replace('127.0.0.1', 'localhost');
    // The first address is of no server.
    const nodes = `["http://127.0.0.1:1", "${unlisted}"]`;
    const waybill = new CommandLine({ plan: planOf({ old: unlisted, new: to.url }, { open: given }) });
    const preview = await waybill.run('plan');
    expect(unwrapped(preview.stdout)).toContain('Method bulk');
    expect(unwrapped(preview.stdout)).toContain('not whitelisted in reindex.remote.whitelist');
    expectCode(0, await waybill.run('apply'));
    expect(await to.results('open')).toEqual([]);
    const sides = [
      { cluster: from, index: 'open' },
      { cluster: to, index: 'open' },
    ] as const;
    expect(await compareIndices(...sides, { numbers: 'spelling' })).toEqual([]);
    const overNodes = given.replace('dest: { index: open }', 'dest: { index: open-2 }');
    const second = new CommandLine({ plan: planOf({ old: nodes, new: to.url }, { open: overNodes }) });
    expectCode(0, await second.run('apply'));
    expect(await to.count('open-2')).toBe(300);
  });

  it('refuses what cannot be copied before anything is made, and says what to do', async () => {
    const one = { settings: { number_of_replicas: 0, number_of_shards: 1 } };
    const sources: Readonly<Record<string, object>> = {
      closed: one,
      hidden: { settings: { ...one.settings, hidden: true } },
      '.kibana_1': one,
      'no-source': { ...one, mappings: { _source: { enabled: false } } },
      piped: { settings: { ...one.settings, default_pipeline: 'stamp' } },
      aliased: { ...one, aliases: { shown: {} } },
    };
    for (const [index, definition] of Object.entries(sources)) await from.must('PUT', `/${index}`, definition);
    await from.must('POST', '/closed/_close');
    for (const index of ['taken', 'mine']) await to.must('PUT', `/${index}`, one);
    const given = (index: string, dest = 'refused') =>
      `source: { connection: old, index: ${index} }, dest: { index: ${dest}-${index.replaceAll(/[._]/g, '')} }, method: bulk`;
    const again = 'source: { connection: again, index: mine }, dest: { index: mine }';
    const units = {
      ...Object.fromEntries(
        ['closed', 'hidden', 'no-source', 'piped', 'shown'].map((index) => [index, given(index)] as const),
      ),
      kept: given('.kibana_1'),
      taken: 'source: { connection: old, index: aliased }, dest: { index: taken }',
      itself: again,
    };
    const providers = { old: from.url, new: to.url, again: to.url.replace('127.0.0.1', 'localhost') };
    const end = await new CommandLine({ plan: planOf(providers, units) }).run('apply');
    expect(end.code).not.toBe(0);
    for (const text of [
      'closed is closed.',
      'hidden is hidden',
      '.kibana_1 is a system index of the source cluster.',
      'no-source keeps no _source',
      'The target lacks what new documents of piped pass through: the ingest pipeline stamp (default_pipeline).',
      'shown is an alias of aliased',
      'There is an index taken already.',
      'Both connections lead to the same cluster, and mine cannot be copied into itself.',
    ])
      expect(unwrapped(end.stdout + end.stderr)).toContain(text);
    expect((await to.send('GET', '/refused-*'))['http_status']).toBe(200);
    expect(Object.keys(await to.must('GET', '/refused-*')).filter((name) => name !== 'http_status')).toEqual([]);
  });

  it('shows the templates of the target, and that it takes no more shards', async () => {
    await from.must('PUT', '/plain', { settings: { number_of_replicas: 0 } });
    await to.must('PUT', '/_template/all', { index_patterns: ['pla*'], settings: { refresh_interval: '9s' } });
    await to.must('PUT', '/room', { settings: { number_of_replicas: 0 } });
    await to.must('PUT', '/_cluster/settings', { transient: { 'cluster.max_shards_per_node': 1 } });
    const given = 'source: { connection: old, index: plain }, dest: { index: plain }';
    const waybill = new CommandLine({ plan: planOf({ old: from.url, new: to.url }, { plain: given }) });
    const full = await waybill.run('plan');
    expect(unwrapped(full.stdout)).toContain('Index templates of the target match plain: all.');
    expect(unwrapped(full.stdout)).toContain('The target has no room for another shard');
    await to.must('PUT', '/_cluster/settings', { transient: { 'cluster.max_shards_per_node': null } });
    expect(unwrapped((await waybill.run('plan')).stdout)).not.toContain('The target has no room');
  });

  it('gives the copy its ingest pipeline once everything is copied: no document passes it', async () => {
    const processors = [{ set: { field: 'stamped', value: true } }];
    await from.must('PUT', '/_ingest/pipeline/stamp-all', { processors });
    await from.must('PUT', '/stamped', { settings: { number_of_replicas: 0 } });
    await from.load('stamped', plainDocuments(50));
    await from.must('PUT', '/stamped/_settings', {
      index: { default_pipeline: 'stamp-all', final_pipeline: 'stamp-all' },
    });
    const units = {
      pulled: 'source: { index: stamped }, dest: { index: stamped-local }',
      read: 'source: { index: stamped }, dest: { index: stamped-bulk }, method: bulk',
      bare: 'source: { index: stamped }, dest: { index: stamped-bare, settings: { default_pipeline: _none } }',
    };
    expectCode(0, await new CommandLine({ plan: planOf({ new: from.url }, units) }).run('apply'));
    for (const [index, own] of [
      ['stamped-local', 'stamp-all'],
      ['stamped-bulk', 'stamp-all'],
      ['stamped-bare', '_none'],
    ] as const) {
      const sides = [
        { cluster: from, index: 'stamped' },
        { cluster: from, index },
      ] as const;
      expect(await compareIndices(...sides)).toEqual([]);
      expect(await from.settings(index)).toMatchObject({ default_pipeline: own, final_pipeline: 'stamp-all' });
    }
  });
});
