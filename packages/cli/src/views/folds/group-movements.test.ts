import type { Preview, PreviewUnit } from '@waybill/core';
import type { PreviewPlace } from '@waybill/core/internal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeConnection, groupMovements, whereItLeads } from './group-movements.ts';

type Facts = Readonly<Record<string, string>>;

function place(facts: Facts, more: Partial<PreviewPlace> = {}): PreviewPlace {
  return { label: 'Redis', facts: Object.entries(facts).map(([name, value]) => ({ name, value })), ...more };
}

function group(places: Readonly<Record<string, { from?: PreviewPlace; to?: PreviewPlace }>>, migration = 'm') {
  const units = Object.entries(places).map(([key, sides]) => {
    return { address: `${migration}[${key}]`, migration, ...sides } as PreviewUnit;
  });
  const migrations = [{ name: migration, uses: 'cache.online' }];
  return groupMovements({ units, migrations } as unknown as Preview);
}

describe('units of one migration', () => {
  it('say once what they share, and their key where it is all that differs', () => {
    const from = (index: string) => place({ endpoint: 'http://old', index });
    expect(
      group({ a: { from: from('a'), to: place({ index: 'a' }) }, b: { from: from('b'), to: place({ index: 'b' }) } }),
    ).toEqual([
      {
        migration: 'm',
        units: 2,
        keys: ['a', 'b'],
        from: 'Redis, endpoint http://old, index <key>',
        to: 'Redis, index <key>',
        columns: [],
        rows: [],
      },
    ]);
  });

  it('are named one by one by what else differs', () => {
    const to = place({ id: 'new' });
    const groups = group({
      a: { from: place({ db: '0', at: 'one' }), to },
      b: { from: place({ db: '0', at: 'two' }), to },
    });
    expect(groups).toMatchObject([{ from: 'Redis, db 0', to: 'Redis, id new' }]);
    expect(groups[0]?.rows).toEqual([
      { unit: 'm[a]', from: 'at one', to: '', cells: ['one'] },
      { unit: 'm[b]', from: 'at two', to: '', cells: ['two'] },
    ]);
  });

  it('of another form are a group of their own, and those that say nothing are in none', () => {
    const groups = group({
      a: { to: place({ id: '1' }) },
      b: { to: place({ address: '2' }) },
      c: { to: place({ id: '1' }, { label: 'DCS instance' }) },
      d: {},
      e: { to: place({ id: '1' }) },
    });
    expect(groups.map(({ units, to }) => [units, to])).toEqual([
      [2, 'Redis, id 1'],
      [1, 'Redis, address 2'],
      [1, 'DCS instance, id 1'],
    ]);
  });

  it('name both connections of a move between two, and none that is the migration’s own', () => {
    const between = (from: string, to: string) => {
      const [found] = group({ a: { from: place({}, { connection: from }), to: place({}, { connection: to }) } });
      return [found?.from, found?.to];
    };
    expect(between('old', 'cache')).toEqual(['Redis (old)', 'Redis (cache)']);
    expect(between('cache', 'cache')).toEqual(['Redis', 'Redis']);
    expect(between('old', 'old')).toEqual(['Redis (old)', 'Redis (old)']);
  });

  it('lose no fact: it is shared, or in the row of its unit, or the key', () => {
    const values = fc.constantFrom('a', 'b', 'x');
    const facts = fc.record({ at: values, id: values });
    const places = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.record({ from: facts, to: facts }), { minKeys: 1 });
    fc.assert(
      fc.property(places, (given) => {
        const groups = group(
          Object.fromEntries(
            Object.entries(given).map(([key, { from, to }]) => [key, { from: place(from), to: place(to) }]),
          ),
        );
        for (const [key, sides] of Object.entries(given))
          for (const side of ['from', 'to'] as const)
            for (const [name, value] of Object.entries(sides[side])) {
              const row = groups[0]?.rows.find(({ unit }) => unit === `m[${key}]`);
              const said = `${groups[0]?.[side]?.replaceAll('<key>', key)}, ${row?.[side] ?? ''}`;
              expect(said.split(', ')).toContain(`${name} ${value}`);
            }
      }),
    );
  });
});

it('a connection is told by what the plan says of it', () => {
  const provider = { alias: 'a', type: 't' } as Preview['providers'][number];
  expect(describeConnection({ ...provider, connection: { region: 'eu', endpoint: 'http://x' } })).toBe(
    'region eu, endpoint http://x',
  );
  expect(describeConnection(provider)).toBe('');
  expect(whereItLeads(provider)).toBe('a preview cannot say where it leads');
  expect(whereItLeads({ ...provider, connection: { region: 'eu' } })).toBe('region eu');
});
