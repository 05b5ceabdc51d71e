import type { LostCall, ReadCall, ReconcileContext, Reconciliation } from '@waybill/core';
import { type Look, lookUntilSettled, textOf, undecided } from '@waybill/provider-kit';
import { tokenIn } from '../definition/mark-of.ts';
import { copyIn } from './find-existing-tasks.ts';
import { inspectAliases } from './inspect-aliases.ts';
import { readMark } from './read-mark.ts';
import { tasksOfOpaqueId } from './tasks-of-opaque-id.ts';

/** The master of a cluster may have a call in its queue for as long. */
const SETTLING = { settleMs: 30_000, intervalMs: 1_000 } as const;

/** Finds out whether a call whose answer was lost has had its effect. Reads only. */
export async function reconcileLostCall(lost: LostCall, context: ReconcileContext): Promise<Reconciliation> {
  const look = lookFor(lost, context.read);
  if (look === undefined)
    return { kind: 'undecided', reason: `${lost.operation} leaves no trace that could be looked up.` };
  return await lookUntilSettled(context, SETTLING, look);
}

function lookFor(lost: LostCall, read: ReadCall): (() => Promise<Look>) | undefined {
  switch (lost.operation) {
    case 'CreateIndex':
      return () => inspectCreate(lost, read);
    case 'DeleteIndex':
      return () => inspectDelete(lost, read);
    case 'Reindex':
      return () => inspectReindex(lost, read);
    case 'UpdateAliases':
      return () => inspectAliases(lost, read);
    default:
      return undefined;
  }
}

async function inspectCreate({ arguments: args }: LostCall, read: ReadCall): Promise<Look> {
  const index = textOf(args['index']) ?? '';
  const shown = await readMark(index, read);
  if (shown === undefined)
    return { kind: 'open', absent: { kind: 'did-not-happen', evidence: `There is no index ${index}.` } };
  const token = tokenIn(textOf(args['mark']));
  if (token !== undefined && tokenIn(shown.mark) === token)
    return happened({ acknowledged: true, index }, `Index ${index} carries the mark that was sent.`);
  return undecided(`There is an index ${index}, but nothing shows that this call created it.`);
}

async function inspectDelete({ arguments: args }: LostCall, read: ReadCall): Promise<Look> {
  const index = textOf(args['index']) ?? '';
  const shown = await readMark(index, read);
  if (shown === undefined) return happened({ acknowledged: true }, `There is no index ${index} any more.`);
  return { kind: 'open', absent: { kind: 'did-not-happen', evidence: `Index ${index} is still there.` } };
}

async function inspectReindex(lost: LostCall, read: ReadCall): Promise<Look> {
  const known = new Set([...lost.existingIds, ...lost.takenIds]);
  const tasks = (await tasksOfOpaqueId(copyIn(lost.arguments), read)).filter(({ id }) => !known.has(id));
  const [task, ...others] = tasks;
  if (task === undefined)
    return { kind: 'open', absent: { kind: 'did-not-happen', evidence: 'No copy has the id that was sent.' } };
  if (others.length === 0) return happened({ task: task.id }, `Task ${task.id} has the id that was sent.`);
  return undecided(`Several copies have the id that was sent: ${tasks.map(({ id }) => id).join(', ')}.`);
}

function happened(response: Extract<Reconciliation, { kind: 'happened' }>['response'], evidence: string): Look {
  return { kind: 'settled', result: { kind: 'happened', response, evidence } };
}
