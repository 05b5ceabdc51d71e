import { type ComparedPair, Reference, type StepBlueprint } from '@waybill/core';
import { expect, it } from 'vitest';
import { comparison } from './comparison.ts';

const PAIR: ComparedPair = {
  source: { connection: 'old', data: { databases: [0] }, namedAt: 'verify.connect.source' },
  copy: { connection: 'new', data: {}, namedAt: 'verify.connect.target' },
  options: { level: 'digest', interval: '10ms' },
  intended: {},
  connections: new Map([['old', { type: 'redis', config: { url: 'redis://10.20.0.5:6379' } }]]),
};

const names = (steps: readonly StepBlueprint[]): readonly string[] => steps.map(({ name }) => name);

it('asks both servers before anything is copied, each over its own connection', () => {
  const before = comparison.before(PAIR);
  expect(names(before)).toEqual([
    'reach-source',
    'reach-target',
    'reach-apart',
    'reach-source-rights',
    'reach-target-rights',
    'reach-source-databases',
    'reach-target-databases',
  ]);
  expect(before.map(({ connection }) => connection)).toEqual(['old', 'new', 'new', 'old', 'new', 'old', 'new']);
  expect(before[0]).toMatchObject({
    unreachable: {
      what: 'The server old (redis://10.20.0.5:6379)',
      hint: expect.stringContaining('verify.connect.source'),
    },
  });
});

it('compares by the level of the plan, and again by another one', () => {
  expect(comparison.after(PAIR)).toMatchObject([
    {
      name: 'compare',
      connection: 'new',
      connections: ['old', 'new'],
      arguments: { level: 'digest', interval_ms: 10, databases: [0] },
    },
  ]);
  expect(names(comparison.after({ ...PAIR, options: { level: 'counts' } }))).toEqual(['count']);
  const again = comparison.again(PAIR, 'keys');
  if (again.kind === 'none') throw new Error(again.why);
  expect(again.level).toBe('keys');
  expect(names(again.blueprint.steps)).toEqual(['note-source', 'note-target', 'compare']);
  expect(names(comparison.freshness(PAIR, {}).steps)).toEqual(['unwritten-source', 'unwritten-target']);
});

it('counts again while nobody writes, whatever the level', () => {
  for (const level of ['counts', 'digest'])
    expect(
      comparison.frozen?.({ ...PAIR, options: { level, expect: 'superset', max_differences: 2 } })[0],
    ).toMatchObject({
      name: 'count-frozen',
      connection: 'new',
      operation: 'CountKeys',
      beside: { operation: 'CountKeys', connection: 'old' },
      check: 'counts-equal',
      expect: { superset: true, most: 2, databases: [0] },
    });
});

it('compares only what the comparison before left open while nobody writes', () => {
  expect(comparison.frozen?.(PAIR)[1]).toMatchObject({
    name: 'compare-frozen',
    job: 'compare-open-keys',
    connections: ['old', 'new'],
    arguments: {
      level: 'digest',
      databases: [0],
      left_open: new Reference(['steps', 'compare', 'outputs', 'left_open']),
    },
  });
  expect(names(comparison.frozen?.({ ...PAIR, options: { level: 'counts' } }) ?? [])).toEqual(['count-frozen']);
});

it('notes which server is which, and compares each at the address of the other one once they have moved', () => {
  const moved = comparison.moved?.(PAIR) ?? { before: [], after: [] };
  expect(moved.before).toMatchObject([
    { name: 'note-sides', connection: 'new', operation: 'ShowPosition', beside: { connection: 'old' } },
  ]);
  const noted = (side: string) => new Reference(['steps', 'note-sides', 'outputs', side]);
  expect(moved.after).toMatchObject([
    {
      name: 'check-moved',
      connection: 'old',
      beside: { connection: 'new' },
      expect: { copy: noted('copy'), source: noted('source') },
    },
    {
      name: 'compare-moved',
      job: 'compare-keys',
      connections: ['new', 'old'],
      arguments: { level: 'digest', interval_ms: 10, databases: [0], since: noted('copy') },
    },
  ]);
  expect(names(comparison.moved?.({ ...PAIR, options: { level: 'counts' } }).after ?? [])).toEqual(['check-moved']);
});

it('refuses one server on both sides', () => {
  expect(comparison.problems(PAIR)).toEqual([]);
  expect(comparison.problems({ ...PAIR, copy: { ...PAIR.copy, connection: 'old' } })).toMatchObject([
    { path: ['verify', 'connect', 'target'], summary: 'a server would be compared with itself' },
  ]);
});
