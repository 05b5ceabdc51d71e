import type { JsonObject } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portableSettings } from './portable-settings.ts';

const OWN = ['uuid', 'version', 'creation_date', 'provided_name', 'resize', 'routing'];

describe('portableSettings', () => {
  it('leaves out what belongs to the index that is there, nested and with dots', () => {
    const nested = {
      index: { number_of_shards: '3', uuid: 'x', version: { created: '7' }, 'routing.allocation': 'a' },
    };
    expect(portableSettings(nested)).toEqual({ index: { number_of_shards: '3' } });
    const flat = { 'index.number_of_shards': '3', 'index.uuid': 'x', 'index.version.created': '7' };
    expect(portableSettings(flat)).toEqual({ 'index.number_of_shards': '3' });
  });

  it('keeps names that only look alike', () => {
    const settings = { uuid: 'x', 'other.uuid': 'x', index: { uuid_like: 1, analysis: { version: 2 } } };
    expect(portableSettings(settings)).toEqual(settings);
  });

  it('keeps an index that is no object', () => {
    expect(portableSettings({ index: 'all' })).toEqual({ index: 'all' });
  });

  it('gives settings that stay as they are, in their order', () => {
    const names = fc.constantFrom(
      'a',
      'b.c',
      'index.a',
      ...OWN.map((name) => `index.${name}`),
      'index.version.created',
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.string()), (settings: JsonObject) => {
        const kept = portableSettings(settings);
        expect(portableSettings(kept)).toEqual(kept);
        const own = Object.keys(settings).filter((name) => !OWN.includes(name.split('.')[1] ?? ''));
        expect(Object.keys(kept)).toEqual(own.filter((name) => name !== 'index'));
      }),
    );
  });
});
