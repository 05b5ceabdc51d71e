import { defined, type Json, type JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { copyDefinition, type WantedDefinition } from '../definition/copy-definition.ts';
import { checks } from './checks.ts';

const judge = (name: string, response: Json, args: JsonObject, expected: JsonObject = {}, beside?: Json) =>
  checks[name]?.judge(response, args, expected, beside);

const index = (name: string, parts: JsonObject = {}): Json => ({
  indices: [{ name, settings: {}, mappings: {}, aliases: {}, ...parts }],
});
const nodes = (version: string): Json => ({ nodes: [{ id: 'n', version }] });

describe('source-definition', () => {
  const ask = (response: Json, version = '7.10.2', expected: JsonObject = {}) =>
    judge('source-definition', response, { index: 'a' }, expected, nodes(version));

  it('says what is left out, and nothing of what every index has', () => {
    const settings = {
      index: { uuid: 'u', version: { created: '1' }, number_of_shards: '2', blocks: { write: 'true' } },
    };
    expect(ask(index('a', { settings }))).toEqual({
      kind: 'passed',
      detail: 'a can be created on Elasticsearch 7.10.2. Left out: index.blocks.write (it would block all writes).',
      notes: ['Left out: index.blocks.write (it would block all writes).'],
    });
  });

  it.each([
    ['an alias', index('a-1'), /is an alias of a-1/],
    ['several indices', { indices: [{ name: 'a' }, { name: 'b' }] }, /alias/],
    ['an index without _source', index('a', { mappings: { _doc: { _source: { enabled: false } } } }), /no _source/],
    [
      'an index whose _source leaves fields out',
      index('a', { mappings: { _source: { excludes: ['x'] } } }),
      /leaves fields out/,
    ],
    ['a frozen index', index('a', { settings: { index: { frozen: 'true' } } }), /frozen/],
    [
      'a field that is not there any more',
      index('a', { mappings: { properties: { f: { type: 'string' } } } }),
      /properties.f/,
    ],
  ])('fails for %s', (_name, response, detail) => {
    expect(ask(response)).toMatchObject({ kind: 'failed', detail: expect.stringMatching(detail) as unknown });
  });

  it('does not mind a mapping that the plan replaces, and does mind settings', () => {
    const mappings = { properties: { f: { type: 'string' } } };
    expect(ask(index('a', { mappings }), '7.10.2', { mappings: 'given' })).toMatchObject({ kind: 'passed' });
    const settings = { index: { similarity: { mine: { type: 'classic' } } } };
    expect(ask(index('a', { settings }), '7.10.2', { mappings: 'given' })).toMatchObject({ kind: 'failed' });
  });

  it('notes what the plan has in place of the source’s own', () => {
    const settings = { index: { number_of_shards: '5', codec: 'default', 'blocks.write': 'true' } };
    const given = { index: { number_of_shards: 3, codec: 'default', max_result_window: 20_000 } };
    const found = ask(index('a', { settings }), '7.10.2', { settings: given, mappings: 'given', freezes: true });
    const notes = [
      'Left out: index.blocks.write (it would block all writes).',
      'Changed: index.number_of_shards (the source has 5, the plan says 3).',
      'Changed: index.max_result_window (the source does not set it, the plan says 20000).',
      'Changed: the mapping (the plan has its own).',
    ];
    // Also where something else makes it a warning.
    expect(found).toMatchObject({ kind: 'warning', notes });
  });

  it('warns of what a cut-over would find hours later', () => {
    const settings = { index: { blocks: { write: 'true' } } };
    const frozen = ask(index('a', { settings }), '7.10.2', { freezes: true });
    expect(frozen).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining('already refuses writes') as unknown,
    });
    expect(ask(index('a'), '7.10.2', { freezes: true })).toMatchObject({ kind: 'passed' });

    const aliases = { shop: { filter: { term: { n: 1 } } } };
    const lacking = ask(index('a', { aliases }), '7.10.2', { aliases: ['shop', 'shpo', 'other'] });
    expect(lacking).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining('has no alias shpo, other') as unknown,
    });
    expect(ask(index('a', { aliases }), '7.10.2', { aliases: ['shop'] })).toMatchObject({ kind: 'passed' });
  });

  it.each(['5.6.16', '6.2.4', '10.0.0', '4.0.0', 'x'])('does not know version %s', (version) => {
    expect(ask(index('a'), version)).toMatchObject({ kind: 'failed' });
  });
});

describe('index-open', () => {
  const ask = (row: JsonObject) => judge('index-open', [row], { index: 'a' });
  it('passes for an open index, with its size', () => {
    const row = { index: 'a', status: 'open', health: 'yellow', 'docs.count': '5000', 'pri.store.size': '1500000' };
    expect(ask(row)).toEqual({
      kind: 'passed',
      detail: 'a is open, with 5000 Lucene documents and 1.5 MB in its primary shards.',
      notes: ['5000 Lucene documents and 1.5 MB in its primary shards.'],
      amount: { of: 'Lucene documents', count: 5000, bytes: 1_500_000 },
    });
  });
  it('has the size of what a query leaves to be copied', () => {
    const row = { index: 'a', status: 'open', health: 'green', 'docs.count': '5000', 'pri.store.size': '1500000' };
    const beside = (count: number) => checks['index-open']?.judge([row], { index: 'a' }, {}, { count });
    expect(beside(500)).toMatchObject({
      detail:
        'a is open, with 5000 Lucene documents and 1.5 MB in its primary shards, of which 500 documents match source.query.',
      amount: { of: 'documents', count: 500, bytes: 150_000 },
    });
    expect(beside(0)).toMatchObject({ amount: { count: 0, bytes: 0 } });
  });
  it('fails for a closed or red one, or none', () => {
    expect(ask({ index: 'a', status: 'close' })).toMatchObject({ kind: 'failed' });
    expect(ask({ index: 'a', status: 'open', health: 'red' })).toMatchObject({ kind: 'failed' });
    expect(judge('index-open', [], { index: 'a' })).toMatchObject({ kind: 'failed' });
  });
});

describe('target-index-absent', () => {
  const marked = (token: string, parts: JsonObject = {}) =>
    index('b', { mappings: { _meta: { waybill: `[waybill:${token}]` } }, ...parts });
  const ask = (response: Json) => judge('target-index-absent', response, { index: 'b' }, { tokens: ['0123456789ab'] });
  it('passes for a free name, and for an index of this unit', () => {
    expect(checks['target-index-absent']?.judgeNotFound?.({ index: 'b' }, {})).toMatchObject({ kind: 'passed' });
    expect(ask(marked('0123456789ab'))).toMatchObject({ kind: 'passed' });
  });
  it('fails for one of this unit that a rollback has left frozen', () => {
    const settings = { index: { blocks: { write: 'true' } } };
    expect(ask(marked('0123456789ab', { settings }))).toMatchObject({ kind: 'failed' });
  });
  it('fails for any other one', () => {
    expect(ask(index('b'))).toMatchObject({ kind: 'failed' });
    expect(ask(marked('ffffffffffff'))).toMatchObject({ detail: expect.stringContaining('another unit') as unknown });
    expect(ask(index('b-1'))).toMatchObject({ detail: 'b is an alias.' });
  });
});

describe('index-as-made', () => {
  const TOKEN = '0123456789ab';
  const wanted = (shards: string): WantedDefinition => ({
    like: { settings: { index: { number_of_shards: shards } }, mappings: { properties: {} }, version: '7.10.2' },
    settings: {},
    mappings: undefined,
  });
  const made = copyDefinition(wanted('1'), `[waybill:${TOKEN}]`);
  const ask = (parts: JsonObject, shards = '1') =>
    judge(
      'index-as-made',
      index('b', { ...made, ...parts } as JsonObject),
      { index: 'b' },
      {
        tokens: [TOKEN],
        definition: { like: wanted(shards).like, settings: {} },
      },
    );

  it('passes for what the unit has made, of what the plan says', () => {
    expect(ask({})).toEqual({ kind: 'passed', detail: 'b is as it was created.' });
    expect(ask({ settings: { index: { number_of_shards: '1', default_pipeline: '_none' } } })).toMatchObject({
      kind: 'passed',
    });
  });

  it.each([
    ['an alias of a template', { aliases: { shop: {} } }, /the alias shop/],
    ['a pipeline of a template', { settings: { index: { default_pipeline: 'p' } } }, /index.default_pipeline/],
    ['a life cycle of a template', { settings: { index: { lifecycle: { name: 'p' } } } }, /index.lifecycle.name/],
    ['an index that was made anew by a write', { mappings: { properties: {} } }, /recreated/],
  ])('fails for %s', (_name, parts, detail) => {
    expect(ask(parts)).toMatchObject({ kind: 'failed', detail: expect.stringMatching(detail) as unknown });
  });

  it('fails for an index of an earlier attempt with another definition', () => {
    expect(ask({}, '2')).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('a different definition') as unknown,
    });
  });

  it('fails for an index of an earlier attempt whose source was made anew since, and for no other one', () => {
    const like = (uuid?: string) => {
      const { settings, ...rest } = wanted('1').like as { settings: { index: JsonObject } };
      return { ...rest, settings: { index: { ...settings.index, ...defined({ uuid }) } } };
    };
    const ofSource = (made?: string, now?: string) => {
      const copy = copyDefinition({ ...wanted('1'), like: like(made) }, `[waybill:${TOKEN}]`);
      const definition = { like: like(now), settings: {} };
      return judge(
        'index-as-made',
        index('b', copy as unknown as JsonObject),
        { index: 'b' },
        { tokens: [TOKEN], definition },
      );
    };
    expect(ofSource('first', 'second')).toMatchObject({
      kind: 'failed',
      detail: expect.stringMatching(/from a source that has been recreated since/) as unknown,
      hint: expect.stringContaining('delete it, and start the unit over') as unknown,
    });
    for (const [made, now] of [
      ['first', 'first'],
      [undefined, 'second'],
      ['first', undefined],
    ])
      expect(ofSource(made, now)).toMatchObject({ kind: 'passed' });
  });

  it('fails when the index is gone', () => {
    expect(checks['index-as-made']?.judgeNotFound?.({ index: 'b' }, {})).toMatchObject({ kind: 'failed' });
  });
});

describe('remote-readable', () => {
  const ask = (response: Json) => judge('remote-readable', response, {});
  it('passes when a document came as far as the pipeline', () => {
    const failures = [{ cause: { reason: 'pipeline with id [waybill-no-such-pipeline] does not exist' } }];
    expect(ask({ total: 1, created: 0, failures })).toMatchObject({ kind: 'passed' });
  });
  it('warns of an empty source, and fails for everything else', () => {
    expect(ask({ total: 0, failures: [] })).toMatchObject({ kind: 'warning' });
    expect(ask({ total: 1, failures: [{ cause: { reason: 'blocked' } }] })).toMatchObject({ kind: 'failed' });
  });
});

describe('primaries-active', () => {
  const rest = { timed_out: true, initializing_shards: 0, number_of_pending_tasks: 0, number_of_in_flight_fetch: 0 };
  const ask = (health: JsonObject) => judge('primaries-active', health, { index: 'b' });

  it('passes as soon as documents can be written, with replicas or without', () => {
    for (const status of ['yellow', 'green']) expect(ask({ status, ...rest })).toMatchObject({ kind: 'passed' });
  });

  it('names a red index that the cluster does nothing about, and the call that says why', () => {
    expect(ask({ status: 'red', ...rest })).toMatchObject({
      kind: 'failed',
      detail: expect.stringMatching(/^b is red: not all of its primary shards/) as unknown,
      hint: expect.stringContaining('_cluster/allocation/explain with { "index": "b"') as unknown,
    });
  });

  it('waits while the cluster is at work, and where it does not say so', () => {
    for (const busy of [{ initializing_shards: 1 }, { number_of_pending_tasks: 2 }, { number_of_in_flight_fetch: 1 }])
      expect(ask({ status: 'red', ...rest, ...busy })).toMatchObject({ kind: 'not-yet' });
    expect(ask({ status: 'red' })).toMatchObject({ kind: 'not-yet' });
    expect(ask({})).toMatchObject({ kind: 'not-yet' });
  });
});

describe('index-active', () => {
  const ask = (health: JsonObject) => judge('index-active', health, { index: 'b' });
  it('waits for green, but not for replicas that no node can hold', () => {
    expect(ask({ status: 'green' })).toMatchObject({ kind: 'passed' });
    const yellow = {
      status: 'yellow',
      active_primary_shards: 2,
      active_shards: 2,
      unassigned_shards: 2,
      initializing_shards: 0,
      relocating_shards: 0,
    };
    expect(ask({ ...yellow, number_of_data_nodes: 1 })).toMatchObject({ kind: 'warning' });
    expect(ask({ ...yellow, number_of_data_nodes: 2 })).toMatchObject({ kind: 'not-yet' });
    expect(ask({ ...yellow, number_of_data_nodes: 1, initializing_shards: 1 })).toMatchObject({ kind: 'not-yet' });
    expect(ask({ status: 'red' })).toMatchObject({ kind: 'not-yet' });
    const waited = {
      timed_out: true,
      delayed_unassigned_shards: 0,
      number_of_pending_tasks: 0,
      number_of_in_flight_fetch: 0,
    };
    expect(ask({ ...yellow, ...waited, number_of_data_nodes: 2 })).toMatchObject({ kind: 'warning' });
    for (const busy of [{ timed_out: false }, { delayed_unassigned_shards: 1 }, { number_of_pending_tasks: 1 }])
      expect(ask({ ...yellow, ...waited, ...busy, number_of_data_nodes: 2 })).toMatchObject({ kind: 'not-yet' });
  });
});

it('counts-equal compares both sides', () => {
  expect(judge('counts-equal', { count: 5 }, { index: 'b' }, {}, { count: 5 })).toMatchObject({ kind: 'passed' });
  expect(judge('counts-equal', { count: 4 }, { index: 'b' }, {}, { count: 5 })).toMatchObject({
    kind: 'failed',
    detail: 'b has 4 documents, the source 5.',
  });
});

it.each([
  ['alias-ready', 'a', ['a'], 'passed'],
  ['alias-ready', 'a', ['a', 'c'], 'failed'],
  ['alias-ready', 'a', ['b'], 'failed'],
  ['alias-moved', 'b', ['b'], 'passed'],
  ['alias-moved', 'b', ['a', 'b'], 'failed'],
])('%s of %s, shown by %j, has %s', (name, wanted, holders, kind) => {
  const indices = holders.map((holder) => ({ name: holder }));
  expect(judge(name, { indices }, { name: 'x' }, { index: wanted })).toMatchObject({ kind });
});

it('an alias that is gone says what helps, before a cut-over and before a rollback', () => {
  const gone = (expected: JsonObject) => checks['alias-ready']?.judgeNotFound?.({ name: 'x' }, expected);
  expect(gone({ index: 'a' })).toMatchObject({ hint: 'Correct cutover.alias.' });
  expect(gone({ index: 'b', isRollback: true })).toMatchObject({
    hint: expect.stringContaining(
      'add it to b, with the filter and routing that it had, and run the same command again',
    ) as unknown,
  });
});

it.each([
  ['by nothing', [], true, 'passed'],
  ['by the copy before it is made', ['b'], true, 'failed'],
  ['by the copy later', ['b'], false, 'passed'],
  ['by another index', ['c'], false, 'failed'],
  ['as an index', ['x'], false, 'failed'],
])('an alias that is there %s', (_how, holders, isFirst, kind) => {
  const indices = holders.map((holder) => ({ name: holder }));
  const expected = { index: 'b', ...(isFirst ? { is_first: true } : {}) };
  expect(judge('alias-free', { indices }, { index: 'x' }, expected)).toMatchObject({ kind });
});

describe('the block of writes', () => {
  const blocked = (write: Json) => index('a', { settings: { index: { blocks: { write } } } });

  it('must not be there before a freeze: it would not be the unit’s own', () => {
    expect(judge('write-unblocked', index('a'), { index: 'a' })).toMatchObject({ kind: 'passed' });
    expect(judge('write-unblocked', blocked('false'), { index: 'a' })).toMatchObject({ kind: 'passed' });
    expect(judge('write-unblocked', blocked('true'), { index: 'a' })).toMatchObject({
      kind: 'failed',
      hint: expect.stringContaining('freeze: false') as unknown,
    });
  });

  it('is not set on an index that was made anew', () => {
    const shown = index('a', { settings: { index: { uuid: 'y' } } });
    expect(judge('write-unblocked', shown, { index: 'a' }, { uuid: 'y' })).toMatchObject({ kind: 'passed' });
    for (const check of ['write-unblocked', 'source-same', 'source-copied']) {
      expect(judge(check, shown, { index: 'a' }, { uuid: null })).toMatchObject({ kind: 'passed' });
      expect(judge(check, shown, { index: 'a' }, { uuid: 'x' })).toMatchObject({
        kind: 'failed',
        detail: expect.stringContaining('is not the index that was copied') as unknown,
      });
    }
    for (const check of ['source-same', 'source-copied'])
      expect(checks[check]?.judgeNotFound?.({ index: 'a' }, {})).toMatchObject({ kind: 'failed' });
  });

  it('is not set on an alias, or another index, that has the name of the source by now', () => {
    const rows = ['x', 'y'].map((uuid) => ({ name: `a-${uuid}`, settings: { index: { uuid } } }));
    for (const check of ['write-unblocked', 'source-same', 'source-copied'])
      expect(judge(check, { indices: rows }, { index: 'a' }, { uuid: 'x' })).toMatchObject({ kind: 'failed' });
  });

  it('has to be there until everything is copied', () => {
    expect(judge('write-blocked', blocked('true'), { index: 'a' })).toMatchObject({ kind: 'passed' });
    expect(judge('write-blocked', index('a'), { index: 'a' })).toMatchObject({
      kind: 'failed',
      hint: expect.stringContaining('freezes the source again') as unknown,
    });
  });

  it.each([
    [[5, 9], 'is not the index that was copied'],
    [[7, 9, 9], 'is not the index that was copied'],
    [[9], 'not report some of its shards'],
    [null, 'not report some of its shards'],
  ] as const)('is no proof of an index that was made anew, or lacks a shard: %j', (numbers, says) => {
    expect(
      judge('write-blocked', blocked('true'), { index: 'a' }, { positions: [8, 10] }, { max_seq_nos: numbers }),
    ).toMatchObject({ kind: 'failed', detail: expect.stringContaining(says) as unknown });
  });
});

it('an index with documents of before 6.0 cannot be followed', () => {
  expect(judge('numbered', { count: 0 }, { index: 'a' })).toMatchObject({ kind: 'passed' });
  expect(judge('numbered', { count: 3 }, { index: 'a' })).toMatchObject({
    kind: 'failed',
    detail: expect.stringContaining('3 documents of a have no sequence numbers') as unknown,
  });
});

it('an index that does not say how far its shards are cannot be followed', () => {
  expect(judge('shard-positions', { positions: [3, 0] }, { index: 'a' })).toMatchObject({ kind: 'passed' });
  for (const positions of [null, []])
    expect(judge('shard-positions', { positions }, { index: 'a' })).toMatchObject({ kind: 'failed' });
});

it('an alias that another index has is not free', () => {
  const holders = (...names: readonly string[]): Json => ({ indices: names.map((name) => ({ name })) });
  const ask = (...names: readonly string[]) =>
    judge('alias-free', holders(...names), { index: 'x' }, { index: 'copy' });
  expect(ask('copy')).toMatchObject({ kind: 'passed' });
  expect(ask('copy', 'other')).toMatchObject({
    kind: 'failed',
    detail: expect.stringContaining('points to other') as unknown,
  });
  const first = judge('alias-free', holders('copy'), { index: 'x' }, { index: 'copy', is_first: true });
  expect(first).toMatchObject({ kind: 'failed', hint: expect.stringContaining('waybill rollback') as unknown });
  expect(ask('x')).toMatchObject({
    kind: 'failed',
    detail: expect.stringContaining('x is an index') as unknown,
    hint: expect.not.stringMatching(/delete|rename/i) as unknown,
  });
  expect(checks['alias-free']?.judgeNotFound?.({ index: 'x' }, {})).toMatchObject({ kind: 'passed' });
});

it('searches of the source are named, and a counter that has begun anew is not', () => {
  const ask = (source: number, before: number) =>
    judge('usage-moved', { searches: source }, { index: 'a' }, { source: before, copy: 5 }, { searches: 12 });
  expect(ask(7, 7)).toMatchObject({
    kind: 'passed',
    detail: expect.stringContaining('copy was searched 7') as unknown,
  });
  expect(ask(3, 7)).toMatchObject({ kind: 'passed' });
  expect(ask(9, 7)).toMatchObject({ kind: 'warning', detail: expect.stringContaining('2 times') as unknown });
});
