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

describe('a way back', () => {
  it('ends the same after a death at any commit or call, and any lost answer', async () => {
    const calm = await rollBack(undefined);
    expect(calm.found).toEqual({
      frozen: false,
      aliasOfOrders: undefined,
      aliasOfCustomers: ['customers-v1'],
      copies: [undefined, undefined],
      decided: ['orders begun', 'customers begun', 'orders ended', 'customers ended'],
    });
    const points = pointsOf(calm.counts, MOST_POINTS);
    expect(points.length).toBe(MOST_POINTS);
    for (const point of points) {
      const { found } = await rollBack(point);
      expect({ point, found }).toEqual({ point, found: calm.found });
    }
  });
});

const [OLD, NEW] = ['https://10.20.0.5:9200', 'https://10.20.0.9:9200'];

/** One unit waits for its clients with its source frozen, and the alias of the other one has moved. */
async function rollBack(point: Disturbance | undefined) {
  const world = new DerivedWorld('live-index.yaml');
  await world.apply('confirm-clients');
  world.disturb(point);
  await world.toTheEnd(async (opened, signal) => {
    const left = await opened.checkpoint();
    const target = ['orders', 'customers'].filter((unit) => left.decisions.get(unit)?.rollback !== 'ended');
    if (target.length === 0) return;
    await using derived = await opened.rollback({ target, deletesTarget: true, reason: 'tried' });
    await derived.apply({ signal });
  });
  const { counts } = world;
  const source = await world.ask(`${OLD}/orders-v1`);
  const decided = world.main.records.flatMap((record) =>
    record.kind === 'unit.decided' ? [`${record.unit} ${record.rollback ?? ''}`] : [],
  );
  const found = {
    frozen: JSON.stringify(source).includes('"write":"true"'),
    aliasOfOrders: await world.ask(`${NEW}/_alias/orders`),
    aliasOfCustomers: Object.keys((await world.ask(`${NEW}/_alias/customers`)) ?? {}),
    copies: [await world.ask(`${NEW}/orders-v2`), await world.ask(`${NEW}/customers-v2`)],
    decided,
  };
  return { counts, found };
}

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
