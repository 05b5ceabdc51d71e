import type { Json, JsonObject } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyDefinition } from './copy-definition.ts';
import { fitDefinition } from './fit-definition.ts';
import { flatSettings } from './flat-settings.ts';
import { withoutType } from './mapping-rules.ts';
import { type ClusterVersion, parseVersion } from './version.ts';

const VERSIONS = ['6.3.2', '6.7.2', '7.10.2', '7.17.28', '8.17.0', '9.2.0', '1.3.20', '2.19.6', '3.3.2'] as const;

function versionOf(text: string): ClusterVersion {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`no version: ${text}`);
  return version;
}

/** What every index of a cluster shows of itself. */
const SERVER_MADE: JsonObject = {
  uuid: 'nVtpBvhUTka2Dzdd43wB5Q',
  creation_date: '1795948188269',
  provided_name: 'orders',
  version: { created: '6070299', upgraded: '7100299' },
  resize: { source: { name: 'x' } },
  routing: { allocation: { include: { _tier_preference: 'data_content' } } },
  blocks: { write: 'true' },
  lifecycle: { name: 'policy' },
};

describe('settings', () => {
  it.each(VERSIONS)('of %s lose what a cluster makes itself, and say so', (text) => {
    const settings = {
      index: { ...SERVER_MADE, number_of_shards: '3', analysis: { analyzer: { a: { type: 'custom' } } } },
    };
    const fitted = fitDefinition({ settings, mappings: {} }, versionOf(text));
    expect(fitted.settings).toEqual({ 'index.number_of_shards': '3', 'index.analysis.analyzer.a.type': 'custom' });
    const said = fitted.changes.map(({ path }) => path);
    expect([...Object.keys(fitted.settings), ...said].toSorted()).toEqual(
      Object.keys(flatSettings(settings)).toSorted(),
    );
  });

  it('keep how OpenSearch replicates where that can be chosen, and nowhere else', () => {
    const settings = { index: { replication: { type: 'DOCUMENT' }, number_of_shards: '1' } };
    const keptBy = VERSIONS.filter((text) => {
      const fitted = fitDefinition({ settings, mappings: {} }, versionOf(text));
      return 'index.replication.type' in fitted.settings;
    });
    expect(keptBy).toEqual(['2.19.6', '3.3.2']);
  });

  it('are kept or named, whatever they are', () => {
    const leaf: fc.Arbitrary<Json> = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()));
    const name = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('blocks', 'write', 'version', 'lifecycle', 'index'),
    );
    const settings = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf)));
    fc.assert(
      fc.property(settings, fc.constantFrom(...VERSIONS), (drawn, text) => {
        const flat = flatSettings({ index: drawn } as JsonObject);
        const fitted = fitDefinition({ settings: { index: drawn } as JsonObject, mappings: {} }, versionOf(text));
        const paths = [...Object.keys(fitted.settings), ...fitted.changes.map(({ path }) => path)];
        expect(paths.toSorted()).toEqual(Object.keys(flat).toSorted());
        for (const [kept, value] of Object.entries(fitted.settings)) expect(value).toEqual(flat[kept]);
      }),
    );
  });

  it('have one name, however they are written', () => {
    const forms: readonly JsonObject[] = [
      { index: { number_of_replicas: 2 } },
      { 'index.number_of_replicas': 2 },
      { number_of_replicas: 2 },
      { index: { number_of_replicas: 2 } },
    ];
    for (const form of forms) expect(flatSettings(form)).toEqual({ 'index.number_of_replicas': 2 });
  });
});

describe('mappings', () => {
  const properties = { name: { type: 'keyword' } };

  it.each([
    [{ _doc: { properties } }, { properties }],
    [{ tweet: { properties, dynamic: 'strict' } }, { properties, dynamic: 'strict' }],
    [{ properties }, { properties }],
    [
      { dynamic: false, properties: { properties: { type: 'text' } } },
      { dynamic: false, properties: { properties: { type: 'text' } } },
    ],
    [{}, {}],
  ] as const)('%j has no type as %j', (mappings, untyped) => expect(withoutType(mappings)).toEqual(untyped));

  it('lose what the version refuses, by name', () => {
    const mappings = {
      _all: { enabled: false },
      _field_names: { enabled: false },
      properties: {
        a: { type: 'text', boost: 2, include_in_all: false, fields: { raw: { type: 'keyword', boost: 3 } } },
      },
    };
    const on = (text: string) => fitDefinition({ settings: {}, mappings }, versionOf(text));
    expect(on('8.17.0').mapping).toEqual({
      properties: { a: { type: 'text', fields: { raw: { type: 'keyword' } } } },
    });
    expect(on('8.17.0').changes.map(({ path }) => path)).toEqual([
      '_all',
      '_field_names',
      'properties.a.include_in_all',
      'properties.a.boost',
      'properties.a.fields.raw.boost',
    ]);
    expect(on('7.10.2').changes.map(({ path }) => path)).toEqual(['_all', 'properties.a.include_in_all']);
    expect(on('6.7.2').changes.map(({ path }) => path)).toEqual(['properties.a.include_in_all']);
  });

  it.each([
    [
      'a field of the type string',
      { properties: { a: { properties: { b: { type: 'string' } } } } },
      'properties.a.properties.b',
    ],
    [
      'a template of the type string',
      { dynamic_templates: [{ t: { mapping: { type: 'string' } } }] },
      'dynamic_templates.t',
    ],
    ['a parent', { _parent: { type: 'x' } }, '_parent'],
    ['a similarity that is gone', { properties: { a: { type: 'text', similarity: 'classic' } } }, 'properties.a'],
    ['a plugin’s field', { _size: { enabled: true } }, '_size'],
    ['two types', { a: { properties }, b: { properties } }, 'mappings'],
  ] as const)('%s stands in the way of 7.10, with what to do', (_name, mappings, path) => {
    const { obstacles } = fitDefinition(
      { settings: {}, mappings: mappings as unknown as JsonObject },
      versionOf('7.10.2'),
    );
    expect(obstacles.map((obstacle) => obstacle.path)).toEqual([path]);
    expect(obstacles[0]?.hint).not.toBe('');
  });
});

describe('the definition of a new index', () => {
  const MARKS = {
    waybill: 'm',
    waybill_definition: expect.any(String) as unknown,
    waybill_source: SERVER_MADE.uuid,
  };
  const like = (version: string) => ({
    settings: { index: { ...SERVER_MADE, number_of_shards: '3', number_of_replicas: '2' } },
    mappings: { tweet: { properties: { a: { type: 'long' } }, _meta: { team: 'search' } } },
    version,
  });

  it('takes what the plan gives in place of the source’s, and carries the mark', () => {
    const settings = { index: { number_of_replicas: 0 }, 'index.refresh_interval': '-1' };
    expect(copyDefinition({ like: like('7.10.2'), settings, mappings: undefined }, 'm')).toEqual({
      settings: { 'index.number_of_shards': '3', 'index.number_of_replicas': 0, 'index.refresh_interval': '-1' },
      mappings: {
        properties: { a: { type: 'long' } },
        _meta: { ...MARKS, team: 'search' },
      },
    });
  });

  it('does not carry which index its source was made like, where that is a copy itself', () => {
    const copied = {
      settings: {},
      mappings: { _meta: { waybill: 'old', waybill_source: 'another' } },
      version: '7.10.2',
    };
    const { mappings } = copyDefinition({ like: copied, settings: {}, mappings: undefined }, 'm');
    expect(mappings).toEqual({ _meta: { waybill: 'm', waybill_definition: expect.any(String) as unknown } });
  });

  it('begins with a type on 6.x alone', () => {
    const { mappings } = copyDefinition({ like: like('6.7.2'), settings: {}, mappings: undefined }, 'm');
    expect(mappings).toEqual({
      _doc: {
        properties: { a: { type: 'long' } },
        _meta: { ...MARKS, team: 'search' },
      },
    });
  });

  it('says where it will come from while the source is not known', () => {
    const unknown = { settings: '${{ s }}', mappings: '${{ m }}', version: '${{ v }}' };
    expect(
      copyDefinition({ like: unknown, settings: { index: { number_of_replicas: 0 } }, mappings: undefined }, 'm'),
    ).toEqual({
      settings: { like: '${{ s }}', 'index.number_of_replicas': 0 },
      mappings: { like: '${{ m }}', _meta: { waybill: 'm' } },
    });
  });

  it('is the plan’s own without another index', () => {
    expect(copyDefinition({ like: {}, settings: {}, mappings: undefined }, undefined)).toEqual({
      settings: undefined,
      mappings: undefined,
    });
    const mappings = { _doc: { properties: {} } };
    expect(copyDefinition({ like: {}, settings: {}, mappings }, 'm').mappings).toEqual({
      _doc: { properties: {}, _meta: { waybill: 'm' } },
    });
  });
});

it.each([
  ['6.7.2', 'Elasticsearch', 6, 7],
  ['7.10.2', 'Elasticsearch', 7, 10],
  ['9.2.0', 'Elasticsearch', 9, 2],
  ['8.0.0-SNAPSHOT', 'Elasticsearch', 8, 0],
  ['1.3.20', 'OpenSearch', 1, 3],
  ['3.3.2', 'OpenSearch', 3, 3],
])('%s is %s %i.%i', (text, family, major, minor) => {
  expect(parseVersion(text)).toEqual({ family, major, minor, text });
});

it.each(['', '7', 'seven', '${{ x }}'])('%j is no version', (text) => expect(parseVersion(text)).toBeUndefined());
