import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterPath, isLike } from './filter-path.ts';

const NODES = {
  cluster_name: 'c',
  nodes: {
    n1: { version: '7.10.2', settings: { reindex: { remote: { whitelist: 'a:9200' } } } },
    n2: { version: '7.9' },
  },
};

describe('filter_path', () => {
  test.each([
    [
      'cluster_name,nodes.*.version',
      { cluster_name: 'c', nodes: { n1: { version: '7.10.2' }, n2: { version: '7.9' } } },
    ],
    ['nodes.*.settings.reindex', { nodes: { n1: { settings: NODES.nodes.n1.settings } } }],
    ['**.whitelist', { nodes: { n1: { settings: NODES.nodes.n1.settings } } }],
    ['nothing.here', {}],
  ])('%s', (paths, expected) => {
    expect(filterPath(NODES, paths)).toEqual(expected);
  });

  test('looks into lists', () => {
    expect(filterPath({ hits: [{ a: 1, b: 2 }, { b: 3 }] }, 'hits.b')).toEqual({ hits: [{ b: 2 }, { b: 3 }] });
  });

  test('of ** is all', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.nat(), { minKeys: 1 }), (body) => {
        expect(filterPath(body, '*')).toEqual(body);
      }),
    );
  });
});

test('only * stands for other text in a pattern', () => {
  expect(isLike('a.b-1', 'a.b*')).toBe(true);
  expect(isLike('axb-1', 'a.b*')).toBe(false);
  expect(isLike('10.0.0.1:9200', '10.0.0.*:9200')).toBe(true);
  expect(isLike('indices:data/write/reindex', '*reindex')).toBe(true);
});
