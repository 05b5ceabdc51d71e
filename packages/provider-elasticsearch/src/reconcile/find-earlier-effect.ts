import type { EarlierEffect, FirstCall, ReadCall } from '@waybill/core';
import { textOf, textsOf } from '@waybill/provider-kit';
import { tokenIn } from '../definition/mark-of.ts';
import { copyIn } from './find-existing-tasks.ts';
import { readMark } from './read-mark.ts';
import { tasksOfOpaqueId } from './tasks-of-opaque-id.ts';

const NONE: EarlierEffect = { kind: 'none' };

/**
 * Whether an effect that the journal knows nothing of has happened all the same: an index that carries the unit's own mark,
 * or a copy under its own id.
 */
export async function findEarlierEffect(call: FirstCall, read: ReadCall): Promise<EarlierEffect> {
  switch (call.operation) {
    case 'CreateIndex':
      return await findIndex(call, read);
    case 'Reindex':
      return await findCopy(call, read);
    default:
      return NONE;
  }
}

async function findIndex({ arguments: args }: FirstCall, read: ReadCall): Promise<EarlierEffect> {
  const present = tokenIn(textOf(args['mark'])) ?? '';
  const own = [present, ...textsOf(args['earlier_tokens'])].filter((token) => token !== '');
  if (own.length === 0) return NONE;
  const index = textOf(args['index']) ?? '';
  const shown = await readMark(index, read);
  const token = tokenIn(shown?.mark) ?? '';
  if (!own.includes(token)) return NONE;
  const evidence = `Index ${index} carries the mark of this unit.`;
  const found = { kind: 'happened', response: { acknowledged: true, index }, evidence } as const;
  return token === present ? found : { ...found, isOfEarlierStart: true };
}

/** Only an id of ours is no one else's: plans may use one of their own again and again. */
async function findCopy({ arguments: args, takenIds }: FirstCall, read: ReadCall): Promise<EarlierEffect> {
  const copy = copyIn(args);
  if (!/^waybill-[0-9a-f]{12}/.test(copy.opaqueId)) return NONE;
  const tasks = (await tasksOfOpaqueId(copy, read)).filter(({ id }) => !takenIds.includes(id));
  const [task, ...others] = tasks;
  if (task === undefined) return NONE;
  if (others.length > 0) {
    const foundIds = tasks.map(({ id }) => id);
    const reason = `${tasks.length} copies have the id of this unit: ${foundIds.join(', ')}.`;
    return { kind: 'undecided', reason, foundIds, isOver: tasks.every(({ isRunning }) => !isRunning) };
  }
  return { kind: 'happened', response: { task: task.id }, evidence: `Task ${task.id} has the id of this unit.` };
}
