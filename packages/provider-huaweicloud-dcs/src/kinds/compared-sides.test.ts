import { type ComparedPair, type Comparison, type KindInput, Reference, type ValueObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { backupImport } from './backup-import.ts';
import { addressedConnections } from './compared-sides.ts';
import { onlineMigration } from './online-migration.ts';

const PASSWORD = new Reference(['secrets', 'cache']);
const ID = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';
const OWN: ValueObject = { addrs: '10.0.0.5:6379,10.0.0.6:6379', password: PASSWORD };
const INSTANCE: ValueObject = { id: ID, password: PASSWORD };

const asked: ComparedPair[] = [];
const comparison: Comparison = {
  problems: () => [],
  before: (pair) => {
    asked.push(pair);
    return [];
  },
  after: () => [],
  frozen: () => [],
  freeze: () => ({
    before: [],
    freeze: [{ kind: 'call', name: 'pause', title: 'pause', operation: 'Pause', arguments: {} }],
    hold: [],
    lift: [{ kind: 'call', name: 'lift-pause', title: 'lift', operation: 'Lift', arguments: {} }],
  }),
  again: (pair, level = 'digest') => {
    asked.push(pair);
    return { kind: 'steps', level, blueprint: { steps: [], outputs: {} }, impact: { downtime: '', wayBack: '' } };
  },
  freshness: () => ({ steps: [], outputs: {} }),
  unseen: () => 'Nothing is unseen.',
};

const inputOf = (given: ValueObject, options: ValueObject): KindInput => ({
  address: 'sessions',
  with: { name: 'sessions', migration_method: 'full_amount_migration', ...given },
  options,
  comparisonOf: () => comparison,
});

const expand = (given: ValueObject, options: ValueObject, kind = onlineMigration) => {
  asked.length = 0;
  const { steps, problems = [] } = kind.expand(inputOf(given, options));
  return { steps, problems, pair: asked[0] };
};

const referredTo = (step: string) =>
  Object.fromEntries(
    ['host', 'port', 'mode', 'tls'].map((name) => [name, new Reference(['steps', step, 'outputs', name])]),
  );

describe('without verify.connect', () => {
  it('a server is called at its own address, and an instance at the one that ShowInstance gives', () => {
    const { steps, pair } = expand({ source_instance: OWN, target_instance: INSTANCE }, { verify: {} });
    expect(pair?.source).toMatchObject({
      connection: 'redis.source',
      namedAt: 'verify.connect.source',
      address: { arguments: { addresses: OWN['addrs'], password: PASSWORD }, origin: expect.stringContaining('addrs') },
    });
    expect(pair?.copy).toMatchObject({
      connection: 'redis.target',
      address: {
        arguments: { ...referredTo('address-target'), password: PASSWORD },
        origin: expect.stringContaining('ShowInstance'),
      },
    });
    const names = steps.map(({ name }) => name);
    expect(names).toContain('address-target');
    expect(names).not.toContain('address-source');
    // One answer serves both checks of the instance.
    const [check, address] = ['check-target', 'address-target'].map((wanted) =>
      steps.find(({ name }) => name === wanted),
    );
    expect(address).toMatchObject({ operation: 'ShowInstance', arguments: { instance_id: ID } });
    expect(check).toMatchObject({ operation: 'ShowInstance', arguments: { instance_id: ID } });
    expect(steps.find(({ name }) => name === 'create')?.needs).toContain('address-target');
  });

  it('connections are wanted for the sides that it does not name, and for no other plan', () => {
    expect(addressedConnections({})).toEqual({});
    expect(addressedConnections({ verify: {} })).toEqual({ 'redis.source': 'redis', 'redis.target': 'redis' });
    expect(addressedConnections({ verify: { connect: { source: 'old' } } })).toEqual({ 'redis.target': 'redis' });
    expect(addressedConnections({ verify: { connect: { source: 'old', target: 'new' } } })).toEqual({});
  });

  it('a side that it names is called over its connection, whatever its instance is', () => {
    const sides = { source_instance: INSTANCE, target_instance: INSTANCE };
    const { steps, pair } = expand(sides, { verify: { connect: { target: 'new' } } });
    expect([pair?.source.connection, pair?.copy.connection]).toEqual(['redis.source', 'new']);
    expect(pair?.copy).not.toHaveProperty('address');
    expect(steps.map(({ name }) => name)).not.toContain('address-target');
  });

  it('writers are paused at the addresses that are known', () => {
    const cutover = { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1', '10.0.0.2'], freeze: 'client-pause' };
    const sides = { source_instance: INSTANCE, target_instance: INSTANCE };
    const given = { ...sides, migration_method: 'incremental_migration' };
    for (const verify of [{}, { connect: { source: 'old' } }]) {
      const { steps, problems } = expand(given, { cutover, verify });
      expect(problems).toEqual([]);
      expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['pause', 'exchange', 'lift-pause']));
    }
  });

  it('an import whose backup says nothing of its instance is refused', () => {
    const files = { file_source: 'self_build_obs', bucket_name: 'b', files: [{ file_name: 'a.rdb' }] };
    const given = { task_name: 'archive', backup_files: files, target_instance: INSTANCE };
    expect(expand(given, { verify: {} }, backupImport).problems).toMatchObject([
      { severity: 'error', path: ['verify'], hint: expect.stringContaining('verify.connect.source') },
    ]);
    const known = expand({ ...given, source_instance: INSTANCE }, { verify: {} }, backupImport);
    expect(known.problems).toEqual([]);
    expect(known.steps.map(({ name }) => name)).toContain('address-source');
    expect(expand(given, { verify: { connect: { source: 'old' } } }, backupImport).problems).toEqual([]);
  });
});

describe('what was applied without verify.connect', () => {
  const again = (outputs: Readonly<Record<string, ValueObject>>, begun: readonly string[] = []) => {
    asked.length = 0;
    const found = onlineMigration.verification?.(
      {
        ...inputOf({ source_instance: OWN, target_instance: INSTANCE }, { verify: {} }),
        outputsOf: (step) => outputs[step] as never,
        hasBegun: (step) => begun.includes(step),
        isOpen: () => false,
        tokens: [],
      },
      undefined,
    );
    return { found, pair: asked[0] };
  };
  const NOTED = { host: '10.0.0.9', port: 6379, mode: 'ha', tls: false };

  it('is compared at the addresses that were noted, each of which leads to the other side after an exchange', () => {
    const before = again({ await: {}, 'address-target': NOTED });
    expect(before.pair?.copy.address?.arguments).toEqual({ ...NOTED, password: PASSWORD });
    const after = again({ await: {}, 'address-target': NOTED, 'await-exchanged': {} }, ['exchange']);
    expect(after.pair?.source).toMatchObject({ connection: 'redis.target', namedAt: 'verify.connect.target' });
    expect(after.pair?.copy.address?.arguments).toMatchObject({ addresses: OWN['addrs'] });
  });

  it('is not compared where none was noted', () => {
    expect(again({ await: {} }).found).toMatchObject({ kind: 'none', why: expect.stringContaining('verify.connect') });
  });
});
