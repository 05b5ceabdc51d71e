import type { Preview, PreviewUnit } from '@waybill/core';
import { expect, it } from 'vitest';
import { groupMovements } from '../folds/group-movements.ts';
import { ASCII_SYMBOLS, type Style } from '../text/style.ts';
import { renderConnections, renderDiffering, renderMoves } from './render-movements.ts';

const STYLE: Style = { color: false, symbols: ASCII_SYMBOLS, columns: 80, paint: (_look, text) => text };

function fleet(count: number): Preview {
  const units = Array.from({ length: count }, (_, at): PreviewUnit => {
    const from = { label: 'Redis', facts: [{ name: 'address', value: `10.0.0.${at}:6379` }] };
    const to = { label: 'DCS instance', connection: 'cache', facts: [{ name: 'id', value: `dcs-${at}` }] };
    return { address: `redis[${at}]`, migration: 'redis', from, to } as unknown as PreviewUnit;
  });
  const migrations = [{ name: 'redis', uses: 'cache.online-migration', units: count, title: 'migrate' }];
  const providers = [
    { alias: 'cache', type: 'dcs', connection: { region: 'eu-de' } },
    { alias: 'other', type: 'dcs', connection: {} },
  ];
  return { units, migrations, providers } as unknown as Preview;
}

it('says below each migration what its units have in common', () => {
  expect(renderMoves(fleet(2), STYLE, { listsUnits: true })).toEqual([
    '  redis  2 units  cache.online-migration  migrate',
    '    from Redis',
    '    to   DCS instance; the rest for each unit below',
  ]);
  expect(renderMoves(fleet(2), STYLE, { listsUnits: false }).at(-1)).toBe(
    '    to   DCS instance; the rest for each unit (without --concise)',
  );
  expect(renderMoves(fleet(1), STYLE, { listsUnits: true }).slice(1)).toEqual([
    '    from Redis, address 10.0.0.0:6379',
    '    to   DCS instance, id dcs-0',
  ]);
});

it('names the units one by one, at first fifty of them', () => {
  const linesOf = (count: number, listsUnits: boolean): readonly string[] =>
    [...renderDiffering(groupMovements(fleet(count)), { style: STYLE, listsUnits })].flat();
  const shown = linesOf(52, false);
  expect(shown[0]).toBe('    redis[0]   address 10.0.0.0:6379 -> id dcs-0');
  expect(shown).toHaveLength(51);
  expect(shown.at(-1)).toBe('    and 2 more (--units lists them)');
  expect(linesOf(52, true)).toHaveLength(52);
  expect(linesOf(1, false)).toEqual([]);
});

it('names many of them in pieces, each of some milliseconds', () => {
  const pieces = [...renderDiffering(groupMovements(fleet(2_500)), { style: STYLE, listsUnits: true })];
  expect(pieces.flat().filter((line) => line.includes('address'))).toHaveLength(2_500);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(1_000);
});

it('says where each connection leads, as far as the plan does', () => {
  expect(renderConnections(fleet(1), STYLE)).toEqual([
    '',
    'Connections',
    '  cache  dcs',
    '    region eu-de',
    '  other  dcs',
    '    a preview cannot say where it leads',
  ]);
});
