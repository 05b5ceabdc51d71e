import { type KindInput, Reference, type Value, type ValueObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { verify } from './verify.ts';

const entry = (url: string) => ({ type: 'elasticsearch', config: { url, password: 'p' } });
const CONNECTIONS: NonNullable<KindInput['connections']> = new Map([
  ['old', entry('https://old')],
  ['new', entry('https://new')],
  ['plain', entry('http://plain')],
  ['again', entry('https://new/')],
]);

const expand = (given: ValueObject, options: ValueObject = {}) =>
  verify.expand({ address: 'u', with: given, options, connection: 'new', connections: CONNECTIONS });
const BETWEEN = { source: { connection: 'old', index: 'a' }, target: { index: 'b' } };

describe('the kind verify', () => {
  it('asks both sides for reach, login and rights before it does anything', () => {
    const { steps } = expand(BETWEEN);
    const places = steps.slice(0, 8).map(({ name, kind, connection }) => `${kind} ${name} at ${connection}`);
    expect(places).toEqual([
      'check check-source at old',
      'check check-copy at new',
      'check check-rights-source at old',
      'check check-rights-copy at new',
      'check read-source at old',
      'check read-copy at new',
      'call refresh-source at old',
      'call refresh-copy at new',
    ]);
  });

  it('asks whether two connections lead to one cluster, where an index could be compared with itself', () => {
    const namesOf = (index: Value) =>
      expand({ source: { connection: 'old', index: 'a' }, target: { index } }).steps.map(({ name }) => name);
    const names = namesOf('a');
    expect(names.slice(0, 4)).toEqual(['check-source', 'check-copy', 'check-apart', 'check-rights-source']);
    expect(namesOf(new Reference(['migrations', 'x', 'outputs', 'index']))).toContain('check-apart');
    expect(namesOf('b')).not.toContain('check-apart');
    const within = expand({ source: { index: 'a' }, target: { index: new Reference(['migrations', 'x']) } });
    expect(within.steps.map(({ name }) => name)).not.toContain('check-apart');
    const step = expand({ source: { connection: 'old', index: 'a' }, target: { index: 'a' } }).steps[2];
    expect(step).toMatchObject({ check: 'indices-apart', connection: 'new', beside: { connection: 'old' } });
  });

  it.each([
    ['counts', ['count']],
    ['definition', ['count', 'compare-definition']],
    ['sample', ['sample', 'count', 'compare-definition']],
    ['digest', ['compare', 'verify', 'count', 'compare-definition']],
    [undefined, ['compare', 'verify', 'count', 'compare-definition']],
  ])('compares by %s', (level, names) => {
    const { steps } = expand(BETWEEN, level === undefined ? {} : { verify: { level } });
    expect(steps.slice(8).map(({ name }) => name)).toEqual(names);
  });

  it('works over both connections, or over the only one', () => {
    const connectionsOf = (given: ValueObject) =>
      expand(given).steps.flatMap((step) => (step.kind === 'job' ? [step.connections] : []));
    for (const connections of connectionsOf(BETWEEN)) expect(connections).toEqual(['old', 'new']);
    const within = { source: { index: 'a' }, target: { index: 'b' } };
    for (const connections of connectionsOf(within)) expect(connections).toBeUndefined();
    const elsewhere = { source: { connection: 'old', index: 'a' }, target: { connection: 'old', index: 'b' } };
    for (const connections of connectionsOf(elsewhere)) expect(connections).toEqual(['old']);
  });

  it('counts each side on its own cluster', () => {
    const count = expand(BETWEEN, { verify: { level: 'counts' } }).steps.at(-1);
    expect(count).toMatchObject({ connection: 'new', arguments: { index: 'b' }, beside: { connection: 'old' } });
  });

  it('finds an index that is compared with itself, and a password that crosses the network', () => {
    const { problems } = expand({
      source: { connection: 'plain', index: 'a' },
      target: { connection: 'plain', index: 'a' },
    });
    expect(problems).toMatchObject([
      { severity: 'warning', summary: 'a password crosses the network unencrypted' },
      { severity: 'error', path: ['with', 'target', 'index'] },
    ]);
    expect(expand(BETWEEN).problems).toBeUndefined();
  });

  it('finds an index that is compared with itself under another alias of its cluster', () => {
    const under = (index: string) =>
      expand({ source: { connection: 'again', index }, target: { index: 'b' } }).problems;
    expect(under('b')).toMatchObject([{ severity: 'error', path: ['with', 'target', 'index'] }]);
    expect(under('a')).toBeUndefined();
  });
});
