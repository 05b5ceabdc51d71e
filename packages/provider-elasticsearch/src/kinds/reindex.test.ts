import {
  defined,
  Interpolation,
  type KindInput,
  Reference,
  type StepBlueprint,
  type Value,
  type ValueObject,
} from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { reindex } from './reindex.ts';

const CONNECTIONS: NonNullable<KindInput['connections']> = new Map([
  ['old', { type: 'elasticsearch', config: { url: 'http://10.0.0.1:9200', username: 'u', password: 'p' } }],
  ['keyed', { type: 'elasticsearch', config: { url: 'https://a', api_key: 'k', headers: { 'X-T': 't' } } }],
  ['tunnel', { type: 'elasticsearch', config: { url: 'http://127.0.0.1:9201' } }],
  ['new', { type: 'elasticsearch', config: { url: 'http://10.0.0.2:9200' } }],
]);

function expand(given: ValueObject, options: ValueObject = {}) {
  return reindex.expand({ address: 'u', with: given, options, connection: 'new', connections: CONNECTIONS });
}

const namesOf = (steps: readonly StepBlueprint[]) =>
  steps.map(({ name, connection }) => `${name}${connection === undefined ? '' : `@${connection}`}`);
const step = (steps: readonly StepBlueprint[], name: string) => steps.find((each) => each.name === name);

/** As a preview shows it. */
function textOf(value: Value | undefined): string {
  return typeof value === 'string'
    ? value
    : `${value instanceof Reference || value instanceof Interpolation ? value.toString() : JSON.stringify(value)}`;
}

/** What is deep in a step. */
function valueAt(within: unknown, ...path: readonly string[]): unknown {
  return path.reduce((value, key) => (value as Readonly<Record<string, unknown>>)[key], within);
}

const REMOTE: ValueObject = {
  source: { connection: 'old', index: 'a' },
  dest: { index: 'a' },
  method: 'remote',
};
const KEYED: ValueObject = { source: { connection: 'keyed', index: 'a' }, dest: { index: 'a' } };
const LOCAL: ValueObject = { source: { index: 'a' }, dest: { index: 'b' } };

/** What is found in a copy between two connections that have a pace. */
function pacedProblems(method: string, ofSource?: ValueObject, ofTarget?: ValueObject) {
  const entry = (url: string, pace?: ValueObject) => ({ type: 'elasticsearch', config: { url, ...defined({ pace }) } });
  const connections = new Map([
    ['slow', entry('https://slow.example', ofSource)],
    ['new', entry('https://new.example', ofTarget)],
  ]);
  const given = { source: { connection: 'slow', index: 'a' }, dest: { index: 'b' }, method };
  return reindex.expand({ address: 'u', with: given, options: {}, connection: 'new', connections }).problems ?? [];
}

describe('a copy from a cluster that this machine reaches otherwise', () => {
  const THROUGH: ValueObject = {
    source: { connection: 'old', connect: 'tunnel', index: 'a' },
    dest: { index: 'a' },
    method: 'remote',
  };

  it('is asked by that connection, and pulled by the target from its own', () => {
    const { steps } = expand(THROUGH);
    const elsewhere = steps.flatMap(({ connection }) => (connection === undefined ? [] : [connection]));
    expect(new Set(elsewhere)).toEqual(new Set(['tunnel']));
    expect(valueAt(step(steps, 'reindex'), 'arguments', 'remote', 'host')).toBe('http://10.0.0.1:9200');
    expect(reindex.describe?.(THROUGH, 'new').from).toMatchObject({ connection: 'old' });
  });

  it('names what cannot be reached, and the key that names another way', () => {
    const { steps } = expand(THROUGH);
    expect(step(steps, 'reach-source')).toMatchObject({
      unreachable: {
        what: 'The cluster tunnel (http://127.0.0.1:9201)',
        hint: expect.stringContaining('source.connect'),
      },
    });
    expect(step(steps, 'reach-target')).toMatchObject({
      unreachable: { what: 'The cluster new (http://10.0.0.2:9200)' },
    });
  });

  it('is refused where the source is on the same cluster', () => {
    const { problems } = expand({ source: { connect: 'tunnel', index: 'a' }, dest: { index: 'b' } });
    expect(problems).toMatchObject([{ severity: 'error', path: ['with', 'source', 'connect'] }]);
  });
});

describe('a copy from another cluster', () => {
  it('reads at the source and writes at the target', () => {
    const { steps, problems } = expand(REMOTE);
    expect(problems).toMatchObject([{ severity: 'warning', summary: 'a password crosses the network unencrypted' }]);
    expect(namesOf(steps)).toEqual([
      'reach-source@old',
      'reach-target',
      'check-clusters@old',
      'check-rights-source@old',
      'check-source@old',
      'check-open@old',
      'check-target',
      'try-definition',
      'read-source@old',
      'read-copy',
      'check-remote',
      'check-pipelines@old',
      'check-templates',
      'check-disk',
      'check-shards',
      'refresh-source@old',
      'create',
      'check-made',
      'check-allocated',
      'prepare',
      'reindex',
      'restore',
      'refresh',
      'check-active',
      'check-copy',
      'check-source-copied@old',
      'count',
      'restore-pipelines',
    ]);
  });

  it('gives the index its settings again where a check before the copy failed, and is tried again', () => {
    const { steps } = expand(REMOTE);
    for (const name of ['check-made', 'check-allocated', 'prepare'])
      expect(steps.find((step) => step.name === name)).toMatchObject({ repeats: ['restore'] });
    expect(steps.find(({ name }) => name === 'check-copy')).not.toHaveProperty('repeats');
  });

  it('gives the target the login of the source', () => {
    expect(step(expand(REMOTE).steps, 'reindex')).toMatchObject({
      arguments: {
        remote: { host: 'http://10.0.0.1:9200', username: 'u', password: 'p', socket_timeout: '5m' },
      },
    });
    const keyed = expand({ ...KEYED, method: 'remote' });
    expect(keyed.problems).toBeUndefined();
    const headers = valueAt(step(keyed.steps, 'reindex'), 'arguments', 'remote', 'headers') as ValueObject;
    expect([Object.keys(headers), textOf(headers['Authorization'])]).toEqual([['X-T', 'Authorization'], 'ApiKey k']);
  });

  it('is own work of which each slice is pulled by the target, by a method that is fixed', () => {
    const { steps, activity } = expand({ ...REMOTE, parts: 3, batch: 7, requests_per_second: 5 });
    const copied = step(steps, 'reindex');
    expect(copied).toMatchObject({ kind: 'job', job: 'copy-by-cluster', connections: ['old', 'new'] });
    expect(copied).toMatchObject({ arguments: { method: 'remote', parts: 3, batch: 7, requests_per_second: 5 } });
    expect(textOf(valueAt(copied, 'arguments', 'opaque_id') as Value)).toBe('waybill-${{ unit.token }}');
    expect([activity, step(steps, 'restore')?.needs]).toEqual([undefined, ['create', 'reindex']]);
  });

  it('moves no alias', () => {
    expect(expand(KEYED, { cutover: { alias: 'x' } }).problems).toMatchObject([
      { severity: 'error', path: ['cutover', 'alias'] },
    ]);
  });
});

describe('a copy within one cluster', () => {
  it('reads and writes at one place, without a probe', () => {
    const { steps } = expand(LOCAL);
    const names = namesOf(steps);
    expect(step(steps, 'reindex')).toMatchObject({ job: 'copy-by-cluster', arguments: { method: 'local' } });
    for (const absent of ['connections', 'arguments.remote']) expect(step(steps, 'reindex')).not.toHaveProperty(absent);
    expect(names).not.toContain('check-remote');
    expect(names.filter((name) => name.includes('@'))).toEqual([]);
    // The same, where the plan names its own cluster.
    expect(namesOf(expand({ ...LOCAL, source: { connection: 'new', index: 'a' } }).steps)).toEqual(names);
  });

  it('cannot be made of an index into itself', () => {
    expect(expand({ ...LOCAL, dest: { index: 'a' } }).problems).toMatchObject([
      { severity: 'error', path: ['with', 'dest', 'index'] },
    ]);
  });

  it('moves an alias when an operator allows it, or at once', () => {
    const gated = expand(LOCAL, { cutover: { alias: 'x' } }).steps;
    expect(namesOf(gated).slice(-5)).toEqual([
      'approve-cutover',
      'check-alias-again',
      'note-copy',
      'switch',
      'check-switched',
    ]);
    // It is checked before anything is made, and again when it moves.
    expect(namesOf(gated).indexOf('check-alias')).toBeLessThan(namesOf(gated).indexOf('create'));
    expect(namesOf(expand(LOCAL, { cutover: { alias: 'x', gate: false } }).steps)).not.toContain('approve-cutover');
    expect(step(gated, 'switch')).toMatchObject({
      arguments: { actions: [{ remove: { index: 'a', alias: 'x' } }, { add: { index: 'b', alias: 'x' } }] },
    });
  });
});

describe('a copy whose method is left open', () => {
  it('asks the target whether it can pull, and keeps what it found for the copy', () => {
    const { steps, activity, problems } = expand({ ...KEYED, method: 'auto', parts: 2 });
    expect(problems).toBeUndefined();
    expect(step(steps, 'choose-method')).toMatchObject({ operation: 'TryReindex', check: 'method-chosen' });
    const copied = step(steps, 'copy');
    expect(copied).toMatchObject({ kind: 'job', job: 'copy-by-method', connections: ['keyed', 'new'] });
    expect(textOf(valueAt(copied, 'arguments', 'method') as Value)).toContain('choose-method.outputs.method');
    expect([activity, step(steps, 'restore')?.needs]).toEqual([undefined, ['create', 'copy']]);
  });

  it('is made by the cluster itself within one', () => {
    const names = namesOf(expand(LOCAL).steps);
    expect(namesOf(expand({ ...LOCAL, method: 'auto' }).steps)).toEqual(names);
  });

  it.each([
    ['remote', undefined, 1],
    ['remote', { documents: '9/s' }, 0],
    ['auto', undefined, 0],
    ['bulk', undefined, 0],
  ])('keeps the pace of the source by %s, or says that it does not', (method, ofTarget, count) => {
    const problems = pacedProblems(method, { documents: '5/s' }, ofTarget);
    expect(
      problems.filter(({ summary }) => summary.startsWith('this method does not keep the pace of the source')),
    ).toHaveLength(count);
  });

  it.each([
    ['auto', { bytes: '9/s' }, undefined, 1],
    ['auto', undefined, { bytes: '9/s' }, 1],
    ['auto', { bytes: '9/s' }, { documents: '5/s' }, 0],
    ['remote', { bytes: '9/s' }, undefined, 1],
    ['bulk', { bytes: '9/s' }, undefined, 0],
    ['auto', undefined, undefined, 0],
  ])('warns of a pace in bytes alone by %s: %o, %o', (method, ofSource, ofTarget, count) => {
    const problems = pacedProblems(method, ofSource, ofTarget);
    expect(problems.filter(({ summary }) => summary.startsWith('pace.bytes'))).toHaveLength(count);
  });

  it.each(['auto', 'bulk'])('has a limit of documents a second by %s too', (method) => {
    const { steps, problems } = expand({ ...KEYED, method, requests_per_second: 5 });
    expect(problems).toBeUndefined();
    expect(valueAt(step(steps, 'copy'), 'arguments', 'requests_per_second')).toBe(5);
  });
});

it('makes an index without ingest pipelines, and names them at the end', () => {
  for (const settings of [
    { index: { default_pipeline: 'p', codec: 'best_compression' } },
    { 'index.default_pipeline': 'p', 'index.codec': 'best_compression' },
    { default_pipeline: 'p', codec: 'best_compression' },
  ]) {
    const { steps } = expand({ ...LOCAL, dest: { index: 'b', settings } });
    const made = valueAt(step(steps, 'create'), 'arguments', 'settings');
    expect(JSON.stringify(made)).not.toContain('pipeline');
    expect(JSON.stringify(made)).toContain('best_compression');
    const present = valueAt(step(steps, 'restore-pipelines'), 'arguments', 'present') as ValueObject;
    expect([present['default_pipeline'], textOf(present['final_pipeline'])]).toEqual([
      'p',
      expect.stringContaining('check-source.outputs.final_pipeline'),
    ]);
  }
});

it('gives the index the plan’s own settings in the end, however they are written', () => {
  for (const settings of [
    { index: { number_of_replicas: 2 } },
    { 'index.number_of_replicas': 2 },
    { number_of_replicas: 2 },
  ]) {
    const { steps } = expand({ ...LOCAL, dest: { index: 'b', settings } });
    expect(step(steps, 'create')).toMatchObject({
      arguments: { settings: { 'index.number_of_replicas': 0, 'index.refresh_interval': '-1' } },
    });
    const restored = valueAt(step(steps, 'restore'), 'arguments', 'settings', 'index') as ValueObject;
    expect([step(steps, 'restore')?.always, restored['number_of_replicas']]).toEqual([true, 2]);
    expect(textOf(restored['refresh_interval'])).toContain('check-source.outputs.refresh_interval');
  }
});

it('copies no index into itself, under whatever alias its cluster goes', () => {
  const connections = new Map([
    ...CONNECTIONS,
    ['again', { type: 'elasticsearch', config: { url: ['http://b', 'http://10.0.0.2:9200/'] } }],
  ]);
  const given = { source: { connection: 'again', index: 'a' }, dest: { index: 'a' } };
  const { problems } = reindex.expand({ address: 'u', with: given, options: {}, connection: 'new', connections });
  expect(problems).toMatchObject([{ severity: 'error', path: ['with', 'dest', 'index'] }]);
});

it('does not take a name of more than 255 bytes', () => {
  const long = 'ü'.repeat(128);
  expect(expand({ ...LOCAL, dest: { index: long } }).problems).toMatchObject([
    { summary: 'the name of the index is too long' },
  ]);
  expect(expand({ ...LOCAL, dest: { index: long.slice(1) } }).problems).toBeUndefined();
});

it('says where documents come from and go to, and which index is filled', () => {
  expect(reindex.describe?.(REMOTE, 'new')).toMatchObject({
    from: { connection: 'old', facts: [{ name: 'index', value: 'a' }] },
    to: { connection: 'new', facts: [{ name: 'index', value: 'a' }] },
  });
  expect(reindex.writes?.(REMOTE)).toMatchObject([{ identity: ['index', 'a'], within: 'connection' }]);
});
