import { InvariantError, type JsonObject, Reference } from '@waybill/core';
import { wireUrl } from '@waybill/provider-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRequest, isSendablePath } from './build-request.ts';

describe('buildRequest', () => {
  it('puts arguments into path, query and body', () => {
    expect(build('ListMigrationTask', { offset: 0, limit: 1000, name: 'a b' })).toEqual({
      method: 'GET',
      endpoint: 'https://dcs',
      path: '/v2/p1/migration-tasks',
      query: { offset: '0', limit: '1000', name: 'a b' },
    });
    expect(build('UpdateMigrationTask', { task_id: 't1', resume_mode: 'manual' })).toEqual({
      method: 'PUT',
      endpoint: 'https://dcs',
      path: '/v2/p1/migration-task/t1',
      query: {},
      body: { resume_mode: 'manual' },
    });
  });

  it('leaves nulls out everywhere, and the body when nothing remains', () => {
    const set = build('SetOnlineMigrationTask', {
      task_id: 't1',
      source_instance: { id: null, addrs: 'a:1' },
      bandwidth_limit_mb: null,
    });
    expect(set).toMatchObject({ body: { source_instance: { addrs: 'a:1' } } });
    expect(set.body).toEqual({ source_instance: { addrs: 'a:1' } });
    expect(build('StopMigrationTask', { task_id: 't1' })).not.toHaveProperty('body');
    expect(build('ListMigrationTask', { name: null }).query).toEqual({});
  });

  it('sends the bandwidth as text', () => {
    for (const bandwidth of [100, '100']) {
      expect(build('SetOnlineMigrationTask', { task_id: 't1', bandwidth_limit_mb: bandwidth }).body).toEqual({
        bandwidth_limit_mb: '100',
      });
    }
  });

  it('refuses what it does not know', () => {
    expect(() => build('ShowInstance', { instance_id: 'i1', extra: 1 })).toThrow(InvariantError);
    expect(() => build('NoSuchOperation', {})).toThrow(InvariantError);
  });

  it('shows what is not known yet, which cannot be sent', () => {
    const taskId = new Reference(['steps', 'create', 'outputs', 'task_id']).toString();
    const outline = buildRequest({
      endpoint: 'https://dcs',
      projectId: undefined,
      operation: 'StopMigrationTask',
      arguments: { task_id: taskId },
    });
    expect(outline.path).toBe(`/v2/{project_id}/migration-task/${taskId}/stop`);
    expect(isSendablePath(outline.path)).toBe(false);
    expect(isSendablePath(build('StopMigrationTask', {}).path)).toBe(false);
    expect(isSendablePath(build('StopMigrationTask', { task_id: 't1' }).path)).toBe(true);
  });

  it('never lets an id leave its segment of a path that can be sent', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('.', '/', '%', '2', 'e', '?', '#', '\\', 'a') })),
        (id) => {
          const { path } = build('StopMigrationTask', { task_id: id });
          if (!isSendablePath(path)) return;
          expect(new URL(`https://dcs${path}`).pathname).toBe(`/v2/p1/migration-task/${id}/stop`);
        },
      ),
    );
  });
});

describe('wireUrl', () => {
  it('encodes the query as the signature does and adds no slash', () => {
    const url = wireUrl({
      endpoint: 'https://dcs',
      path: '/v2/p1/migration-tasks',
      query: { name: "a b*'", limit: '10' },
    });
    expect(url).toBe('https://dcs/v2/p1/migration-tasks?name=a%20b%2A%27&limit=10');
  });
});

function build(operation: string, args: JsonObject): ReturnType<typeof buildRequest> {
  return buildRequest({ endpoint: 'https://dcs', projectId: 'p1', operation, arguments: args });
}
