import type { LostCall, ReadCall } from '@waybill/core';
import type { Look } from '@waybill/provider-kit';
import { lostTaskId } from './lost-task-ids.ts';
import { type ShownTask, showTask } from './show-task.ts';

/** Whether a lost exchange of addresses, or its rollback, was begun: `task_status` shows it. */
export async function inspectExchange(lost: LostCall, read: ReadCall): Promise<Look> {
  const task = await showTask(lostTaskId(lost), read);
  return lost.operation === 'ExchangeInstanceIp' ? judgeExchange(task) : judgeRollback(task);
}

function judgeExchange(task: ShownTask): Look {
  // Also one that has failed: it was carried out, and the wait for it says how it ended.
  if (task.taskStatus?.startsWith('EXCHANG') === true) return happened(task);
  if (task.taskStatus === undefined && task.phase === 'steady') {
    return untouched(`Task ${task.id} still replicates and shows no exchange.`);
  }
  return undecided(task);
}

function judgeRollback(task: ShownTask): Look {
  // The word of a rollback under way is not documented; that of its end is ROLLBACK_SUCCESS.
  if (task.taskStatus?.startsWith('ROLLBACK') === true && !task.taskStatus.includes('FAIL')) return happened(task);
  if (task.taskStatus === 'EXCHANGE_SUCCESS')
    return untouched(`Task ${task.id} still shows the exchange and no rollback.`);
  // It may be that of the rollback, whose own word is not documented, and passes into one that is.
  if (task.taskStatus === 'EXCHANGING') return { kind: 'open', absent: undecided(task).result };
  return undecided(task);
}

function happened(task: ShownTask): Look {
  const evidence = `Task ${task.id} shows ${task.taskStatus}.`;
  return { kind: 'settled', result: { kind: 'happened', response: null, evidence } };
}

function untouched(evidence: string): Look {
  return { kind: 'open', absent: { kind: 'did-not-happen', evidence } };
}

function undecided(task: ShownTask): Extract<Look, { kind: 'settled' }> {
  const reason = `Task ${task.id} is ${task.status} with task_status ${task.taskStatus ?? 'absent'}: it cannot be determined whether the addresses were exchanged.`;
  return { kind: 'settled', result: { kind: 'undecided', reason } };
}
