import { describe, expect, test } from 'vitest';
import { operationSchemas } from './generated/operations.generated.ts';
import { elasticsearch } from './stand.ts';
import { documentsOf, VERSIONS } from './testing/test-clusters.ts';
import { openTestStand } from './testing/test-stand.ts';

const INDICES = { orders: { documents: 2_000, settings: { number_of_shards: 3 } } };

function clusterOf(version: string, indices: object = INDICES) {
  const clusters = [{ name: 'c', version, security: null, indices: { ...indices } }];
  const stand = openTestStand(elasticsearch, { settings: { clusters } });
  const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
    stand.call(method, `/clusters/c${path}`, body);
  return { ...stand, call };
}

test('every operation of the schemas is served at its path', () => {
  const [service] = elasticsearch.open(
    {} as Parameters<typeof elasticsearch.open>[0],
    elasticsearch.credentials,
  ).services;
  const served = service?.operations.flatMap(({ name, nameOf, method, path }) => {
    const names = nameOf === undefined ? [name] : [nameOf([]), nameOf([['wait_for_completion', 'false']])];
    return names.map((each) => `${each} ${method} ${path}`);
  });
  for (const { 'x-waybill': binding } of Object.values(operationSchemas))
    expect(served).toContain(`${binding.operation} ${binding.method} /clusters/{cluster}${binding.path}`);
});

describe.each(VERSIONS)('%s', (version) => {
  const isTyped = version.startsWith('6.');
  const isOpenSearch = version.startsWith('2.') || version.startsWith('3.');

  test('says what it is', () => {
    const { json } = clusterOf(version).call('GET', '');
    expect(json).toMatchObject({ cluster_name: 'c', version: { number: version } });
    expect(Object.hasOwn(json['version'] as object, 'distribution')).toBe(isOpenSearch);
  });

  test('shows from where it copies under the name that the setting has', () => {
    const { json } = clusterOf(version).call('GET', '/_nodes/_all/settings?filter_path=nodes.*.settings.reindex');
    const setting = isOpenSearch ? 'allowlist' : 'whitelist';
    expect(Object.values(json['nodes'] as object)).toEqual([
      { settings: { reindex: { remote: { [setting]: '*:*' } } } },
    ]);
  });

  test('makes an index with the mapping as it takes it, and no other', () => {
    const properties = { id: { type: 'keyword' } };
    const typed = { mappings: { _doc: { properties } } };
    const untyped = { mappings: { properties } };
    const stand = clusterOf(version);
    const [right, wrong] = isTyped ? [typed, untyped] : [untyped, typed];
    expect(stand.call('PUT', '/wrong', wrong)).toMatchObject({
      status: 400,
      json: { error: { type: 'mapper_parsing_exception' } },
    });
    expect(stand.call('PUT', '/right', right)).toMatchObject({ status: 200, effects: 1 });
    expect(stand.call('GET', '/right').json).toMatchObject({ right: { mappings: right.mappings } });
    expect(stand.call('GET', '/wrong')).toMatchObject({
      status: 404,
      json: { status: 404, error: { type: 'index_not_found_exception', index: 'wrong' } },
    });
  });

  test('knows include_type_name in 6.7 and 7 only', () => {
    const answer = clusterOf(version).call('PUT', '/x?include_type_name=false', { mappings: { properties: {} } });
    expect(answer.status).toBe(isTyped || version.startsWith('7.') ? 200 : 400);
  });

  test('counts results of tasks as a number or an object', () => {
    const stand = clusterOf(version);
    const search = '/.tasks/_search?ignore_unavailable=true';
    const body = { query: { match_all: {} } };
    expect(stand.call('POST', '/.tasks/_search', body).status).toBe(404);
    const { hits } = stand.call('POST', search, body).json as { hits: { total: unknown } };
    expect(hits.total).toEqual(isTyped ? 0 : { value: 0, relation: 'eq' });
  });

  test('has blocks of indices from 7.9 on', () => {
    const stand = clusterOf(version);
    const answer = stand.call('PUT', '/orders/_block/write');
    if (isTyped) expect(answer).toMatchObject({ status: 400, json: { error: { type: 'parse_exception' } } });
    else expect(answer.json).toMatchObject({ acknowledged: true, indices: [{ name: 'orders', blocked: true }] });
  });

  test('waits for the health of an index in vain with 408', () => {
    const stand = clusterOf(version);
    stand.call('PUT', '/orders/_settings', { index: { number_of_replicas: 1 } });
    expect(stand.call('GET', '/_cluster/health/orders?wait_for_status=green&timeout=30s')).toMatchObject({
      status: 408,
      json: { status: 'yellow', timed_out: true, number_of_data_nodes: 1 },
    });
    expect(stand.call('GET', '/_cluster/health/nothing?wait_for_status=yellow&timeout=1s')).toMatchObject({
      status: 408,
      json: { status: 'red', timed_out: true },
    });
  });
});

describe('a definition that is tried', () => {
  const template = (settings: object, mappings: object = {}) => ({
    index_patterns: ['waybill-no-such-index'],
    priority: 2_000_000_000,
    template: { settings, mappings },
  });

  test.each([
    [{ 'index.analysis.filter.f.type': 'icu_folding' }, {}, 'Unknown filter type [icu_folding] for [f]'],
    [
      { 'index.analysis.analyzer.a.tokenizer': 'ik_smart' },
      {},
      'Custom Analyzer [a] failed to find tokenizer under name [ik_smart]',
    ],
    [{ 'index.foo': 1 }, {}, 'unknown setting [index.foo]'],
    [{}, { properties: { a: { type: 'annotated_text' } } }, 'No handler for type [annotated_text]'],
  ])('%j %j is refused as by a real one', (settings, mappings, reason) => {
    const answer = clusterOf('7.10.2').call('POST', '/_index_template/_simulate', template(settings, mappings));
    expect([answer.status, answer.effects]).toEqual([400, 0]);
    expect(JSON.stringify(answer.json)).toContain(reason);
  });

  test('is shown where nothing is wrong with it, and nothing is kept', () => {
    const stand = clusterOf('2.19.6');
    const mappings = { properties: { a: { type: 'keyword' } } };
    expect(stand.call('POST', '/_index_template/_simulate', template({}, mappings))).toMatchObject({
      status: 200,
      effects: 0,
      json: { template: { mappings }, overlapping: [] },
    });
    expect(stand.call('GET', '/waybill-no-such-index').status).toBe(404);
  });

  test('is taken for an index by versions before 7.9', () => {
    expect(clusterOf('6.7.2').call('POST', '/_index_template/_simulate', template({}))).toMatchObject({
      status: 400,
      json: { error: { type: 'invalid_index_name_exception' } },
    });
  });
});

describe('an index', () => {
  test('has its settings as text, and gives back what it was made with', () => {
    const stand = clusterOf('7.10.2');
    const settings = { number_of_shards: 2, 'index.number_of_replicas': 0, index: { refresh_interval: '-1' } };
    stand.call('PUT', '/x', { settings, aliases: { a: { routing: '1' } } });
    expect(stand.call('GET', '/a').json).toMatchObject({
      x: {
        aliases: { a: { index_routing: '1', search_routing: '1' } },
        settings: {
          index: { number_of_shards: '2', number_of_replicas: '0', refresh_interval: '-1', provided_name: 'x' },
        },
      },
    });
    stand.call('PUT', '/x/_settings', { index: { refresh_interval: null, number_of_replicas: 1 } });
    const shown = stand.call(
      'GET',
      '/x?filter_path=*.settings.index.refresh_interval,*.settings.index.number_of_replicas',
    );
    expect(shown.json).toEqual({ x: { settings: { index: { number_of_replicas: '1' } } } });
  });

  test('cannot be made from settings as they are shown', () => {
    const stand = clusterOf('7.10.2');
    const { orders } = stand.call('GET', '/orders').json as { orders: { settings: object } };
    expect(stand.call('PUT', '/copy', { settings: orders.settings })).toMatchObject({
      status: 400,
      json: { error: { reason: expect.stringContaining('unknown setting [index.creation_date]') as unknown } },
    });
    expect(stand.call('GET', '/copy').status).toBe(404);
  });

  test.each([
    [{ settings: { 'index.lifecycle.name': 'x' } }, 'illegal_argument_exception', VERSIONS],
    [
      { settings: { 'soft_deletes.enabled': false } },
      'illegal_argument_exception',
      ['8.17.0', '9.2.0', '2.19.6', '3.3.2'],
    ],
    [
      { settings: { analysis: { analyzer: { a: { type: 'custom', tokenizer: 'ik_smart' } } } } },
      'illegal_argument_exception',
      VERSIONS,
    ],
    [{ mappings: { properties: { f: { type: 'string' } } } }, 'mapper_parsing_exception', VERSIONS.slice(1)],
    [
      { mappings: { properties: { f: { type: 'keyword', boost: 2 } } } },
      'mapper_parsing_exception',
      ['8.17.0', '9.2.0'],
    ],
    [{ mappings: { _all: { enabled: false } } }, 'mapper_parsing_exception', VERSIONS.slice(1)],
  ])('is not made with %j', (body, type, refusing) => {
    // With types a mapping has another form, and is tried above.
    const tried = VERSIONS.filter((version) => version !== '6.7.2' || !('mappings' in body));
    const answers = tried.map((version) => ({ version, ...clusterOf(version).call('PUT', '/x', body) }));
    expect(answers.filter(({ status }) => status === 400).map(({ version }) => version)).toEqual(refusing);
    for (const { status, json } of answers) if (status !== 200) expect(json['error']).toMatchObject({ type });
  });

  test('is made once, and not under the name of an alias', () => {
    const stand = clusterOf('7.10.2');
    stand.call('PUT', '/x', { aliases: { a: {} } });
    expect(stand.call('PUT', '/x').json['error']).toMatchObject({ type: 'resource_already_exists_exception' });
    expect(stand.call('PUT', '/a').json['error']).toMatchObject({ type: 'invalid_index_name_exception' });
    expect(stand.call('DELETE', '/a').json['error']).toMatchObject({ type: 'illegal_argument_exception' });
    expect(stand.call('DELETE', '/x')).toMatchObject({ status: 200, effects: 1 });
    expect(stand.call('DELETE', '/x').status).toBe(404);
  });

  test('shows how far sequence numbers have come in each shard', () => {
    const { json } = clusterOf('7.10.2').call('GET', '/orders/_stats/docs,store?level=shards');
    const { indices } = json as {
      indices: { orders: { shards: Record<string, { seq_no: { max_seq_no: number } }[]> } };
    };
    const highest = Object.values(indices.orders.shards).map(([shard]) => shard?.seq_no.max_seq_no);
    expect(highest).toEqual([666, 666, 665]);
    expect(json['_all']).toMatchObject({ primaries: { docs: { count: 2_000 }, store: { size_in_bytes: 920_000 } } });
  });

  test('that does not refresh itself shows documents after a refresh', () => {
    const stand = clusterOf('7.10.2', { lazy: { documents: 1, settings: { refresh_interval: '-1' } } });
    const count = () => stand.call('POST', '/lazy/_count').json['count'];
    expect(count()).toBe(0);
    expect(stand.call('POST', '/lazy/_refresh').json).toMatchObject({ _shards: { failed: 0 } });
    expect(count()).toBe(1);
  });

  test('that does not refresh itself shows what a bulk or a copy has written that refreshes it', () => {
    const lazy = { documents: 0, settings: { refresh_interval: '-1' } };
    const stand = clusterOf('7.10.2', { lazy, orders: { documents: 2_000 } });
    const count = () => stand.call('POST', '/lazy/_count').json['count'];
    const bulk = (id: string, query: string) =>
      stand.call('POST', `/lazy/_bulk${query}`, `{"create":{"_id":"${id}"}}\n{}\n`);
    bulk('a', '');
    expect(count()).toBe(0);
    bulk('b', '?refresh=true');
    expect(count()).toBe(2);
    const copy = (query: string) =>
      stand.call('POST', `/_reindex${query}`, { source: { index: 'orders' }, dest: { index: 'lazy' } });
    copy('');
    expect(count()).toBe(2);
    copy('?refresh=true');
    expect(count()).toBe(2_002);
  });

  test('that is closed answers no reads, and is listed', () => {
    const stand = clusterOf('7.10.2', { shut: { isClosed: true } });
    for (const [method, path] of [
      ['POST', '/shut/_count'],
      ['GET', '/shut/_stats'],
      ['POST', '/shut/_refresh'],
    ] as const)
      expect(stand.call(method, path)).toMatchObject({
        status: 400,
        json: { error: { type: 'index_closed_exception' } },
      });
    expect(stand.call('GET', '/_cat/indices/*?format=json&h=index,status,docs.count').json).toEqual({
      rows: [{ index: 'shut', status: 'close', 'docs.count': null }],
    });
  });

  test('gets its replicas after a while', () => {
    const stand = openTestStand(elasticsearch, {
      settings: { clusters: [{ name: 'c', security: null, dataNodes: 2 }] },
      durations: { elasticsearchReplicasMs: 5_000 },
    });
    const health = (query = '') => stand.call('GET', `/clusters/c/_cluster/health/x${query}`).json['status'];
    stand.call('PUT', '/clusters/c/x', {});
    expect([health(), health('?wait_for_status=green&timeout=1s')]).toEqual(['yellow', 'yellow']);
    expect(health('?wait_for_status=green&timeout=30s')).toBe('green');
    stand.advance(5_000);
    expect(health()).toBe('green');
  });

  test('with documents is counted by queries about them', () => {
    const stand = clusterOf('7.10.2', {
      real: { documents: documentsOf(10), aliases: { few: { filter: { range: { number: { lt: 3 } } } } } },
    });
    const count = (name: string, query?: object) =>
      stand.call('POST', `/${name}/_count`, query && { query }).json['count'];
    expect(count('real', { term: { number: 4 } })).toBe(1);
    expect(count('real', { bool: { must_not: [{ term: { number: 4 } }] } })).toBe(9);
    expect(count('few')).toBe(3);
    expect(count('few', { term: { number: 4 } })).toBe(0);
  });
});

test('what no cluster knows is no handler', () => {
  const { status, json } = clusterOf('7.10.2').call('POST', '/a/b/c/d');
  expect(status).toBe(400);
  expect(json).toEqual({ error: 'no handler found for uri [/a/b/c/d] and method [POST]' });
});
