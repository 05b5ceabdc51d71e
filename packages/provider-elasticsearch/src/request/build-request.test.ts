import { defined, type JsonObject } from '@waybill/core';
import { expect, test } from 'vitest';
import { buildRequest } from './build-request.ts';

const CONFIG = { url: 'http://10.20.0.5:9200' };

test('a copy is a task, under an id of ours', () => {
  const source = { remote: { host: 'https://old.example', username: 'u' }, index: 'a', size: 500 };
  const args = {
    x_opaque_id: 'waybill-1',
    conflicts: 'proceed',
    source,
    dest: { index: 'b', op_type: 'create' },
    requests_per_second: 100,
  };
  expect(buildRequest(CONFIG, 'Reindex', args)).toEqual({
    method: 'POST',
    endpoint: 'http://10.20.0.5:9200',
    path: '/_reindex',
    query: { wait_for_completion: 'false', requests_per_second: '100' },
    headers: { 'x-opaque-id': 'waybill-1' },
    body: {
      conflicts: 'proceed',
      // The port is needed, also where it is the scheme's own.
      source: { remote: { host: 'https://old.example:443', username: 'u' }, index: 'a', size: 500 },
      dest: { index: 'b', op_type: 'create' },
    },
  });
});

test.each([
  [undefined, '2'],
  [-1, '2'],
  ['-1', '2'],
  [1, '1'],
  [100, '2'],
])('a copy that may make %s documents a second begins with no more than the pace of its cluster', (given, sent) => {
  const config = { ...CONFIG, pace: { documents: '120/m' } };
  const args = {
    source: { index: 'a' },
    dest: { index: 'b' },
    ...defined({ requests_per_second: given }),
  };
  expect(buildRequest(config, 'Reindex', args).query).toEqual({
    wait_for_completion: 'false',
    requests_per_second: sent,
  });
});

test('the path of a proxy comes before the path of the call', () => {
  const { endpoint, path } = buildRequest({ url: 'https://proxy.example/es/' }, 'GetIndex', { index: 'a' });
  expect([endpoint, path]).toEqual(['https://proxy.example', '/es/a']);
});

test('settings are the body, and an alias has nothing that is null', () => {
  expect(
    buildRequest(CONFIG, 'PutSettings', { index: 'a', settings: { index: { refresh_interval: null } } }).body,
  ).toEqual({
    index: { refresh_interval: null },
  });
  const actions = [
    { remove: { index: 'a', alias: 'x' } },
    { add: { index: 'b', alias: 'x', filter: null, is_write_index: true } },
  ];
  expect(buildRequest(CONFIG, 'UpdateAliases', { actions }).body).toEqual({
    actions: [{ remove: { index: 'a', alias: 'x' } }, { add: { index: 'b', alias: 'x', is_write_index: true } }],
  });
});

test('settings are taken away, and not set, where the index is another one than is meant', () => {
  const settings = { index: { blocks: { write: true } } };
  const bodyFor = (of: JsonObject) => buildRequest(CONFIG, 'PutSettings', { index: 'a', settings, of }).body;
  for (const of of [
    { wanted: 'x', shown: 'x' },
    { wanted: 'x', shown: null },
    { wanted: null, shown: 'y' },
  ])
    expect(bodyFor(of)).toEqual(settings);
  expect(bodyFor({ wanted: 'x', shown: 'y' })).toEqual({ index: { blocks: { write: null } } });
});

test.each([
  ['6.7.2', '/a/_settings', { index: { blocks: { write: true } } }],
  ['7.8.1', '/a/_settings', { index: { blocks: { write: true } } }],
  ['7.9.0', '/a/_block/write', undefined],
  ['8.17.0', '/a/_block/write', undefined],
  ['1.3.20', '/a/_block/write', undefined],
  ['2.19.6', '/a/_block/write', undefined],
])('a freeze on %s is %s', (version, path, body) => {
  const request = buildRequest(CONFIG, 'AddIndexBlock', { index: 'a', block: 'write', version });
  expect([request.method, request.path, request.body]).toEqual(['PUT', path, body]);
});

test('an alias gets what its namesake of another index has', () => {
  const like = { x: { filter: { term: { n: 1 } }, index_routing: '1' }, y: { is_write_index: true } };
  const actions = ['x', 'z'].map((alias) => ({ add: { index: 'b', alias, like } }));
  expect(buildRequest(CONFIG, 'UpdateAliases', { actions }).body).toEqual({
    actions: [
      { add: { index: 'b', alias: 'x', filter: { term: { n: 1 } }, index_routing: '1' } },
      { add: { index: 'b', alias: 'z' } },
    ],
  });
});

test.each([
  [undefined, true],
  ['6.7.2', false],
  ['7.10.2', false],
  ['7.11.0', true],
  ['8.17.0', true],
  ['1.3.20', false],
  ['2.11.1', false],
  ['2.12.0', true],
  ['3.3.2', true],
])('on %s a call can be refused where an alias is not where it was: %s', (version, isAsked) => {
  const remove = { index: 'a', alias: 'x', must_exist: true };
  const args = {
    actions: [{ remove }, { add: { index: 'b', alias: 'x' } }],
    ...defined({ version }),
  };
  expect(buildRequest(CONFIG, 'UpdateAliases', args).body).toEqual({
    actions: [{ remove: isAsked ? remove : { index: 'a', alias: 'x' } }, { add: { index: 'b', alias: 'x' } }],
  });
});
