import type { JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { type ComparedDefinitions, compareDefinitions } from './compare-definitions.ts';
import { parseVersion } from './version.ts';

const FIELDS: JsonObject = {
  name: { type: 'text', analyzer: 'low', fields: { raw: { type: 'keyword', ignore_above: 256 } } },
  address: { properties: { city: { type: 'keyword' } } },
};

const indexOf = (properties: JsonObject, more: JsonObject = {}, aliases: JsonObject = {}): JsonObject => ({
  mappings: { properties, ...more },
  settings: {
    index: {
      uuid: 'u',
      number_of_shards: '2',
      analysis: { analyzer: { low: { type: 'custom', filter: ['lowercase'] } } },
    },
  },
  aliases,
});

function compare(copy: JsonObject, more: Partial<ComparedDefinitions> = {}) {
  const version = parseVersion('7.10.2');
  if (version === undefined) throw new Error('it is a version');
  const source = indexOf(FIELDS);
  return compareDefinitions({
    source,
    copy,
    version,
    settings: {},
    mappings: undefined,
    comparesAliases: false,
    ...more,
  }).map(({ kind, path }) => `${kind} ${path}`);
}

describe('definitions are equal that differ only', () => {
  it.each<readonly [string, JsonObject, Partial<ComparedDefinitions>]>([
    ['in nothing', indexOf(FIELDS), {}],
    ['in our mark', indexOf(FIELDS, { _meta: { waybill: 'w', waybill_definition: 'd' } }), {}],
    [
      'in a level of types',
      indexOf(FIELDS),
      { source: { ...indexOf(FIELDS), mappings: { doc: { properties: FIELDS } } } },
    ],
    [
      'in how a flag or a number is written, and a list of one',
      indexOf({
        ...FIELDS,
        address: { type: 'object', dynamic: 'false', properties: { city: { type: 'keyword', copy_to: ['name'] } } },
      }),
      {
        source: indexOf({
          ...FIELDS,
          address: { dynamic: false, properties: { city: { type: 'keyword', copy_to: 'name' } } },
        }),
      },
    ],
    [
      'in what the version does not have any more',
      indexOf(FIELDS),
      { source: indexOf(FIELDS, { _all: { enabled: false } }) },
    ],
    [
      'in where it is kept',
      {
        ...indexOf(FIELDS),
        settings: {
          index: {
            number_of_shards: '5',
            refresh_interval: '7s',
            analysis: { analyzer: { low: { type: 'custom', filter: ['lowercase'] } } },
          },
        },
      },
      {},
    ],
    ['in aliases, where they are not asked for', indexOf(FIELDS, {}, { shop: {} }), {}],
  ])('%s', (_what, copy, more) => {
    expect(compare(copy, more)).toEqual([]);
  });
});

describe('a difference is named by its path', () => {
  it.each<readonly [string, JsonObject, Partial<ComparedDefinitions>, readonly string[]]>([
    [
      'of another type, and of one that is gone as a whole',
      indexOf({ name: { type: 'keyword' } }),
      {},
      [
        'missing mappings.properties.address',
        'missing mappings.properties.name.analyzer',
        'missing mappings.properties.name.fields',
        'changed mappings.properties.name.type',
      ],
    ],
    [
      'of a field that nobody asked for',
      indexOf({ ...FIELDS, x: { type: 'long' } }),
      {},
      ['extra mappings.properties.x'],
    ],
    [
      'of another analyzer',
      { ...indexOf(FIELDS), settings: {} },
      {},
      ['missing settings.index.analysis.analyzer.low.filter', 'missing settings.index.analysis.analyzer.low.type'],
    ],
    [
      'of an alias',
      indexOf(FIELDS),
      { source: indexOf(FIELDS, {}, { shop: {} }), comparesAliases: true },
      ['missing aliases.shop'],
    ],
    [
      'of a mapping of the plan’s own, to which documents may add',
      indexOf({ name: { type: 'text' }, y: { type: 'long' } }),
      { mappings: { properties: { name: { type: 'keyword' } } } },
      ['changed mappings.properties.name.type'],
    ],
    [
      'of a setting of the plan’s own',
      indexOf(FIELDS),
      { settings: { index: { max_result_window: 5 } } },
      ['missing settings.index.max_result_window'],
    ],
  ])('%s', (_what, copy, more, found) => {
    expect(compare(copy, more).toSorted()).toEqual([...found].toSorted());
  });
});
