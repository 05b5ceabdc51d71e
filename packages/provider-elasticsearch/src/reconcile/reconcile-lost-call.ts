import type { LostCall, ReadCall, ReconcileContext, Reconciliation } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { tokenIn } from '../definition/mark-of.ts';
import { copyIn } from './find-existing-tasks.ts';
import { inspectAliases } from './inspect-aliases.ts';
import { type Look, lookUntilSettled } from './settle.ts';
import { showIndex } from './show-index.ts';
import { tasksOfOpaqueId } from './tasks-of-opaque-id.ts';

/** Finds out whether a call whose answer was lost has had its effect. Reads only. */
export async function reconcileLostCall(lost: LostCall, context: ReconcileContext): Promise<Reconciliation> {
  switch (lost.operation) {
    case 'CreateIndex':
      return await lookUntilSettled(context, () => inspectCreate(lost, context.read));
    case 'DeleteIndex':
      return await lookUntilSettled(context, () => inspectDelete(lost, context.read));
    case 'Reindex':
      return await lookUntilSettled(context, () => inspectReindex(lost, context.read));
    case 'UpdateAliases':
      return await lookUntilSettled(context, () => inspectAliases(lost, context.read));
    default:
      return { kind: 'undecided', reason: `${lost.operation} leaves no trace that could be looked up.` };
  }
}

async function inspectCreate({ arguments: args }: LostCall, read: ReadCall): Promise<Look> {
  const index = textOf(args['index']) ?? '';
  const shown = await showIndex(index, read);
  if (shown === undefined)
    return { kind: 'open', absent: { kind: 'did-not-happen', evidence: `There is no index ${index}.` } };
  const token = tokenIn(textOf(args['mark']));
  if (token !== undefined && tokenIn(shown.mark) === token)
    return happened({ acknowledged: true, index }, `Index ${index} carries the mark that was sent.`);
  const reason = `There is an index ${index}, and nothing shows that this call has made it.`;
  return { kind: 'settled', result: { kind: 'undecided', reason } };
}

async function inspectDelete({ arguments: args }: LostCall, read: ReadCall): Promise<Look> {
  const index = textOf(args['index']) ?? '';
  const shown = await showIndex(index, read);
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
  const reason = `Several copies have the id that was sent: ${tasks.map(({ id }) => id).join(', ')}.`;
  return { kind: 'settled', result: { kind: 'undecided', reason } };
}

function happened(response: Extract<Reconciliation, { kind: 'happened' }>['response'], evidence: string): Look {
  return { kind: 'settled', result: { kind: 'happened', response, evidence } };
}
