import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprintStep } from '../../graph/fingerprint-step.ts';
import type { AwaitStep } from '../../graph/graph.ts';
import type { RecordBody } from '../../journal/record.ts';
import type { Verdict } from '../../provider/poll.ts';
import { Redactor } from '../../redact/redactor.ts';
import { type JsonObject, Reference } from '../../value/value.ts';
import { ClaimedIds } from '../step-context.ts';
import { recordVerdict } from './record-verdict.ts';

const STEP: AwaitStep = {
  kind: 'await',
  address: 'orders.await',
  name: 'await',
  unit: 'orders',
  provider: 'it',
  title: 'wait',
  needs: [],
  always: false,
  height: 1,
  poll: 'tasks',
  goal: 'done',
  arguments: { key: new Reference(['secrets', 'pw']), index: 'orders' },
};
const BASE = { step: 'orders.await', attempt: 1, fingerprint: fingerprintStep(STEP) };

it('a wait that reached its goal is done, and keeps what it saw without secrets', async () => {
  const outputs = { task: 'task-1', key: 'hunter2', index: 'orders' };
  const { ending, records, claims } = await end({ kind: 'reached', status: 'SUCCESS', outputs });
  expect(ending).toEqual({ kind: 'succeeded', detail: 'SUCCESS' });
  expect(records).toEqual([{ kind: 'step.succeeded', ...BASE, outputs: { ...outputs, key: '[redacted]' } }]);
  expect(claims).toEqual([]);
});

it('the task that a wait found is its own from then on, and only when its record is durable', async () => {
  const outputs = { task: 'task-1' };
  const { claims, claimsAtRecord } = await end({ kind: 'reached', status: 'SUCCESS', outputs }, { taskId: 'task' });
  expect(claims).toEqual(['task-1']);
  expect(claimsAtRecord).toEqual([]);
});

it('a wait that failed is terminal, with the vendor’s code and hint where there are any', async () => {
  const { ending, records } = await end({ kind: 'failed', status: 'FAILED', reason: 'No space.' });
  expect(ending).toEqual({ kind: 'failed', code: 'RUN_TASK_FAILED', message: 'No space.', isStillRunning: false });
  expect(records).toMatchObject([{ kind: 'step.failed', ...BASE, outcome: 'terminal', code: 'RUN_TASK_FAILED' }]);
  expect(records[0]).not.toHaveProperty('hint');
  const told = { code: 'X.1', reason: 'No space.', hint: 'Make room.' };
  const named = await end({ kind: 'failed', status: 'FAILED', ...told });
  expect(named.ending).toMatchObject({ code: 'X.1', message: 'No space.', hint: 'Make room.' });
  expect(named.records).toMatchObject([{ code: 'X.1', message: 'No space.', hint: 'Make room.' }]);
});

it('a wait that failed keeps what is known all the same, without secrets', async () => {
  const outputs = { omitted: { count: 1, named: [{ what: 'refused', id: 'hunter2' }] } };
  const { records } = await end({ kind: 'failed', status: 'FAILED', reason: 'Refused.', outputs });
  expect(records).toMatchObject([
    { kind: 'step.failed', outputs: { omitted: { count: 1, named: [{ what: 'refused', id: '[redacted]' }] } } },
  ]);
  const plain = await end({ kind: 'failed', status: 'FAILED', reason: 'No space.' });
  expect(plain.records[0]).not.toHaveProperty('outputs');
});

it('the end of a task is final unless it may still run, or the poll knows better', async () => {
  const given = fc.record({ isStillRunning: fc.boolean(), isFinal: fc.boolean() }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(given, async (flags) => {
      const { ending, records } = await end({ kind: 'failed', status: 'X', reason: 'It ended.', ...flags });
      const isStillRunning = flags.isStillRunning === true;
      expect(ending).toMatchObject({ isStillRunning });
      const [record] = records;
      expect(record?.kind === 'step.failed' && record.isFinal === true).toBe(flags.isFinal ?? !isStillRunning);
    }),
  );
});

it('what an operator has to compare, and where a task was made, are kept', async () => {
  const doubtful = await end({ kind: 'failed', status: 'TERMINATED', reason: 'It was stopped.', mayBeDone: true });
  expect(doubtful.records).toMatchObject([{ isFinal: true, mayBeDone: true }]);
  const plain = await end({ kind: 'failed', status: 'FAILED', reason: 'No space.' });
  expect(plain.records[0]).not.toHaveProperty('mayBeDone');
  expect(plain.records[0]).not.toHaveProperty('movedFrom');
});

it('a verdict that cannot be recorded is no ending', async () => {
  const record = async (): Promise<void> => {
    throw new Error('the disk is full');
  };
  await expect(end({ kind: 'reached', status: 'SUCCESS', outputs: {} }, {}, record)).rejects.toThrow('full');
});

async function end(
  verdict: Exclude<Verdict, { kind: 'pending' }>,
  poll: { readonly taskId?: string } = {},
  failing?: (body: RecordBody) => Promise<void>,
) {
  const records: RecordBody[] = [];
  const claims = new ClaimedIds();
  let claimsAtRecord: readonly string[] = [];
  const keep = async (body: RecordBody): Promise<void> => {
    claimsAtRecord = claims.all;
    records.push(body);
  };
  const args: JsonObject = { key: 'hunter2', index: 'orders' };
  const redactor = new Redactor(['hunter2', 'orders']);
  const ending = await recordVerdict(STEP, verdict, {
    arguments: args,
    record: failing ?? keep,
    redactor,
    claims,
    poll,
  });
  return { ending, records, claims: claims.all, claimsAtRecord };
}

it('a wait that would end so again keeps whether its task may run', async () => {
  const failed = { kind: 'failed', status: 'EXCHANGE_FAILED', reason: 'no', isFinal: true } as const;
  const { records } = await end({ ...failed, isStillRunning: true });
  expect(records).toMatchObject([{ kind: 'step.failed', isFinal: true, mayRun: true }]);
  expect((await end(failed)).records).toMatchObject([{ isFinal: true }]);
  expect((await end(failed)).records[0]).not.toHaveProperty('mayRun');
});
