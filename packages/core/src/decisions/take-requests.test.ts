import { expect, test } from 'vitest';
import type { Step } from '../graph/graph.ts';
import type { Lease } from '../journal/checkpoint-store.ts';
import type { RecordBody } from '../journal/record.ts';
import { defined } from '../value/defined.ts';
import { takeRequests } from './take-requests.ts';

type Requests = Awaited<ReturnType<Lease['readRequests']>>;

async function take(requests: readonly Requests[number]['request'][], needed?: number) {
  const order: string[] = [];
  const stored = requests.map((request, index) => ({ id: index + 1, request })) as unknown as Requests;
  const lease = {
    readRequests: async () => stored,
    dropRequests: async (ids: readonly unknown[]) => void order.push(`dropped ${ids.join()}`),
  } as unknown as Lease;
  const record = async (body: RecordBody): Promise<void> => {
    order.push(`${body.kind} ${'step' in body ? body.step : ''} by ${'by' in body ? body.by : ''}`);
  };
  const waiting = (address: string): Step | undefined =>
    address.endsWith('cutover') ? ({ address } as unknown as Step) : undefined;
  const run = { record, waitingGate: waiting, neededOf: () => needed, nowMs: () => 0 };
  const taken = await takeRequests(lease, run);
  return {
    order,
    approved: taken.approvals.map(({ step, by }) => `${step.address} by ${by}`),
    cancelledBy: taken.cancelledBy,
    ...defined({ ruled: needed === undefined ? undefined : taken.ruled.map(({ by }) => by) }),
  };
}

test('an approval is journaled before its message is dropped, once however often it came', async () => {
  const approve = { kind: 'approve', step: 'a.cutover', by: 'ann' } as const;
  expect(await take([approve, { ...approve, by: 'ben' }])).toEqual({
    order: ['gate.approved a.cutover by ann', 'dropped 1,2'],
    approved: ['a.cutover by ann'],
    cancelledBy: undefined,
  });
});

test('of a gate with a rule every approval is journaled', async () => {
  const approve = { kind: 'approve', step: 'a.cutover', by: 'ann' } as const;
  expect(await take([approve, { ...approve, by: 'ben' }], 2)).toEqual({
    order: ['gate.approved a.cutover by ann', 'gate.approved a.cutover by ben', 'dropped 1,2'],
    approved: [],
    ruled: ['ann', 'ben'],
    cancelledBy: undefined,
  });
});

test('an approval of a gate that does not wait has no effect and does not stay', async () => {
  const taken = await take([{ kind: 'approve', step: 'a.create', by: 'ann' }]);
  expect(taken).toEqual({ order: ['dropped 1'], approved: [], cancelledBy: undefined });
});

test('a cancellation names who asked; an empty inbox is not written', async () => {
  expect((await take([{ kind: 'cancel', by: 'ann' }])).cancelledBy).toBe('ann');
  expect((await take([])).order).toEqual([]);
});
