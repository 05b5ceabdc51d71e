import { describe, expect, test } from 'vitest';
import { elasticsearch } from './stand.ts';
import { VERSIONS } from './testing/test-clusters.ts';
import { openTestStand } from './testing/test-stand.ts';

function clusterOf(version: string) {
  const indices = { v1: { aliases: { live: { is_write_index: true } } }, v2: {} };
  const stand = openTestStand(elasticsearch, {
    settings: { clusters: [{ name: 'c', version, security: null, indices }] },
  });
  return {
    alias: (name: string) => stand.call('GET', `/clusters/c/_alias/${name}`),
    update: (...actions: readonly object[]) => stand.call('POST', '/clusters/c/_aliases', { actions }),
    call: (method: 'GET', path: string) => stand.call(method, `/clusters/c${path}`),
  };
}

const SWITCH = [
  { remove: { index: 'v1', alias: 'live' } },
  { add: { index: 'v2', alias: 'live', filter: { term: { a: 1 } }, routing: 1 } },
];

describe.each(VERSIONS)('%s', (version) => {
  const saysErrors = version.startsWith('8.') || version.startsWith('9.');

  test('moves an alias in one step', () => {
    const { alias, update } = clusterOf(version);
    expect(alias('live').json).toEqual({ v1: { aliases: { live: { is_write_index: true } } } });
    expect(update(...SWITCH)).toMatchObject({ status: 200, json: { acknowledged: true } });
    expect(alias('live').json).toEqual({
      v2: { aliases: { live: { filter: { term: { a: 1 } }, index_routing: '1', search_routing: '1' } } },
    });
  });

  test('acknowledges a removal of nothing beside other actions; only 8 and 9 say that it was one', () => {
    const { alias, update } = clusterOf(version);
    const { status, json } = update({ remove: { index: 'v1', alias: 'gone' } }, { add: { index: 'v2', alias: 'new' } });
    expect([status, json['acknowledged'], json['errors']]).toEqual([200, true, saysErrors ? true : undefined]);
    if (saysErrors) expect(json['action_results']).toMatchObject([{ status: 404 }, { status: 200 }]);
    expect(alias('new').status).toBe(200);
  });

  test('refuses a removal of nothing alone', () => {
    expect(clusterOf(version).update({ remove: { index: 'v1', alias: 'gone' } })).toMatchObject({
      status: 404,
      json: { error: { type: 'aliases_not_found_exception', reason: 'aliases [gone] missing' } },
    });
  });

  test('knows must_exist from 7.11 and 2.12 on, and then changes nothing where the alias is not', () => {
    const action = { remove: { index: 'v1', alias: 'live', must_exist: true } };
    const isKnown = !version.startsWith('6.') && version !== '7.10.2';
    const { update, alias } = clusterOf(version);
    expect(update(action).status).toBe(isKnown ? 200 : 400);
    const again = update(action, { add: { index: 'v2', alias: 'live' } });
    expect(again.status).toBe(isKnown ? 404 : 400);
    if (!isKnown) return;
    const type = version.startsWith('7.') ? 'resource_not_found_exception' : 'aliases_not_found_exception';
    expect(again.json['error']).toMatchObject({ type });
    expect(alias('live').status).toBe(404);
  });
});

describe('nothing is changed', () => {
  test.each([
    [
      'two write indices',
      { add: { index: 'v2', alias: 'live', is_write_index: true } },
      500,
      'illegal_state_exception',
    ],
    ['an alias named as an index', { add: { index: 'v2', alias: 'v1' } }, 400, 'invalid_alias_name_exception'],
    ['no such index', { add: { index: 'v3', alias: 'x' } }, 404, 'index_not_found_exception'],
    ['no such action', { move: { index: 'v2', alias: 'x' } }, 400, 'x_content_parse_exception'],
  ])('by %s', (_name, action, status, type) => {
    const { alias, update } = clusterOf('7.10.2');
    expect(update({ add: { index: 'v2', alias: 'other' } }, action)).toMatchObject({
      status,
      json: { error: { type } },
    });
    expect(alias('other').status).toBe(404);
    expect(alias('live').json).toEqual({ v1: { aliases: { live: { is_write_index: true } } } });
  });
});

test('an alias may take the name of an index that goes in the same step', () => {
  const { alias, update, call } = clusterOf('7.10.2');
  expect(update({ remove_index: { index: 'v1' } }, { add: { index: 'v2', alias: 'v1' } }).status).toBe(200);
  expect(alias('v1').json).toEqual({ v2: { aliases: { v1: {} } } });
  expect(Object.keys(call('GET', '/v1').json)).toEqual(['v2']);
});

test('an alias that nothing has is missing', () => {
  const { status, json } = clusterOf('7.10.2').alias('x');
  expect([status, json]).toEqual([404, { error: 'alias [x] missing', status: 404 }]);
});
