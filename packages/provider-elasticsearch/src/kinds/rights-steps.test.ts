import type { KindInput, StepBlueprint, ValueObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { comparison } from './comparison.ts';
import { reindex } from './reindex.ts';
import { verify } from './verify.ts';

const entry = (url: string, login: ValueObject) => ({ type: 'elasticsearch', config: { url, ...login } });
const CONNECTIONS: NonNullable<KindInput['connections']> = new Map([
  ['old', entry('https://old', { api_key: 'k' })],
  ['new', entry('https://new', { username: 'u', password: 'p' })],
  ['open', entry('http://127.0.0.1:9200', {})],
  ['paced', entry('https://paced', { username: 'u', password: 'p', pace: { documents: '5/s' } })],
]);

const INDICES = { source: { connection: 'old', index: 'a' }, dest: { index: 'b' } };

function rightsIn(steps: readonly StepBlueprint[]): Readonly<Record<string, unknown>> {
  const asking = steps.filter((step) => step.kind === 'check' && step.check === 'rights-held');
  return Object.fromEntries(
    asking.map((step) => [`${step.name}@${step.connection ?? ''}`, 'arguments' in step ? step.arguments : {}]),
  );
}

const rightsOf = (given: ValueObject, options: ValueObject = {}, connection = 'new') =>
  rightsIn(reindex.expand({ address: 'u', with: given, options, connection, connections: CONNECTIONS }).steps);

const SOURCE = ['indices:data/read/search', 'indices:admin/refresh'];
const COPY = [
  'indices:data/read/search',
  'create_index',
  'indices:admin/create',
  'indices:admin/settings/update',
  'indices:admin/refresh',
];
const WRITE = ['indices:data/write/bulk', 'indices:data/write/index'];

describe('the rights that a copy needs', () => {
  it('are asked of both clusters, with what each step does there', () => {
    expect(rightsOf({ ...INDICES, method: 'bulk' })).toEqual({
      'check-rights-source@old': { index: [{ names: ['a'], privileges: SOURCE }] },
      'check-rights-copy@': {
        cluster: ['cluster:monitor/health'],
        index: [{ names: ['b'], privileges: [...COPY, ...WRITE] }],
      },
    });
  });

  it('are those of tasks too where the cluster copies', () => {
    const { 'check-rights-copy@': copy } = rightsOf({ ...INDICES, method: 'remote' });
    expect(copy).toMatchObject({
      cluster: ['cluster:monitor/health', 'cluster:monitor/task/get', 'cluster:monitor/tasks/lists'],
    });
  });

  it.each([
    ['remote', true],
    ['auto', true],
    ['bulk', false],
  ])('have the results of tasks where the cluster may copy: %s', (method, isAsked) => {
    const { 'check-rights-copy@': copy } = rightsOf({ ...INDICES, method });
    const { cluster, index } = copy as { readonly cluster: readonly string[]; readonly index: readonly unknown[] };
    expect(cluster.includes('cluster:monitor/tasks/lists')).toBe(isAsked);
    const results = expect.arrayContaining([
      { names: ['.tasks'], privileges: ['indices:data/read/search'] },
    ]) as unknown;
    if (isAsked) expect(index).toEqual(results);
    else expect(JSON.stringify(index)).not.toContain('.tasks');
  });

  it.each([
    ['remote', true],
    ['auto', true],
    ['bulk', false],
  ])('have the speed of copies where they share a pace: %s', (method, isAsked) => {
    const { 'check-rights-copy@': copy } = rightsOf({ ...INDICES, method }, {}, 'paced');
    const { cluster = [] } = copy as { readonly cluster?: readonly string[] };
    expect(cluster.includes('cluster:admin/reindex/rethrottle')).toBe(isAsked);
  });

  it('have the speed of copies also where the source has the pace', () => {
    const given = { ...INDICES, source: { connection: 'paced', index: 'a' }, method: 'auto' };
    const { 'check-rights-copy@': copy } = rightsOf(given);
    expect(JSON.stringify(copy)).toContain('cluster:admin/reindex/rethrottle');
  });

  it('have the freeze, its end, deletions and aliases where there is a cut-over', () => {
    const cutover = { catch_up: true, cutover: { mode: 'clients', aliases: ['live'] } };
    const rights = rightsOf({ ...INDICES, method: 'bulk' }, cutover);
    expect(rights['check-rights-source@old']).toEqual({
      index: [
        {
          names: ['a'],
          privileges: expect.arrayContaining([
            'indices:admin/block/add',
            'indices:admin/settings/update',
            'indices:monitor/stats',
          ]),
        },
      ],
    });
    expect(rights['check-rights-copy@']).toMatchObject({
      index: [
        { names: ['b'], privileges: expect.arrayContaining(['indices:data/write/delete', 'indices:admin/aliases']) },
        { names: ['live'], privileges: ['indices:admin/aliases'] },
      ],
    });
  });

  it('are not asked where nobody logs in', () => {
    const within = { source: { index: 'a' }, dest: { index: 'b' } };
    expect(rightsOf(within, {}, 'open')).toEqual({});
    expect(Object.keys(rightsOf(within))).toEqual(['check-rights-source@', 'check-rights-copy@']);
  });
});

describe('the rights that a comparison needs', () => {
  const only = { index: [{ names: ['a'], privileges: SOURCE }] };

  it('are to read and to refresh, with the kind verify', () => {
    const given = { source: INDICES.source, target: { index: 'a' } };
    const { steps } = verify.expand({
      address: 'u',
      with: given,
      options: {},
      connection: 'new',
      connections: CONNECTIONS,
    });
    expect(rightsIn(steps)).toEqual({ 'check-rights-source@old': only, 'check-rights-copy@new': only });
  });

  it('and for kinds of other providers, by the names that theirs have', () => {
    const steps = comparison.before({
      source: { connection: 'old', data: { index: 'a' }, namedAt: 'x' },
      copy: { connection: 'new', data: { index: 'a' }, namedAt: 'y' },
      options: {},
      intended: {},
      connections: CONNECTIONS,
    });
    expect(rightsIn(steps)).toEqual({ 'reach-rights-source@old': only, 'reach-rights-copy@new': only });
  });
});
