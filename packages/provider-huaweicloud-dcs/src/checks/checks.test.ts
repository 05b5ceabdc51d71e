import type { JsonObject } from '@waybill/core';
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

describe('ip-exchangeable', () => {
  it.each([
    ['single', '5.0', 'passed'],
    ['ha', '4.0.14', 'passed'],
    ['ha_rw_split', '6.0', 'passed'],
    ['proxy', '7.0', 'passed'],
    ['ha', '10.0', 'passed'],
    ['ha', undefined, 'passed'],
    ['cluster', '6.0', 'failed'],
    ['ha', '3.0', 'failed'],
    [undefined, '6.0', 'failed'],
  ])('of type %s with Redis %s: %s', (mode, version, finding) => {
    const instance = {
      ...(mode === undefined ? {} : { cache_mode: mode }),
      ...(version === undefined ? {} : { engine_version: version }),
    };
    expect(checks['ip-exchangeable']?.judge(instance, {}, {}).kind).toBe(finding);
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
});
