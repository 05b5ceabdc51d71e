import { type JsonObject, ProviderError, Reference, TransportError } from '@waybill/core';
import { jsonAnswer, type ScriptedAnswer, ScriptedTransport } from '@waybill/provider-kit/testing';
import { describe, expect, it } from 'vitest';
import { neverAborted, openSession, TASK_ID } from '../testing/open-session.ts';

const CREATE: JsonObject = { name: 'sessions', vpc_id: 'v', subnet_id: 's', security_group_id: 'g' };

describe('HuaweicloudSession.call', () => {
  it('gives back the answer and the request id', async () => {
    const answer = jsonAnswer({ instance_id: TASK_ID, job_id: 'j' }, { headers: { 'x-request-id': 'r-1' } });
    const { result } = await callOnce('CreateOnlineMigrationTask', CREATE, answer);
    expect(result).toEqual({ response: { instance_id: TASK_ID, job_id: 'j' }, requestId: 'r-1' });
  });

  it('sends an effect once, whatever happens', async () => {
    for (const answer of [
      { status: 500 },
      { status: 504 },
      new TransportError('reset', { wasSent: true, reason: 'ECONNRESET' }),
    ]) {
      const { error, transport } = await callOnce('CreateOnlineMigrationTask', CREATE, answer);
      expect(error).toMatchObject({ class: 'transient', effect: 'possible', isRetryable: false });
      expect(transport.requests).toHaveLength(1);
    }
  });

  it('knows that an unsent request had no effect', async () => {
    const unsent = new TransportError('refused', { wasSent: false, reason: 'ECONNREFUSED' });
    const { error } = await callOnce('CreateOnlineMigrationTask', CREATE, unsent);
    expect(error).toMatchObject({ vendorCode: 'ECONNREFUSED', effect: 'none', isRetryable: true });
  });

  it('leaves open what an unknown failure of the transport has done', async () => {
    const { error } = await callOnce('CreateOnlineMigrationTask', CREATE, new Error('odd'));
    expect(error).toMatchObject({ vendorCode: 'TRANSPORT_FAILED', effect: 'possible' });
    const read = await callOnce('ListMigrationTask', {}, new Error('odd'));
    expect(read.error).toMatchObject({ effect: 'none' });
  });

  it.each([
    ['CreateOnlineMigrationTask', CREATE, {}],
    ['CreateOnlineMigrationTask', CREATE, { instance_id: '' }],
    ['CreateOnlineMigrationTask', CREATE, { instance_id: 7 }],
    ['CreateMigrationTask', { task_name: 'import' }, { status: 'MIGRATING' }],
    ['SetOnlineMigrationTask', { task_id: TASK_ID }, []],
  ])('takes a success of %s without its id for a lost answer', async (operation, args, body) => {
    const { error } = await callOnce(operation, args, jsonAnswer(body));
    expect(error).toMatchObject({ vendorCode: 'UNREADABLE_ANSWER', class: 'transient', effect: 'possible' });
  });

  it('does not read an answer without the list as an empty list', async () => {
    expect((await callOnce('ListMigrationTask', {}, jsonAnswer({}))).error).toMatchObject({
      vendorCode: 'UNREADABLE_ANSWER',
    });
    expect((await callOnce('ListMigrationTask', {}, jsonAnswer({ migration_tasks: null }))).error).toBeUndefined();
  });

  it.each([
    [
      'SetOnlineMigrationTask',
      { error_code: 'DCS.4080', error_msg: 'wrong password hunter2+more of SkExample0123456789abcdefghijklmnopqrst+/' },
    ],
    [
      'BatchStopMigrationTasks',
      {
        migration_tasks: [
          {
            task_id: TASK_ID,
            result: 'failed',
            error_code: 'DCS.4080',
            error_msg: 'no: SkExample0123456789abcdefghijklmnopqrst%2B%2F',
          },
        ],
      },
    ],
  ])('shows neither passwords of the call nor keys of the session in a refusal of %s', async (operation, body) => {
    const args =
      operation === 'SetOnlineMigrationTask'
        ? { task_id: TASK_ID, source_instance: { addrs: 'a:1', password: 'hunter2+more' } }
        : { migration_tasks: [TASK_ID] };
    const { error } = await callOnce(operation, args, jsonAnswer(body));
    expect(error?.message).toContain('[redacted]');
    expect(error?.message).not.toMatch(/hunter2|SkExample/);
  });

  it.each([
    ['UpdateMigrationTask', { task_id: TASK_ID, resume_mode: 'manual' }, { status: 200, body: '' }],
    ['UpdateMigrationTask', { task_id: TASK_ID, resume_mode: 'manual' }, { status: 200, body: 'accepted' }],
    ['ExchangeInstanceIp', { task_id: TASK_ID }, { status: 204 }],
    ['ExchangeInstanceIp', { task_id: TASK_ID }, { status: 200, body: '{}' }],
    ['StopMigrationTaskSync', { task_id: TASK_ID }, { status: 204 }],
  ])('%s needs no body in its answer', async (operation, args, answer) => {
    expect((await callOnce(operation, args, answer)).error).toBeUndefined();
  });

  it.each([
    ['a/../../x'],
    ['..'],
    ['a?b'],
    ['a b'],
    ['%2e%2e'],
    [''],
    [new Reference(['steps', 'create', 'outputs', 'task_id']).toString()],
  ])('refuses to send the task id %j', async (taskId) => {
    const { error, transport } = await callOnce('StopMigrationTask', { task_id: taskId }, {});
    expect(error).toMatchObject({ vendorCode: 'INVALID_PATH_ARGUMENT', class: 'fatal', effect: 'none' });
    expect(transport.requests).toEqual([]);
  });

  it('refuses an operation that it does not know', async () => {
    expect((await callOnce('DropEverything', {}, {})).error).toMatchObject({ class: 'fatal', effect: 'none' });
  });
});

describe('a batch with failed members', () => {
  const failed = { result: 'failed', task_id: 't2', error_code: 'DCS. 4855', error_msg: 'invalid migration task id' };

  it('is an error that names the member’s code', async () => {
    const answer = jsonAnswer({ migration_tasks: [{ result: 'success', task_id: 't1' }, failed] });
    const { error } = await callOnce('BatchStopMigrationTasks', { migration_tasks: ['t1', 't2'] }, answer);
    expect(error).toMatchObject({ vendorCode: 'DCS.4855', class: 'fatal', effect: 'possible', httpStatus: 200 });
    expect(error?.message).toContain('1 of 2 tasks refused: t2');
  });

  it('had no effect when every member failed', async () => {
    const busy = { ...failed, error_code: 'DCS.4957' };
    const answer = jsonAnswer({ migration_tasks: [busy] });
    const { error } = await callOnce('BatchRestartOnlineMigrationTasks', { migration_tasks: ['t2'] }, answer);
    expect(error).toMatchObject({ vendorCode: 'DCS.4957', class: 'busy', effect: 'none', isRetryable: true });
  });

  it('is a success when no member failed', async () => {
    const member = { result: 'success', task_id: 't1', error_code: null, error_msg: null };
    const answer = jsonAnswer({ migration_tasks: [member] });
    expect((await callOnce('BatchStopMigrationTasks', { migration_tasks: ['t1'] }, answer)).error).toBeUndefined();
  });
});

interface CallOutcome {
  readonly transport: ScriptedTransport;
  readonly result?: unknown;
  readonly error?: ProviderError;
}

async function callOnce(operation: string, args: JsonObject, answer: ScriptedAnswer): Promise<CallOutcome> {
  const transport = new ScriptedTransport([answer]);
  await using session = await openSession({ transport });
  try {
    return { transport, result: await session.call(operation, args, neverAborted()) };
  } catch (error) {
    if (error instanceof ProviderError) return { transport, error };
    throw error;
  }
}
