import { type ComparedPair, Reference, type StepBlueprint, type ValueObject } from '@waybill/core';
import { expect, it } from 'vitest';
import { comparison } from './comparison.ts';
import { verify } from './verify.ts';

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

const entry = (url: string | readonly string[], login: ValueObject = { password: 'p' }) => ({
  type: 'redis',
  config: { url, ...login },
});

it.each([
  ['an address of a network', entry('redis://10.20.0.5:6379'), 1],
  ['a name of a network', entry('redis://127.example.com'), 1],
  ['one of several', entry(['rediss://a:1', 'redis://b:1']), 1],
  ['a password of Sentinels', entry('redis://a:1', { sentinel_password: 'p' }), 1],
  ['TLS', entry('rediss://10.20.0.5:6379'), 0],
  ['no password', entry('redis://10.20.0.5:6379', {}), 0],
  ['this machine', entry(['redis://localhost:1', 'redis://127.0.0.1:1', 'redis://[::1]:1']), 0],
  ['a server of a sandbox', entry('http://127.0.0.1:8080/servers/a'), 0],
] as const)('warns of a password that crosses the network unencrypted: %s', (_, old, count) => {
  const connections = new Map([['old', old]]);
  const found = comparison.problems({ ...PAIR, connections });
  expect(found).toHaveLength(count);
  const input = { address: 'a', options: {}, connection: 'old', connections };
  const { problems = [] } = verify.expand({ ...input, with: { source: {}, target: { connection: 'new' } } });
  expect(problems).toHaveLength(count);
  for (const problem of [...found, ...problems])
    expect(problem).toMatchObject({
      severity: 'warning',
      summary: 'a password crosses the network unencrypted',
      detail: expect.stringContaining('old'),
      hint: expect.stringContaining('rediss://'),
    });
});

it.each([
  ['10.0.0.5:6379', { password: 'p' }, 1],
  ['127.0.0.1:1,10.0.0.5:6379', { password: new Reference(['secrets', 'old']) }, 1],
  ['10.0.0.5:6379', {}, 0],
  ['127.0.0.1:6379', { password: 'p' }, 0],
] as const)('warns of the password for %s of the plan with %j', (addresses, login, count) => {
  const origin = 'the address in source_instance.addrs';
  const source = {
    ...PAIR.source,
    connection: 'redis.source',
    address: { arguments: { addresses, ...login }, origin },
  };
  const problems = comparison.problems({ ...PAIR, source });
  expect(problems).toHaveLength(count);
  if (count > 0)
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        path: ['verify', 'connect', 'source'],
        detail: expect.stringContaining(origin),
        hint: expect.stringContaining('verify.connect.source'),
      },
    ]);
});
