import {
  type Blueprint,
  displayValue,
  isDeferred,
  type JsonObject,
  Reference,
  resolveValue,
  type StepBlueprint,
  type Value,
  type ValueObject,
} from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { checks } from '../checks/checks.ts';
import { operations } from '../operations/operations.ts';
import { GOALS } from '../polls/goals.ts';
import { buildRequest } from '../request/build-request.ts';
import { backupImport } from './backup-import.ts';
import { onlineMigration } from './online-migration.ts';

const BY_ID: ValueObject = {
  name: 'sessions',
  description: 'Move the sessions',
  vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
  subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
  security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
  migration_method: 'full_amount_migration',
  source_instance: { id: 'a4a05df0-1c38-47c5-bb5a-0a7b3673b3bd', password: new Reference(['secrets', 'old']) },
  target_instance: { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd' },
};
const BY_ADDRESS: ValueObject = {
  ...BY_ID,
  source_instance: { addrs: '192.168.1.1:6379', password: new Reference(['secrets', 'old']) },
};
const EXCHANGE: ValueObject = { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1', '10.0.0.2'] };
const NONE: ValueObject = { mode: 'none' };
const MANUAL: ValueObject = { mode: 'manual' };
const INCREMENTAL = 'incremental_migration';
const CHECKS = ['check-source', 'check-target', 'check-target-free', 'check-databases', 'check-capacity'];
const START = ['create', 'await-machine', 'set'];

describe('online-migration', () => {
  it.each([
    ['full', {}, {}, [...CHECKS, ...START, 'await'], 'await'],
    ['full, deleted', {}, { cleanup: 'delete' }, [...CHECKS, ...START, 'await', 'delete', 'await-deleted'], 'await'],
    [
      'incremental, manual by default',
      { migration_method: INCREMENTAL },
      {},
      [...CHECKS, ...START, 'await-incremental', 'await-lag', 'cutover', 'await-lag-final', 'stop', 'await-stopped'],
      'await-stopped',
    ],
    [
      'incremental without an end',
      { migration_method: INCREMENTAL },
      { cutover: NONE },
      [...CHECKS, ...START, 'await-incremental'],
      'await-incremental',
    ],
    [
      'incremental, by exchange of addresses, deleted',
      { migration_method: INCREMENTAL },
      { cutover: EXCHANGE, cleanup: 'delete' },
      [
        ...CHECKS,
        'check-exchange',
        ...START,
        'await-incremental',
        'await-lag',
        'cutover',
        'await-lag-final',
        'exchange',
        'await-exchanged',
        'delete',
        'await-deleted',
      ],
      'await-exchanged',
    ],
  ] as const)('%s', (_what, values, options, names, closes) => {
    const blueprint = expand({ ...BY_ID, ...values }, options);
    expect(blueprint.steps.map((step) => step.name)).toEqual(names);
    expect(blueprint.activity).toEqual({ opens: 'create', closes, target: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd' });
  });

  it('looks only at instances that have an id', () => {
    const blueprint = expand(BY_ADDRESS);
    expect(blueprint.steps.filter((step) => step.kind === 'check').map((step) => step.name)).toEqual([
      'check-target',
      'check-target-free',
      'check-databases',
    ]);
    expect(step(blueprint, 'check-databases')).not.toHaveProperty('beside');
    const both = expand({ ...BY_ADDRESS, target_instance: { addrs: '10.0.0.9:6379' } });
    expect(both.steps[0]).toMatchObject({
      name: 'check-target-free',
      expect: { target: '10.0.0.9:6379' },
    });
    expect(both.activity?.target).toBe('10.0.0.9:6379');
    expect(both.outputs['target_instance_id']).toBeNull();
  });

  it('compares the sides with the reads that look at each of them', () => {
    const steps = expand({ ...BY_ID, migration_method: INCREMENTAL }, { cutover: EXCHANGE }).steps;
    const pairs = steps.filter((item) => item.kind === 'check' && item.beside !== undefined);
    expect(pairs.map((item) => item.name)).toEqual(['check-databases', 'check-capacity', 'check-exchange']);
    for (const pair of pairs) {
      expect(pair).toMatchObject({
        operation: 'ShowInstance',
        arguments: { instance_id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd' },
        beside: { operation: 'ShowInstance', arguments: { instance_id: 'a4a05df0-1c38-47c5-bb5a-0a7b3673b3bd' } },
      });
    }
  });

  it('tells the checks whether a password is given, and never which', () => {
    const blueprint = expand(BY_ID);
    expect(step(blueprint, 'check-source')).toMatchObject({ expect: { has_password: true } });
    expect(step(blueprint, 'check-target')).toMatchObject({
      expect: { has_password: false, ssl: false },
    });
  });

  it('makes name and description unique with the unit’s token', () => {
    const create = argumentsOf(expand(BY_ID), 'create');
    expect(create).toEqual({
      name: 'sessions-0123456789ab',
      description: 'Move the sessions [waybill:0123456789ab]',
      vpc_id: BY_ID['vpc_id'],
      subnet_id: BY_ID['subnet_id'],
      security_group_id: BY_ID['security_group_id'],
    });
    const { description: _description, ...bare } = BY_ID;
    expect(argumentsOf(expand(bare), 'create')['description']).toBe('[waybill:0123456789ab]');
    const referring = { ...BY_ID, name: new Reference(['secrets', 'name']) };
    expect(argumentsOf(expand(referring), 'create')['name']).toBe('value of secrets.name-0123456789ab');
  });

  it('configures the created task with what is written, resuming by itself unless set otherwise', () => {
    const set = argumentsOf(expand({ ...BY_ID, bandwidth_limit_mb: 100 }), 'set');
    expect(set).toMatchObject({
      task_id: 'value of steps.create.outputs.task_id',
      resume_mode: 'auto',
      bandwidth_limit_mb: 100,
    });
    expect(set).not.toHaveProperty('name');
    expect(argumentsOf(expand({ ...BY_ID, resume_mode: 'manual' }), 'set')['resume_mode']).toBe('manual');
  });

  it('creates only after every check, and runs the checks side by side', () => {
    const blueprint = expand(BY_ID);
    for (const name of CHECKS) expect(step(blueprint, name).needs).toEqual([]);
    expect(step(blueprint, 'create').needs).toEqual(CHECKS);
  });

  it('waits for the lag that the plan allows, and for none after the writers have stopped', () => {
    const cutover = { mode: 'manual', max_lag: 1024, lag_for: '1m' };
    const blueprint = expand({ ...BY_ID, migration_method: INCREMENTAL }, { cutover });
    expect(argumentsOf(blueprint, 'await-lag')).toMatchObject({ max_lag: 1024, lag_for_ms: 60_000 });
    expect(argumentsOf(blueprint, 'await-lag-final')).toMatchObject({ max_lag: 0, lag_for_ms: 0 });
  });

  it('passes on which addresses to exchange', () => {
    const cutover = { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1'], is_exchange_domain: true };
    const blueprint = expand({ ...BY_ID, migration_method: INCREMENTAL }, { cutover });
    expect(argumentsOf(blueprint, 'exchange')).toMatchObject({ exchanged_ip: ['10.0.0.1'], is_exchange_domain: true });
  });

  it.each([
    ['a cut-over of a full migration', {}, { cutover: MANUAL }, 'error', 'cutover'],
    [
      'an exchange with an address',
      { ...BY_ADDRESS, migration_method: INCREMENTAL },
      { cutover: EXCHANGE },
      'error',
      'with.source_instance',
    ],
    [
      'a method that is not written',
      { migration_method: new Reference(['secrets', 'm']) },
      {},
      'error',
      'with.migration_method',
    ],
    [
      'deleting what still replicates',
      { migration_method: INCREMENTAL },
      { cutover: NONE, cleanup: 'delete' },
      'error',
      'cleanup',
    ],
    [
      'an exchange without addresses',
      { migration_method: INCREMENTAL },
      { cutover: { ...EXCHANGE, exchanged_ip: [] } },
      'error',
      'cutover',
    ],
    ['replicating on', { migration_method: INCREMENTAL }, { cutover: NONE }, 'warning', 'cutover.mode'],
    [
      'losing the way back',
      { migration_method: INCREMENTAL },
      { cutover: EXCHANGE, cleanup: 'delete' },
      'warning',
      'cleanup',
    ],
  ] as const)('reports %s', (_what, values, options, severity, path) => {
    const problems = expand({ ...BY_ID, ...values }, options).problems ?? [];
    expect(problems.map((problem) => [problem.severity, problem.path.join('.')])).toEqual([[severity, path]]);
  });

  it('has no problem otherwise', () => {
    expect(expand(BY_ID)).not.toHaveProperty('problems');
    expect(expand({ ...BY_ADDRESS, migration_method: INCREMENTAL })).not.toHaveProperty('problems');
  });
});

describe('targets', () => {
  it('may be known only at run time', () => {
    const target = new Reference(['migrations', 'other', 'outputs', 'target_instance_id']);
    const blueprint = expand({ ...BY_ID, target_instance: { id: target } });
    expect(blueprint.activity?.target).toBe(target);
    expect(isDeferred(blueprint.outputs['target_instance_id'])).toBe(true);
  });
});

describe('backup-import', () => {
  const values: ValueObject = {
    task_name: 'import',
    backup_files: { file_source: 'backup_record', backup_id: 'b1' },
    target_instance: { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd', password: new Reference(['secrets', 'new']) },
  };
  const expandImport = (options: ValueObject = {}): Blueprint =>
    backupImport.expand({ address: 'imports', with: values, options });

  it('checks, creates, waits and deletes on request', () => {
    const names = ['check-target', 'check-target-free', 'create', 'await'];
    expect(expandImport().steps.map((item) => item.name)).toEqual(names);
    expect(expandImport({ cleanup: 'delete' }).steps.map((item) => item.name)).toEqual([
      ...names,
      'delete',
      'await-deleted',
    ]);
    expect(expandImport({ cleanup: 'delete' }).activity).toMatchObject({ opens: 'create', closes: 'await' });
  });

  it('looks at the backup when the plan says whose it is, and does not send that', () => {
    const source_instance = { id: 'a4a05df0-1c38-47c5-bb5a-0a7b3673b3bd' };
    const blueprint = backupImport.expand({ address: 'imports', with: { ...values, source_instance }, options: {} });
    expect(blueprint.steps.map((item) => item.name)).toEqual([
      'check-target',
      'check-target-free',
      'check-backup',
      'check-capacity',
      'create',
      'await',
    ]);
    expect(step(blueprint, 'check-backup')).toMatchObject({
      operation: 'ListBackupRecords',
      arguments: { instance_id: source_instance.id },
      expect: { backup_id: 'b1' },
    });
    expect(argumentsOf(blueprint, 'create')).not.toHaveProperty('source_instance');
    const backup_files = { file_source: 'self_build_obs', bucket_name: 'b', files: [{ file_name: 'dump.rdb' }] };
    const fromBucket = { ...values, source_instance, backup_files };
    const steps = backupImport.expand({ address: 'imports', with: fromBucket, options: {} }).steps;
    expect(steps.map((item) => item.name)).not.toContain('check-backup');
  });

  it('fixes type and method and makes the name unique', () => {
    expect(argumentsOf(expandImport(), 'create')).toMatchObject({
      task_name: 'import-0123456789ab',
      description: '[waybill:0123456789ab]',
      migration_type: 'backupfile_import',
      migration_method: 'full_amount_migration',
      backup_files: { file_source: 'backup_record', backup_id: 'b1' },
    });
  });
});

describe('every step of every kind', () => {
  const blueprints = [
    expand(BY_ID, { cleanup: 'delete' }),
    ...[NONE, MANUAL, EXCHANGE].map((cutover) =>
      expand({ ...BY_ID, migration_method: INCREMENTAL }, { cutover, cleanup: 'delete' }),
    ),
    backupImport.expand({
      address: 'imports',
      with: {
        task_name: 'import',
        backup_files: { file_source: 'backup_record', backup_id: 'b1' },
        target_instance: { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd' },
      },
      options: { cleanup: 'delete' },
    }),
  ];
  const steps = blueprints.flatMap((blueprint) => blueprint.steps);

  it('names operations, checks and goals that exist', () => {
    for (const item of steps) {
      if (item.kind === 'check') expect(checks).toHaveProperty([item.check]);
      if (item.kind === 'check' || item.kind === 'call') expect(operations).toHaveProperty([item.operation]);
      if (item.kind === 'await') expect(GOALS).toHaveProperty([item.goal]);
    }
  });

  it('gives each call all the arguments that it requires, and no others', () => {
    for (const item of steps.filter((candidate) => candidate.kind === 'call')) {
      const schema = operations[item.operation]?.requestSchema as ObjectSchema;
      expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(item.arguments)));
      expect(Object.keys(item.arguments)).toEqual(expect.arrayContaining([...(schema.required ?? [])]));
    }
  });

  it('can be shown before anything is known', () => {
    for (const item of steps) {
      if (item.kind !== 'call' && item.kind !== 'check') continue;
      const shown = displayValue(item.arguments) as JsonObject;
      const outline = buildRequest({
        endpoint: 'https://dcs',
        projectId: undefined,
        operation: item.operation,
        arguments: shown,
      });
      expect(outline.path.startsWith('/v2/{project_id}/')).toBe(true);
    }
  });
});

interface ObjectSchema {
  readonly properties: object;
  readonly required?: readonly string[];
}

function expand(values: ValueObject, options: ValueObject = {}): Blueprint {
  return onlineMigration.expand({ address: 'sessions', with: values, options });
}

function step(blueprint: Blueprint, name: string): StepBlueprint {
  const found = blueprint.steps.find((item) => item.name === name);
  if (found === undefined) throw new Error(`there is no step ${name}`);
  return found;
}

function argumentsOf(blueprint: Blueprint, name: string): JsonObject {
  const found = step(blueprint, name);
  if (!('arguments' in found)) throw new Error(`${name} has no arguments`);
  return filledIn(found.arguments);
}

/** As at run time, with values that tell where they come from. */
function filledIn(value: Value): JsonObject {
  return resolveValue(value, ({ path }) => {
    if (path.join('.') === 'unit.token') return '0123456789ab';
    return `value of ${path.join('.')}`;
  }) as JsonObject;
}
