import type { JournalRecord } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { DerivedWorld, type Disturbance, pointsOf } from './derived-world.ts';

/** Half a second each. */
const MOST_POINTS = 40;

describe('a comparison of what was applied', () => {
  it('ends the same after a death at any commit or call, and any lost answer', async () => {
    const calm = await compareAgain(undefined);
    expect(calm.found).toEqual({ 'orders-2024': 'equal', 'orders-2025': 'equal', customers: 'equal' });
    const points = pointsOf(calm.counts, MOST_POINTS);
    expect(points.length).toBe(MOST_POINTS);
    for (const point of points) {
      const { found, twice, main } = await compareAgain(point);
      expect({ point, found, twice, main }).toEqual({ point, found: calm.found, twice: [], main: calm.main });
    }
  });
});

async function compareAgain(point: Disturbance | undefined) {
  const world = new DerivedWorld('reindex.yaml');
  await world.apply();
  const before = world.main.records.length;
  world.disturb(point);
  await world.toTheEnd(async (opened, signal) => {
    await using derived = await opened.verification({ level: 'digest' });
    return await derived.apply({ signal });
  });
  const { counts } = world;
  const since = world.main.records.slice(before);
  const verified = since.flatMap((record) => (record.kind === 'unit.verified' ? [record] : []));
  return {
    counts,
    found: Object.fromEntries(verified.map(({ unit, result }) => [unit.replace(/^orders\[(.*)\]$/, '$1'), result])),
    main: [...new Set(since.map(({ kind }) => kind))],
    twice: twiceDone(world.derived('verify').records),
  };
}

/** Slices whose result counts twice. A unit that is started over does them again. */
function twiceDone(records: readonly JournalRecord[]): readonly string[] {
  const done = new Map<string, number>();
  for (const record of records) {
    if (record.kind === 'unit.redone')
      for (const step of record.steps) for (const key of done.keys()) if (key.startsWith(`${step} `)) done.delete(key);
    if (record.kind !== 'slice.done') continue;
    const key = `${record.step} ${record.slice}`;
    done.set(key, (done.get(key) ?? 0) + 1);
  }
  return [...done].flatMap(([key, count]) => (count > 1 ? [key] : []));
}
