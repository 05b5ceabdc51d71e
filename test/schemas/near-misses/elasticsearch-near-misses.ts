import { hit, miss, type NearHit, type NearMiss } from './near-miss.ts';

const COPY = { source: { connection: 'old', index: 'orders' }, dest: { index: 'orders-v2' } };
const CALL = { x_opaque_id: 'copy-1', source: { index: 'a' }, dest: { index: 'b' } };

export const elasticsearchNearHits: readonly NearHit[] = [
  hit('elasticsearch', { type: 'elasticsearch', url: 'http://10.20.0.5:9200' }),
  hit('elasticsearch', { type: 'elasticsearch', url: 'https://proxy.example.com/es', username: 'u', password: 'p' }),
  hit('elasticsearch', { type: 'elasticsearch', url: 'https://[::1]:9200', api_key: 'k' }),
  hit('reindex', COPY),
  hit('reindex', { ...COPY, parts: 16, batch: 10_000, requests_per_second: -1 }),
  hit('reindex.options', { cutover: { alias: 'shop', gate: false } }),
  hit('reindex.options', { cutover: { mode: 'clients', freeze: true, aliases: ['orders'] }, catch_up: true }),
  hit('reindex.options', { catch_up: { until: 0, rounds: 20 } }),
  hit('GetIndex', { index: '.kibana_1' }),
  hit('GetIndex', { index: 'ü中-a.b' }),
  hit('GetTask', { task_id: 'tPjJYl4_QIGNFVWFKIffxg:1304' }),
  hit('Reindex', { ...CALL, slices: 'auto', requests_per_second: '0.5' }),
  hit('UpdateAliases', {
    actions: [{ add: { index: 'a', alias: 'Shop' } }, { remove: { index: 'b', alias: 'Shop' } }],
  }),
];

export const elasticsearchNearMisses: readonly NearMiss[] = [
  ...[
    'elastic.example.com:9200',
    'https://u:p@es.example.com',
    'https://es.example.com?x=1',
    'ftp://es.example.com',
  ].map((url) =>
    miss('elasticsearch', `the address ${url}`, { type: 'elasticsearch', url }, '#/url pattern', /https:\/\/host:port/),
  ),
  miss('elasticsearch', 'no address', { type: 'elasticsearch' }, '# required'),
  miss(
    'elasticsearch',
    'a user without a password',
    { type: 'elasticsearch', url: 'https://a', username: 'u' },
    '# dependentRequired',
  ),
  miss(
    'elasticsearch',
    'a key and a user',
    { type: 'elasticsearch', url: 'https://a', api_key: 'k', username: 'u', password: 'p' },
    ['#/username not', '#/password not'],
  ),
  ...['Orders', '_all', 'orders-*', 'a,b', 'a/b', 'a b', '-a', '+a', 'a#b', 'a:b', 'a%b', ''].map((index) =>
    miss('GetIndex', `the name ${JSON.stringify(index)}`, { index }, '#/index pattern', /lower case/),
  ),
  miss('reindex', 'no destination', { source: COPY.source }, '# required'),
  miss('reindex', 'a list of indices', { ...COPY, source: { index: ['a', 'b'] } }, '#/source/index type'),
  miss('reindex', '17 parts', { ...COPY, parts: 17 }, '#/parts maximum'),
  miss('reindex', 'no part', { ...COPY, parts: 0 }, '#/parts minimum'),
  miss('reindex', 'a batch of more than a search answers', { ...COPY, batch: 10_001 }, '#/batch maximum'),
  miss('reindex.options', 'a cut-over of a word', { cutover: { mode: 'dns' } }, '#/cutover/mode enum'),
  miss('reindex.options', 'aliases that are no list', { cutover: { aliases: 'orders' } }, '#/cutover/aliases type'),
  miss('reindex.options', 'no alias in the list', { cutover: { aliases: [] } }, '#/cutover/aliases minItems'),
  miss('reindex.options', 'rounds without an end', { catch_up: { rounds: 21 } }, '#/catch_up/rounds maximum'),
  miss('reindex.options', 'no round', { catch_up: { rounds: 0 } }, '#/catch_up/rounds minimum'),
  miss('reindex.options', 'a difference of a word', { catch_up: 'always' }, '#/catch_up type'),
  miss('GetTask', 'a number without its node', { task_id: '1304' }, '#/task_id pattern', /as Reindex returns it/),
  miss('Reindex', 'an id with a line break', { ...CALL, x_opaque_id: 'a\nb' }, '#/x_opaque_id pattern', /ASCII/),
  miss('Reindex', 'slices of a word', { ...CALL, slices: 'all' }, '#/slices pattern', /or auto/),
  miss(
    'UpdateAliases',
    'two actions in one',
    { actions: [{ add: { index: 'a', alias: 'x' }, remove: { index: 'b', alias: 'x' } }] },
    '#/actions/0 maxProperties',
  ),
  miss('ShowIndexHealth', 'a wait without a unit', { index: 'a', timeout: '5' }, '#/timeout pattern', /ms, s or m/),
];
