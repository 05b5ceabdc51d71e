import type { AppliedUnit, ComparedPair, Comparison, Kind, StepBlueprint, ValueObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { backupImport } from './backup-import.ts';
import { onlineMigration } from './online-migration.ts';

const ONLINE: ValueObject = {
  name: 'sessions',
  vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
  subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
  security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
  migration_method: 'incremental_migration',
  source_instance: { addrs: '192.168.1.1:6379' },
  target_instance: { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd' },
};
const FULL: ValueObject = { ...ONLINE, migration_method: 'full_amount_migration' };
const IMPORT: ValueObject = {
  task_name: 'archive',
  backup_files: { file_source: 'self_build_obs', bucket_name: 'b', files: [{ file_name: 'a.rdb' }] },
  target_instance: { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd' },
};
const VERIFY: ValueObject = {
  verify: { level: 'keys', rounds: 1, databases: [0], connect: { source: 'old', target: 'new' } },
};

const asked: ComparedPair[] = [];
const check = (name: string): StepBlueprint => ({
  kind: 'check',
  name,
  title: name,
  operation: 'Any',
  arguments: {},
  check: 'any',
});
const call = (name: string): StepBlueprint => ({ kind: 'call', name, title: name, operation: 'Any', arguments: {} });
const HOLDS = {
  holds: { label: 'writers wait', lift: 'CLIENT UNPAUSE', liftedBy: 'lift-pause', renewedBy: 'renew-pause' },
};
const comparison: Comparison = {
  problems: () => [],
  before: (pair) => {
    asked.push(pair);
    return [check('reach-source'), check('reach-target')];
  },
  after: () => [check('compare')],
  frozen: () => [check('count-frozen')],
  freeze: () => ({
    before: [check('reach-source-pause')],
    freeze: [check('note-writers'), { ...call('pause'), ...HOLDS }, check('note-paused')],
    holdsMs: 300_000,
    hold: [call('renew-pause'), check('check-paused')],
    lift: [call('lift-pause-moved'), call('lift-pause')],
  }),
  moved: () => ({ before: [check('note-sides')], after: [check('check-moved'), check('compare-moved')] }),
  again: (pair, level = 'digest') => {
    asked.push(pair);
    return {
      kind: 'steps',
      level,
      blueprint: { steps: [check('compare')], outputs: {} },
      impact: { downtime: '', wayBack: '' },
    };
  },
  freshness: () => ({ steps: [check('unwritten')], outputs: {} }),
  unseen: () => 'Verified by counts of keys that do not expire: other keys and values are not seen.',
};

interface Given {
  readonly with: ValueObject;
  readonly options: ValueObject;
  readonly succeeded?: readonly string[];
  readonly begun?: readonly string[];
  readonly isRolledBack?: boolean;
  readonly isBeingLedBack?: boolean;
}

function inputOf({
  with: values,
  options,
  succeeded = [],
  begun = [],
  isRolledBack = false,
  isBeingLedBack = false,
}: Given): AppliedUnit {
  return {
    address: 'sessions',
    with: values,
    options,
    comparisonOf: (alias) => (alias === 'new' ? comparison : undefined),
    outputsOf: (name) => (succeeded.includes(name) ? {} : undefined),
    hasBegun: (name) => begun.includes(name),
    isOpen: () => false,
    isRolledBack,
    isBeingLedBack,
    tokens: [],
  };
}

const after = (kind: Kind, given: Given, from: string): readonly string[] => {
  const names = kind.expand(inputOf(given)).steps.map(({ name }) => name);
  return names.slice(names.indexOf(from));
};

describe.each([
  ['a full migration', onlineMigration, FULL, {}, ['await', 'compare'], 'await'],
  [
    'one with clean-up',
    onlineMigration,
    FULL,
    { cleanup: 'delete' },
    ['await', 'compare', 'delete', 'await-deleted'],
    'await',
  ],
  [
    'a manual cut-over',
    onlineMigration,
    ONLINE,
    {},
    [
      'await-incremental',
      'await-lag',
      'compare',
      'cutover',
      'await-lag-final',
      'count-frozen',
      'stop',
      'await-stopped',
    ],
    'await-stopped',
  ],
  [
    'an exchange of addresses',
    onlineMigration,
    ONLINE,
    { cutover: { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1', '10.0.0.2'] } },
    [
      'await-incremental',
      'await-lag',
      'compare',
      'cutover',
      'await-lag-final',
      'count-frozen',
      'note-sides',
      'exchange',
      'await-exchanged',
      'check-moved',
      'compare-moved',
    ],
    'await-exchanged',
  ],
  [
    'no cut-over',
    onlineMigration,
    ONLINE,
    { cutover: { mode: 'none' } },
    ['await-incremental', 'compare'],
    'await-incremental',
  ],
  ['an import', backupImport, IMPORT, {}, ['await', 'compare'], 'await'],
] as const)('the comparison of %s', (_, kind, values, options, names, closes) => {
  const given = { with: values, options: { ...options, ...VERIFY } };

  it('is after the copy and before whatever ends it, and holds no place of a remote task', () => {
    expect(after(kind, given, names[0])).toEqual(names);
    expect(kind.expand(inputOf(given)).activity?.closes).toBe(closes);
  });

  it('asks both sides before the first effect, by the words of the plan', () => {
    const { steps } = kind.expand(inputOf(given));
    const create = steps.find(({ name }) => name === 'create');
    expect(create?.needs).toEqual(expect.arrayContaining(['reach-source', 'reach-target']));
    expect(asked.at(-1)).toMatchObject({
      source: { connection: 'old', data: { databases: [0] }, namedAt: 'verify.connect.source' },
      copy: { connection: 'new', namedAt: 'verify.connect.target' },
      options: { level: 'keys', rounds: 1 },
    });
  });

  it('is one line for reviewers', () => {
    const risk = kind.impact?.(inputOf(given)).risk ?? '';
    expect(risk).toMatch(/overwritten.* not seen\.$/);
    expect(risk.length).toBeLessThanOrEqual(160);
  });

  it('is left out where the plan has none, and refused where nobody compares', () => {
    expect(after(kind, { with: values, options }, names[0])).not.toContain('compare');
    const elsewhere = { verify: { connect: { source: 'old', target: 'elsewhere' } } };
    expect(kind.expand(inputOf({ with: values, options: { ...options, ...elsewhere } })).problems).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ path: ['verify', 'connect'], severity: 'error' })]),
    );
  });
});

describe('writers that wait at the source', () => {
  const CUTOVER = { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1', '10.0.0.2'], freeze: 'client-pause' };
  const BY_ID = { ...ONLINE, source_instance: { id: 'a4a05df0-1c38-47c5-bb5a-0a7b3673b3bd' } };
  const { steps, activity, problems } = onlineMigration.expand(
    inputOf({ with: BY_ID, options: { ...VERIFY, cutover: CUTOVER } }),
  );
  const stepOf = (name: string) => steps.find((step) => step.name === name);

  it('do so from the approval on until the addresses are exchanged, and are let go whatever fails', () => {
    const names = steps.map(({ name }) => name);
    expect(names.slice(names.indexOf('cutover'))).toEqual([
      'cutover',
      'note-writers',
      'pause',
      'note-paused',
      'await-lag-final',
      'count-frozen',
      'renew-pause',
      'check-paused',
      'note-sides',
      'exchange',
      'await-exchanged',
      'check-moved',
      'compare-moved',
      'lift-pause-moved',
      'lift-pause',
    ]);
    expect(stepOf('create')?.needs).toContain('reach-source-pause');
    const needs = ['note-writers', 'pause', 'await-exchanged'];
    expect(stepOf('lift-pause-moved')).toMatchObject({ always: true, needs });
    expect(stepOf('lift-pause')?.needs).toEqual([...needs, 'lift-pause-moved']);
    // Clients use the copy from then on, and what they waited for is measured in two parts.
    expect(stepOf('pause')).toMatchObject({ holds: { overOnce: 'await-exchanged', sentBy: 'exchange' } });
    expect(activity?.closes).toBe('await-exchanged');
    expect(problems).toBeUndefined();
  });

  it('are paused again, and everything is compared again, before what failed is tried again', () => {
    const again = [
      'note-writers',
      'pause',
      'note-paused',
      'await-lag-final',
      'count-frozen',
      'renew-pause',
      'check-paused',
      'note-sides',
    ];
    // A pause whose answer was lost is lifted before it is tried again, and has to be lifted after it too.
    expect(stepOf('pause')?.repeats).toEqual(['note-writers', 'lift-pause-moved', 'lift-pause']);
    expect(stepOf('exchange')?.repeats).toEqual([...again, 'lift-pause-moved', 'lift-pause']);
    expect(stepOf('count-frozen')?.repeats).toEqual([...again.slice(0, 4), 'lift-pause-moved', 'lift-pause']);
    expect(stepOf('await-exchanged')?.repeats).toBeUndefined();
  });

  it('wait while anything is waited for, compared or noted because they do', () => {
    const reliedOn = Object.fromEntries(
      steps.flatMap(({ name, relies }) => (relies === undefined ? [] : [[name, relies]])),
    );
    const held = { on: 'pause', forMs: 300_000 };
    const renewed = { on: 'renew-pause', forMs: 300_000 };
    expect(reliedOn).toEqual({
      'note-paused': held,
      'await-lag-final': held,
      'count-frozen': held,
      'renew-pause': held,
      'check-paused': renewed,
      'note-sides': renewed,
      exchange: { on: 'renew-pause', forMs: 180_000 },
    });
  });

  it('wait for two minutes more when the exchange is sent', () => {
    expect(stepOf('exchange')).toMatchObject({ relies: { on: 'renew-pause', forMs: 180_000 } });
  });

  it('need a comparison, by which the source is reached', () => {
    const { problems: found = [] } = onlineMigration.expand(inputOf({ with: BY_ID, options: { cutover: CUTOVER } }));
    expect(found).toMatchObject([{ severity: 'error', path: ['cutover', 'freeze'] }]);
  });
});

it('says by which of its steps it has compared its sides before its gate', () => {
  const comparedBy = (options: ValueObject) => onlineMigration.comparedBy?.(inputOf({ with: ONLINE, options }));
  expect(comparedBy(VERIFY)).toEqual({ steps: ['compare'], level: 'keys' });
  expect(comparedBy({ verify: { level: 'counts', connect: { source: 'old', target: 'new' } } })?.steps).toEqual([
    'count',
  ]);
  expect(comparedBy({})).toEqual({ steps: [], level: '' });
});

it('shows at the gate how the comparison ended', () => {
  const gateOf = (options: ValueObject) =>
    onlineMigration.expand(inputOf({ with: ONLINE, options })).steps.find(({ kind }) => kind === 'gate');
  expect(gateOf(VERIFY)).toMatchObject({ isCutover: true });
  expect(gateOf({})).not.toHaveProperty('isCutover');
});

it('compares again once the copy has ended, and each side at the address where it is', () => {
  const again = (given: Partial<Given>) =>
    onlineMigration.verification?.(inputOf({ with: ONLINE, options: VERIFY, ...given }), 'dump');
  expect(again({ options: {} })).toMatchObject({ kind: 'none', why: expect.stringContaining('does not say how') });
  expect(again({})).toMatchObject({ kind: 'none', why: 'Its copy has not ended yet.' });
  expect(again({ succeeded: ['await-incremental'] })).toMatchObject({ kind: 'steps', level: 'dump' });
  expect(again({ succeeded: ['await-incremental'], begun: ['exchange'] })).toMatchObject({
    kind: 'none',
    why: expect.stringContaining('has not ended'),
  });
  const exchanged = { succeeded: ['await-incremental', 'await-exchanged'], begun: ['exchange'] };
  // A rollback may have exchanged them back, and only its own state knows.
  expect(again({ ...exchanged, isBeingLedBack: true })).toMatchObject({
    kind: 'none',
    why: expect.stringContaining('it is not known which server is at which'),
  });
  const sidesOf = (given: Partial<Given> & { readonly isRolledBack?: boolean }) => {
    asked.length = 0;
    expect(again(given)).toMatchObject({ kind: 'steps' });
    const [pair] = asked;
    return [pair?.source.connection, pair?.copy.connection, pair?.source.data];
  };
  expect(sidesOf({ succeeded: ['await-incremental'] })).toEqual(['old', 'new', { databases: [0] }]);
  expect(sidesOf(exchanged)).toEqual(['new', 'old', { databases: [0] }]);
  expect(sidesOf({ ...exchanged, isRolledBack: true })).toEqual(['old', 'new', { databases: [0] }]);
  const fresh = (options: ValueObject) => onlineMigration.freshness?.(inputOf({ with: ONLINE, options }), {}).steps;
  expect(fresh(VERIFY)).toHaveLength(1);
  expect(fresh({})).toEqual([]);
});
