import type { Preview, PreviewUnit } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { samplePreview } from '../../testing/sample-preview.ts';
import { groupUnits } from './group-units.ts';

const preview = await samplePreview();

/** A chain of units, each in a level of its own. */
function chain(length: number): Preview {
  const units = Array.from({ length }, (_, level): PreviewUnit => {
    const needs = level === 0 ? [] : [`logs[${level - 1}]`];
    return { address: `logs[${level}]`, migration: 'logs', level, needs, state: 'pending', steps: [] };
  });
  return { ...preview, units, levels: units.map(({ level }) => ({ level, units: 1, migrations: ['logs'] })) };
}

describe('units by level, provider and kind', () => {
  test('every unit is in one group, and arrows follow the needs', () => {
    const { groups, edges } = groupUnits(preview);
    const named = new Map(groups.map(({ id, levels, uses }) => [id, `${uses}@${levels[0]}`]));
    expect(groups.map(({ id, units }) => [named.get(id), units.length])).toEqual([
      ['search.index-migration@0', 13],
      ['cache.backup-import@0', 4],
      ['search.index-migration@1', 12],
      ['cache.online-migration@1', 4],
      ['cache.online-migration@2', 2],
      ['search.index-migration@2', 2],
    ]);
    expect(edges.map(([from, to]) => `${named.get(from)} → ${named.get(to)}`).toSorted()).toEqual([
      'cache.backup-import@0 → cache.online-migration@1',
      'cache.online-migration@1 → search.index-migration@2',
      'search.index-migration@0 → search.index-migration@1',
      'search.index-migration@1 → cache.online-migration@2',
      'search.index-migration@1 → search.index-migration@2',
    ]);
  });

  test('very many levels are drawn together, and still every unit is in one group', () => {
    const { groups, edges } = groupUnits(chain(1_000));
    expect(groups.length).toBeLessThanOrEqual(120);
    expect(groups.reduce((sum, { units }) => sum + units.length, 0)).toBe(1_000);
    expect(groups[0]?.levels).toEqual([0, 15]);
    expect(edges).toHaveLength(groups.length - 1);
  });
});
