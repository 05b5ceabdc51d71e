import { defined, type JsonObject } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from './checks.ts';

describe('instance-ready', () => {
  const ready = { status: 'RUNNING', name: 'redis', no_password_access: 'false', enable_ssl: false, task: '' };
  const judge = (instance: JsonObject, expected: JsonObject = { has_password: true }): string =>
    checks['instance-ready']?.judge({ ...ready, ...instance }, { instance_id: 'i' }, expected).kind ?? 'missing';

  it.each([
    ['running', {}, { has_password: true }, 'passed'],
    ['still being created', { status: 'CREATING' }, { has_password: true }, 'not-yet'],
    ['restarting', { status: 'RESTARTING' }, { has_password: true }, 'not-yet'],
    ['busy', { task: 'BACKUP' }, { has_password: true }, 'not-yet'],
    ['busy below', { sub_status: 'EXTENDING' }, { has_password: true }, 'not-yet'],
    ['frozen', { status: 'FROZEN' }, { has_password: true }, 'failed'],
    ['broken', { status: 'ERROR' }, { has_password: true }, 'failed'],
    ['closed, without a password given', {}, { has_password: false }, 'failed'],
    ['open, with a password given', { no_password_access: 'true' }, { has_password: true }, 'failed'],
    ['open, without a password given', { no_password_access: 'true' }, { has_password: false }, 'passed'],
    ['open, said as a boolean', { no_password_access: true }, { has_password: false }, 'passed'],
    ['silent about passwords', { no_password_access: null }, { has_password: false }, 'passed'],
    ['with SSL, as a source', { enable_ssl: true }, { has_password: true }, 'passed'],
    ['with SSL, as a target', { enable_ssl: true }, { has_password: true, ssl: false }, 'failed'],
  ])('%s', (_what, instance, expected, finding) => {
    expect(judge(instance, expected)).toBe(finding);
  });

  it('waits for the end of a status that it does not know', () => {
    fc.assert(
      fc.property(
        fc.string().filter((word) => !['RUNNING', 'CREATEFAILED', 'ERROR', 'FROZEN'].includes(word)),
        (status) => {
          expect(judge({ status })).toBe('not-yet');
        },
      ),
    );
  });

  it('fails when there is no such instance', () => {
    const finding = checks['instance-ready']?.judgeNotFound?.({ instance_id: 'i-1' }, {});
    expect(finding).toMatchObject({ kind: 'failed', detail: expect.stringContaining('i-1') });
  });
});

describe('addresses-exchangeable', () => {
  const good = {
    cache_mode: 'ha',
    engine_version: '5.0',
    port: 6379,
    no_password_access: 'false',
    enable_publicip: false,
  };
  const judge = (source: JsonObject, target: JsonObject) =>
    checks['addresses-exchangeable']?.judge({ ...good, ...target }, {}, {}, { ...good, ...source });

  it.each<[JsonObject, string]>([
    [{ cache_mode: 'single' }, 'passed'],
    [{ cache_mode: 'ha', engine_version: '4.0.14' }, 'passed'],
    [{ cache_mode: 'ha_rw_split', engine_version: '6.0' }, 'passed'],
    [{ cache_mode: 'proxy', engine_version: '7.0' }, 'passed'],
    [{ engine_version: '10.0' }, 'passed'],
    [{ engine_version: null }, 'passed'],
    [{ cache_mode: 'cluster' }, 'failed'],
    [{ engine_version: '3.0' }, 'failed'],
    [{ cache_mode: null }, 'failed'],
    [{ enable_publicip: true }, 'failed'],
    [{ enable_publicip: null, publicip_address: '203.0.113.9' }, 'failed'],
    [{ port: 6380 }, 'failed'],
    [{ port: '6379' }, 'passed'],
    [{ port: null }, 'passed'],
    [{ no_password_access: 'true' }, 'failed'],
    [{ no_password_access: null }, 'passed'],
  ])('%o on either side: %s', (difference, kind) => {
    expect(judge(difference, {})?.kind).toBe(kind);
    expect(judge({}, difference)?.kind).toBe(kind);
  });

  it('is right when both differ alike', () => {
    expect(judge({ port: 6380, no_password_access: true }, { port: '6380', no_password_access: 'true' })?.kind).toBe(
      'passed',
    );
  });

  it('names the side that is open', () => {
    expect(judge({ no_password_access: 'true' }, {})?.detail).toContain('The source needs no password');
    expect(judge({}, { no_password_access: 'true' })?.detail).toContain('The target needs no password');
  });
});

describe('databases-fit', () => {
  const judge = (target: JsonObject, source?: JsonObject) =>
    checks['databases-fit']?.judge(target, {}, {}, source)?.kind;

  it.each<[string, JsonObject, JsonObject | undefined, string]>([
    ['a target with many', { cache_mode: 'ha', db_number: 256 }, { cache_mode: 'ha' }, 'passed'],
    ['a target that does not say', { cache_mode: 'ha' }, undefined, 'passed'],
    ['cluster to cluster', { cache_mode: 'cluster', db_number: 256 }, { cache_mode: 'cluster' }, 'passed'],
    ['one to cluster', { cache_mode: 'cluster' }, { cache_mode: 'proxy', db_number: '1' }, 'passed'],
    ['many to cluster', { cache_mode: 'cluster' }, { cache_mode: 'ha', db_number: 256 }, 'warning'],
    [
      'many to a proxy with one',
      { cache_mode: 'proxy', db_number: 1 },
      { cache_mode: 'ha', db_number: 256 },
      'warning',
    ],
    ['unsaid to cluster', { cache_mode: 'cluster' }, { cache_mode: 'ha' }, 'warning'],
    ['an unknown source to cluster', { cache_mode: 'cluster' }, undefined, 'warning'],
  ])('%s', (_what, target, source, kind) => {
    expect(judge(target, source)).toBe(kind);
  });
});

describe('target-suits', () => {
  it.each([
    [{ used_memory: '100', max_memory: '1024' }, 'passed', { of: 'keys', bytes: 104_857_600 }],
    [{ used_memory: '1000', max_memory: '1024' }, 'warning', { of: 'keys', bytes: 1_048_576_000 }],
    [{}, 'passed', undefined],
  ])('says how much memory the source %j uses', (source, kind, amount) => {
    const target = { used_memory: 500, max_memory: 1_024, engine_version: '5.0' };
    expect(checks['target-suits']?.judge(target, {}, {}, source)).toMatchObject({ kind, ...defined({ amount }) });
    expect(checks['target-suits']?.judge(target, {}, {}, {})).not.toHaveProperty('amount');
  });

  it.each<[string, JsonObject, JsonObject, string]>([
    ['room enough', { used_memory: 500 }, { max_memory: 1000, used_memory: 500 }, 'passed'],
    ['too small', { used_memory: 1001 }, { max_memory: 1000 }, 'failed'],
    ['too small, said as text', { used_memory: '1001' }, { max_memory: '1000' }, 'failed'],
    ['too full', { used_memory: 600 }, { max_memory: 1000, used_memory: 500 }, 'warning'],
    ['nothing said', {}, {}, 'passed'],
    ['empty texts', { used_memory: '' }, { max_memory: '' }, 'passed'],
    ['a later version', { engine_version: '6.0' }, { engine_version: '10.0' }, 'passed'],
    ['an earlier version', { engine_version: '6.2' }, { engine_version: '6.0' }, 'warning'],
    ['a patch earlier', { engine_version: '4.0.14' }, { engine_version: '4.0.9' }, 'passed'],
    ['a version that is no number', { engine_version: 'basic' }, { engine_version: '3.0' }, 'passed'],
  ])('%s', (_what, source, target, kind) => {
    expect(checks['target-suits']?.judge(target, {}, {}, source).kind).toBe(kind);
  });
});

describe('backup-usable', () => {
  const judge = (records: JsonObject, backup_id = 'b1') =>
    checks['backup-usable']?.judge(records, { instance_id: 'i' }, { backup_id })?.kind;
  const listed = (status: string | null): JsonObject => ({
    total_num: 1,
    backup_record_response: [{ backup_id: 'b1', status }],
  });

  it.each<[string, JsonObject, string]>([
    ['complete', listed('succeed'), 'passed'],
    ['waiting', listed('waiting'), 'not-yet'],
    ['being made', listed('backuping'), 'not-yet'],
    ['failed', listed('failed'), 'failed'],
    ['expired', listed('expired'), 'failed'],
    ['without a status', listed(null), 'failed'],
    ['not there', { total_num: 0, backup_record_response: [] }, 'failed'],
    ['not there, without a count', { backup_record_response: [] }, 'failed'],
    ['beyond the first page', { total_num: 1001, backup_record_response: [] }, 'warning'],
  ])('%s', (_what, records, kind) => {
    expect(judge(records)).toBe(kind);
  });
});

describe('target-free', () => {
  const judge = (tasks: readonly JsonObject[], target: string): string =>
    checks['target-free']?.judge({ migration_tasks: tasks }, {}, { target }).kind ?? 'missing';
  const live = { task_id: 't', task_name: 'n', status: 'INCRMIGEATING', target_instance_id: 'target' };

  it.each([
    ['nothing there', [], 'target', 'passed'],
    ['a task of someone else', [live], 'target', 'failed'],
    ['a task of a unit', [{ ...live, description: '[waybill:0123456789ab]' }], 'target', 'not-yet'],
    ['both', [{ ...live, description: '[waybill:0123456789ab]' }, live], 'target', 'failed'],
    ['a task on another target', [{ ...live, target_instance_id: 'other' }], 'target', 'passed'],
    ['an ended task', [{ ...live, status: 'TERMINATED' }], 'target', 'passed'],
    ['a task in an unknown state', [{ ...live, status: 'PONDERING' }], 'target', 'failed'],
    [
      'one address in common',
      [{ ...live, target_instance_addrs: '10.0.0.1:6379, 10.0.0.2:6379' }],
      '10.0.0.2:6379,10.0.0.3:6379',
      'failed',
    ],
    ['the older field name', [{ ...live, target_instance_address: '10.0.0.1:6379' }], '10.0.0.1:6379', 'failed'],
    ['no address in common', [{ ...live, target_instance_addrs: '10.0.0.1:6379' }], '10.0.0.11:6379', 'passed'],
  ])('%s', (_what, tasks, target, finding) => {
    expect(judge(tasks, target)).toBe(finding);
  });

  const OWN = { target: 'target', name: 'n', unit: 'fedcba987654', tokens: ['000000000001'] };
  const judgeUnit = (tasks: readonly JsonObject[], expected: JsonObject): string =>
    checks['target-free']?.judge({ migration_tasks: tasks }, {}, expected).kind ?? 'missing';
  const marked = (token: string, unit: string | undefined, status = 'SUCCESS'): JsonObject => ({
    ...live,
    status,
    task_name: `n-${token}`,
    description: `moved [waybill:${token}]${unit === undefined ? '' : ` [waybill-unit:${unit}]`}`,
  });
  const idle = { ...marked('00000000000f', 'fedcba987654', 'RUNNING'), target_instance_id: null };

  it.each([
    ['its own task, whose record was lost', [marked('000000000001', 'fedcba987654', 'INCRMIGEATING')], OWN, 'passed'],
    ['the same unit, under way in another state', [marked('00000000000f', 'fedcba987654', 'MIGRATING')], OWN, 'failed'],
    ['the same unit, not configured yet by another state', [idle], OWN, 'failed'],
    ['the same unit, done by another state', [marked('00000000000f', 'fedcba987654')], OWN, 'failed'],
    ['the same unit, failed in another state', [marked('00000000000f', 'fedcba987654', 'FAILED')], OWN, 'passed'],
    ['a namesake on the target that an older version made', [marked('00000000000f', undefined)], OWN, 'failed'],
    ['another unit that has ended on the target', [marked('00000000000f', '999999999999')], OWN, 'passed'],
    [
      'what it did before it was started over',
      [marked('000000000001', 'fedcba987654')],
      { ...OWN, tokens: ['000000000001', '000000000002'] },
      'passed',
    ],
    [
      'what it did before it was started over, and which ends by itself',
      [marked('000000000001', 'fedcba987654', 'MIGRATING')],
      { ...OWN, tokens: ['000000000001', '000000000002'] },
      'not-yet',
    ],
    [
      'what it did before it was started over, and which replicates until it is stopped',
      [marked('000000000001', 'fedcba987654', 'INCRMIGEATING')],
      { ...OWN, tokens: ['000000000001', '000000000002'] },
      'failed',
    ],
    [
      'what another state did, once the unit is to be done again',
      [marked('00000000000f', 'fedcba987654')],
      { ...OWN, tokens: ['000000000001', '000000000002'] },
      'passed',
    ],
    [
      'what another state has under way, even then',
      [marked('00000000000f', 'fedcba987654', 'MIGRATING')],
      { ...OWN, tokens: ['000000000001', '000000000002'] },
      'failed',
    ],
  ])('%s', (_what, tasks, expected, finding) => {
    expect(judgeUnit(tasks, expected)).toBe(finding);
  });
});

describe('address-known', () => {
  const known = checks['address-known'];
  const judge = (instance: JsonObject, expected: JsonObject = {}) =>
    known?.judge(
      { ip: '10.0.0.9', port: 6379, no_password_access: 'true', ...instance },
      {},
      {
        side: 'target',
        has_password: false,
        ...expected,
      },
    );

  it('says where the side is compared', () => {
    expect(judge({})).toMatchObject({ kind: 'passed', detail: expect.stringContaining('10.0.0.9:6379') });
    expect(judge({ port: '6380' })).toMatchObject({ detail: expect.stringContaining('10.0.0.9:6380') });
  });

  it.each([
    ['no address', { ip: null }],
    ['an empty one', { ip: '' }],
    ['a blank one', { ip: '   ' }],
    ['one that is no host', { ip: 'user:word@10.0.0.9' }],
    ['no port', { port: null }],
    ['a port that is none', { port: 99_999 }],
    ['a part of a port', { port: 63.5 }],
    ['a password that the plan lacks', { no_password_access: 'false' }],
  ])('fails with %s, and names the way out', (_, instance) => {
    expect(judge(instance)).toMatchObject({ kind: 'failed', hint: expect.stringContaining('verify.connect.target') });
  });

  const plain = { has_password: true };

  it.each([
    ['no TLS', { enable_ssl: false }, plain, 'warning'],
    ['nothing said of TLS', { enable_ssl: null }, plain, 'warning'],
    ['TLS', { enable_ssl: true }, plain, 'passed'],
    ['TLS, said as text', { enable_ssl: 'true' }, plain, 'passed'],
    ['no password to send', { enable_ssl: false }, {}, 'passed'],
    ['an address of this machine', { enable_ssl: false, ip: '127.0.0.1' }, plain, 'passed'],
    ['one that begins like that', { enable_ssl: false, ip: '127.example.com' }, plain, 'warning'],
  ] as const)('warns of a password that crosses the network unencrypted: %s', (_, instance, expected, kind) => {
    const finding = judge(instance, expected);
    expect(finding?.kind).toBe(kind);
    if (kind !== 'warning') return;
    expect(finding).toMatchObject({
      detail: expect.stringMatching(/password .* unencrypted.* ShowInstance/),
      hint: expect.stringContaining('verify.connect.target'),
    });
  });

  it('fails where the instance is gone, as that of a backup may be', () => {
    expect(known?.judgeNotFound?.({ instance_id: 'i-1' }, { side: 'source' })).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('i-1'),
      hint: expect.stringContaining('verify.connect.source'),
    });
  });
});
