import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  importTask,
  onlineTask,
  SOURCE,
  startTestSandbox,
  TARGET,
  type TestSandbox,
} from '../../../packages/sandbox/src/testing/start-test-sandbox.ts';

let lab: TestSandbox;
beforeEach(async () => {
  lab = await startTestSandbox();
});
afterEach(() => lab[Symbol.asyncDispose]());

function call(method: string, target: string, body?: unknown): ReturnType<TestSandbox['client']['huaweicloud']> {
  return lab.client.huaweicloud({ method, target, body });
}

async function readyTask(name: string): Promise<string> {
  const taskId = await lab.createOnlineTask(name);
  lab.clock.advance(500);
  return taskId;
}

/** A task whose incremental phase has begun. */
async function incrementalTask(name: string, changes: object = {}): Promise<string> {
  const taskId = await readyTask(name);
  await lab.setOnlineTask(taskId, 'incremental_migration', changes);
  lab.clock.advance(1_000);
  return taskId;
}

const BOTH_BY_ID = {
  source_instance: { id: SOURCE, password: 'source-password' },
  target_instance: { id: TARGET, password: 'target-password' },
};

describe('an online task', () => {
  test('is built by a job, waits for its configuration, and copies everything once', async () => {
    const created = await call('POST', '/migration/instance', onlineTask('sessions'));
    const [taskId, jobId] = [String(created.json['instance_id']), String(created.json['job_id'])];
    const seen: unknown[] = [];
    for (const stepMs of [0, 200, 300]) {
      lab.clock.advance(stepMs);
      const job = await call('GET', `/jobs/${jobId}`);
      seen.push([(await lab.showTask(taskId))['status'], job.json['status']]);
    }
    expect(seen).toEqual([
      ['CREATING', 'INIT'],
      ['CREATING', 'RUNNING'],
      ['RUNNING', 'SUCCESS'],
    ]);
    const set = await lab.setOnlineTask(taskId);
    expect(set.json).toEqual({ id: taskId, name: 'sessions', status: 'FULLMIGRATING', error: '' });
    lab.clock.advance(1_000);
    expect(await lab.showTask(taskId)).toMatchObject({ status: 'SUCCESS', migration_method: 'full_amount_migration' });
  });

  test('may come without its job id', async () => {
    lab.sandbox.control.setSettings({ huaweicloud: { omitJobId: true } });
    const created = await call('POST', '/migration/instance', onlineTask('sessions'));
    expect(Object.keys(created.json)).toEqual(['instance_id']);
  });

  test('stays incremental until it is stopped', async () => {
    const taskId = await incrementalTask('sessions');
    lab.clock.advance(3_600_000);
    expect(await lab.showTask(taskId)).toMatchObject({ status: 'INCRMIGEATING' });
    expect((await call('POST', `/migration-task/${taskId}/stop`)).json).toMatchObject({ status: 'TERMINATING' });
    lab.clock.advance(300);
    expect(await lab.showTask(taskId)).toMatchObject({ status: 'TERMINATED' });
  });

  test('spells the incremental phase as the settings say', async () => {
    lab.sandbox.control.setSettings({ huaweicloud: { incrementalSpelling: 'INCRMIGRATING' } });
    expect(await lab.showTask(await incrementalTask('sessions'))).toMatchObject({ status: 'INCRMIGRATING' });
  });

  test('catches up until the offset is 0', async () => {
    const taskId = await incrementalTask('sessions');
    const offsets: number[] = [];
    for (const stepMs of [0, 400, 400]) {
      lab.clock.advance(stepMs);
      offsets.push(Number((await call('GET', `/migration-task/${taskId}/stats`)).json['offset']));
    }
    expect(offsets).toEqual([65_536, 32_768, 0]);
  });

  test('may share its name with another', async () => {
    const [first, second] = [await lab.createOnlineTask('twin'), await lab.createOnlineTask('twin')];
    expect(first).not.toBe(second);
    expect(lab.sandbox.control.state().huaweicloud.created).toEqual({ twin: 2 });
  });

  test('may be configured again after it has ended, and is stopped and restarted with what it knows', async () => {
    const taskId = await readyTask('sessions');
    await lab.setOnlineTask(taskId);
    lab.clock.advance(1_000);
    expect((await lab.setOnlineTask(taskId, 'incremental_migration')).status).toBe(200);
    lab.clock.advance(1_000);
    const stop = await call('POST', '/migration-task/batch-stop', { migration_tasks: [taskId, 'nobody'] });
    expect(stop.json['migration_tasks']).toMatchObject([
      { task_id: taskId, result: 'success' },
      { task_id: 'nobody', result: 'failed', error_code: 'DCS.4133' },
    ]);
    lab.clock.advance(300);
    await call('POST', '/migration-tasks/batch-restart', { migration_tasks: [taskId] });
    expect(await lab.showTask(taskId)).toMatchObject({
      status: 'FULLMIGRATING',
      migration_method: 'incremental_migration',
    });
    lab.clock.advance(1_000);
    expect(await lab.showTask(taskId)).toMatchObject({ status: 'INCRMIGEATING' });
  });

  test('never shows a password', async () => {
    const taskId = await incrementalTask('sessions');
    const texts = [
      (await call('GET', `/migration-task/${taskId}`)).text,
      (await call('GET', '/migration-tasks')).text,
      (await call('GET', `/migration-task/${taskId}/logs`)).text,
      JSON.stringify([lab.sandbox.control.state(), lab.sandbox.control.requests(), lab.sandbox.control.metrics()]),
    ];
    for (const text of texts) expect(text).not.toContain('-password');
  });

  test('fails when a known instance is given another password', async () => {
    lab.sandbox.control.setSettings({ huaweicloud: { instances: [{ instance_id: TARGET, password: 'right' }] } });
    const taskId = await incrementalTask('sessions');
    expect(await lab.showTask(taskId)).toMatchObject({
      status: 'MIGRATION_FAILED',
      error_message: 'The password of the source or target Redis is incorrect.',
    });
    expect((await call('GET', `/migration-task/${taskId}/logs?log_level=ERROR`)).json).toMatchObject({ log_num: 1 });
  });

  test('is released when nobody uses it', async () => {
    lab.sandbox.control.setSettings({ huaweicloud: { releaseIdleAfterMs: 10_000 } });
    const taskId = await readyTask('sessions');
    lab.clock.advance(9_999);
    expect(await lab.showTask(taskId)).toMatchObject({ status: 'RUNNING' });
    lab.clock.advance(1);
    expect(await lab.showTask(taskId)).toMatchObject({ status: 'RELEASED' });
    expect((await lab.setOnlineTask(taskId)).json).toMatchObject({ error_code: 'DCS.4957' });
  });

  test('keeps its configuration when only its resume mode changes', async () => {
    const taskId = await incrementalTask('sessions', { bandwidth_limit_mb: 123 });
    const answer = await call('PUT', `/migration-task/${taskId}`, { resume_mode: 'manual' });
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(await lab.showTask(taskId)).toMatchObject({ resume_mode: 'manual', bandwidth_limit_mb: '123' });
  });
});

describe('an exchange of addresses', () => {
  test('ends the migration and can be rolled back', async () => {
    const taskId = await incrementalTask('sessions', BOTH_BY_ID);
    const exchange = await call('POST', `/migration-task/${taskId}/exchange-ip`, {
      exchanged_ip: ['192.168.0.200'],
      is_exchange_domain: true,
    });
    expect(exchange).toMatchObject({ status: 204, text: '' });
    expect(await lab.showTask(taskId)).toMatchObject({ task_status: 'EXCHANGING' });
    expect((await call('POST', `/migration-task/${taskId}/rollback-ip`)).json).toMatchObject({
      error_code: 'DCS.4957',
    });
    lab.clock.advance(400);
    expect(await lab.showTask(taskId)).toMatchObject({ task_status: 'EXCHANGE_SUCCESS' });
    expect(await call('POST', `/migration-task/${taskId}/rollback-ip`)).toMatchObject({ status: 204 });
    lab.clock.advance(400);
    expect(await lab.showTask(taskId)).toMatchObject({ task_status: 'ROLLBACK_SUCCESS' });
  });

  test('needs the incremental phase and two instances of the service', async () => {
    const full = await readyTask('full');
    expect((await call('POST', `/migration-task/${full}/exchange-ip`)).json).toMatchObject({ error_code: 'DCS.4957' });
    const byAddress = await incrementalTask('by-address');
    expect((await call('POST', `/migration-task/${byAddress}/exchange-ip`)).json).toMatchObject({
      error_code: 'DCS.4855',
    });
  });
});

describe('a backup import', () => {
  test('of files needs one', async () => {
    const backup_files = { file_source: 'self_build_obs', bucket_name: 'backups', files: [] };
    const answer = await call('POST', '/migration-task', { ...importTask('restore'), backup_files });
    expect(answer).toMatchObject({ status: 400, json: { error_code: '111400063' } });
  });

  test('starts at once and releases its machine at the end', async () => {
    const created = await call('POST', '/migration-task', importTask('restore'));
    expect(created.json).toMatchObject({ name: 'restore', status: 'MIGRATING', error: '' });
    const taskId = String(created.json['id']);
    lab.clock.advance(1_499);
    expect(await lab.showTask(taskId)).toMatchObject({ status: 'MIGRATING', released_at: null });
    lab.clock.advance(1);
    expect(await lab.showTask(taskId)).toMatchObject({
      status: 'SUCCESS',
      released_at: '202603011200',
      backup_files: { files: [{ size: '754.0MB' }] },
    });
  });

  test('of a record shows its id where the documents and where clients of the vendor look, and takes an empty list', async () => {
    const backup_files = { file_source: 'backup_record', backup_id: TARGET, files: [] };
    const created = await call('POST', '/migration-task', { ...importTask('restore'), backup_files });
    expect(created.status).toBe(200);
    expect(await lab.showTask(String(created.json['id']))).toMatchObject({
      backup_files: { backup_id: TARGET, backup_record: { backup_id: TARGET } },
    });
  });

  test('needs the files or the record that it imports', async () => {
    for (const backup_files of [{ file_source: 'backup_record' }, { bucket_name: 'b' }, { file_source: 'ftp' }]) {
      const answer = await call('POST', '/migration-task', { ...importTask('restore'), backup_files });
      expect(answer).toMatchObject({ status: 400, json: { error_code: '111400063' } });
    }
  });
});

describe('what is not allowed', () => {
  test('configuring a task too early, or one that is migrating', async () => {
    const taskId = await lab.createOnlineTask('sessions');
    expect(await lab.setOnlineTask(taskId)).toMatchObject({ status: 400, json: { error_code: 'DCS.4957' } });
    lab.clock.advance(500);
    await lab.setOnlineTask(taskId);
    expect((await lab.setOnlineTask(taskId)).json).toMatchObject({ error_code: 'DCS.4957' });
  });

  test('writing to one target from two tasks', async () => {
    const [first, second] = [await readyTask('first'), await readyTask('second')];
    await lab.setOnlineTask(first);
    expect((await lab.setOnlineTask(second)).json).toMatchObject({ error_code: 'DCS.4026' });
    expect((await call('POST', '/migration-task', importTask('restore'))).json).toMatchObject({
      error_code: 'DCS.4026',
    });
    lab.clock.advance(1_000);
    expect((await lab.setOnlineTask(second)).status).toBe(200);
  });

  test('both or neither of id and addrs, and a bandwidth out of bounds', async () => {
    const taskId = await readyTask('sessions');
    for (const changes of [
      { source_instance: {} },
      { target_instance: { id: TARGET, addrs: '10.0.0.1:6379' } },
      { bandwidth_limit_mb: 10_241 },
      { resume_mode: 'sometimes' },
    ]) {
      expect((await lab.setOnlineTask(taskId, 'incremental_migration', changes)).json).toMatchObject({
        error_code: '111400063',
      });
    }
  });

  test('sending no body, or no JSON, or a name of the wrong form', async () => {
    expect((await call('POST', '/migration/instance')).json).toMatchObject({ error_code: '111400004' });
    expect((await call('POST', '/migration/instance', 'text')).json).toMatchObject({ error_code: '111400005' });
    expect((await call('POST', '/migration/instance', onlineTask('4th'))).json).toMatchObject({
      error_code: '111400010',
    });
  });

  test('asking about tasks that do not exist, though they may be deleted', async () => {
    expect((await call('GET', '/migration-task/nobody')).json).toMatchObject({
      error_code: 'DCS.4133',
      error_ext_msg: null,
    });
    expect((await call('DELETE', '/migration-tasks/delete', { task_id_list: ['nobody'] })).status).toBe(200);
  });

  test('deleting while data moves', async () => {
    const taskId = await incrementalTask('sessions');
    const remove = (): ReturnType<typeof call> => call('DELETE', '/migration-tasks/delete', { task_id_list: [taskId] });
    expect((await remove()).json).toMatchObject({ error_code: 'DCS.4957' });
    await call('POST', `/migration-task/${taskId}/sync-stop`);
    expect((await remove()).json).toEqual({ task_id_list: [taskId] });
    expect((await call('GET', '/migration-tasks')).json).toMatchObject({ count: 0 });
    expect((await call('GET', `/migration-task/${taskId}`)).json).toMatchObject({ error_code: 'DCS.4133' });
    lab.sandbox.control.setSettings({ huaweicloud: { showDeleted: 'stale-success' } });
    expect(await lab.showTask(taskId)).toMatchObject({ status: 'SUCCESS' });
    lab.sandbox.control.setSettings({ huaweicloud: { showDeleted: 'deleted' } });
    expect(await lab.showTask(taskId)).toMatchObject({ status: 'DELETED' });
  });
});

describe('the list', () => {
  test('pages from the newest and finds parts of names', async () => {
    for (let number = 0; number < 12; number += 1) await lab.createOnlineTask(`task-${number}`);
    const names = async (query: string): Promise<readonly unknown[]> => {
      const { json } = await call('GET', `/migration-tasks${query}`);
      return (json['migration_tasks'] as readonly Record<string, unknown>[]).map((item) => item['task_name']);
    };
    expect(await names('')).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((number) => `task-${number}`));
    expect(await names('?offset=10')).toEqual(['task-1', 'task-0']);
    expect(await names('?offset=12')).toEqual([]);
    expect(await names('?limit=2&name=task-1')).toEqual(['task-11', 'task-10']);
    expect((await call('GET', '/migration-tasks?name=task-1')).json).toMatchObject({ count: 3 });
  });

  test.each(['0', '1001', '1.5', 'ten', '-1'])('refuses %s as its limit', async (limit) => {
    expect(await call('GET', `/migration-tasks?limit=${limit}`)).toMatchObject({
      status: 400,
      json: { error_code: '111400063' },
    });
  });
});

describe('instances', () => {
  test('exist when their id looks like one', async () => {
    expect((await call('GET', `/instances/${TARGET}`)).json).toMatchObject({
      status: 'RUNNING',
      no_password_access: 'false',
    });
    expect(await call('GET', '/instances/nobody')).toMatchObject({ status: 404, json: { error_code: 'DCS.3022' } });
  });

  test('can be seeded, and then be found', async () => {
    lab.sandbox.control.setSettings({
      huaweicloud: {
        instances: [
          { instance_id: SOURCE, name: 'old', password: 'seed-password' },
          { instance_id: TARGET, name: 'new', status: 'EXTENDING' },
        ],
        backups: [{ instance_id: SOURCE, backup_id: 'b-1' }],
      },
    });
    const list = await call('GET', '/instances?name=ol');
    expect(list.json).toMatchObject({ instance_num: 1, instances: [{ instance_id: SOURCE }] });
    expect(list.text).not.toContain('seed-password');
    expect((await call('GET', `/instances/${SOURCE}/backups`)).json).toMatchObject({
      backup_record_response: [{ backup_id: 'b-1', status: 'succeed' }],
    });
    expect((await lab.setOnlineTask(await readyTask('sessions'))).json).toMatchObject({ error_code: 'DCS.4049' });
  });
});
