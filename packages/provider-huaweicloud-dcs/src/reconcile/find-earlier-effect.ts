import {
  type EarlierEffect,
  type FirstCall,
  ProviderError,
  type ProviderErrorClass,
  type ReadCall,
} from '@waybill/core';
import type { Look } from '@waybill/provider-kit';
import { textOf } from '@waybill/provider-kit';
import { collectTasks } from '../polls/list-tasks.ts';
import { isTerminalPhase, taskPhase } from '../polls/task-status.ts';
import { createdTaskName, type NamedTask, parseListedTask } from './find-existing-tasks.ts';
import { inspectExchange } from './inspect-exchange.ts';
import { inspectSet } from './inspect-set.ts';
import { lostTaskId } from './lost-task-ids.ts';
import { createResponse, hasOurDescription } from './reconcile-create.ts';
import { tokenOf } from './task-token.ts';

/**
 * Whether an effect that the journal knows nothing of has happened all the same. One list of all tasks answers it for
 * every unit; single tasks are read only where the list shows that something has happened.
 */
export async function findEarlierEffect(call: FirstCall, read: ReadCall, readFresh: ReadCall): Promise<EarlierEffect> {
  switch (call.operation) {
    case 'CreateOnlineMigrationTask':
    case 'CreateMigrationTask':
      return await findCreated(call, read);
    case 'SetOnlineMigrationTask':
      return await findConfigured(call, read, readFresh);
    case 'StopMigrationTask':
    case 'StopMigrationTaskSync':
      return await findStopped(call, read);
    case 'ExchangeInstanceIp':
    case 'RollbackExchangeInstanceIp':
      return await findExchanged(call, read);
    default:
      return NONE;
  }
}

const NONE: EarlierEffect = { kind: 'none' };

const REFUSED: ReadonlySet<ProviderErrorClass> = new Set(['fatal', 'forbidden', 'withdrawn', 'not-found']);

/** Only a unit's token proves that a task is its own: names and descriptions of plain operations are anybody's. */
async function findCreated(call: FirstCall, read: ReadCall): Promise<EarlierEffect> {
  const token = tokenOf(call.arguments['description']);
  const name = createdTaskName(call.operation, call.arguments);
  if (token === undefined || name === undefined) return NONE;
  const ours = (await listTasks(read)).filter(
    (task) => task.name === name && tokenOf(task.description) === token && !call.takenIds.includes(task.id),
  );
  const [task, ...more] = ours;
  if (task === undefined) return NONE;
  if (more.length > 0) return undecidedCreate(severalTasks(ours), ours);
  const difference = findDifference(task, call);
  if (difference !== undefined) {
    return undecidedCreate(`Task ${describe(task)} carries this unit's mark, but ${difference}.`, ours);
  }
  return {
    kind: 'happened',
    response: createResponse(call.operation, task, name),
    evidence: `Task ${describe(task)} carries this unit's mark.`,
  };
}

/** What the list shows of a task against what the create would send. */
function findDifference(task: NamedTask, call: FirstCall): string | undefined {
  if (!hasOurDescription(task, call)) return 'its description is different';
  const wanted = targetSent(call);
  if (wanted === undefined || task.target === undefined || wanted === task.target) return undefined;
  return `its target is ${task.target}, not ${wanted}`;
}

/** By id alone: addresses are written in more than one way. */
function targetSent({ arguments: args }: FirstCall): string | undefined {
  const target = args['target_instance'];
  return typeof target === 'object' && target !== null && 'id' in target ? textOf(target['id']) : undefined;
}

/**
 * Before a task is configured: whether another one carries the same mark, which two copies of a state make, and whether
 * the task is at work already. A task without a mark may have run before; the vendor refuses what cannot be.
 */
async function findConfigured(call: FirstCall, read: ReadCall, readFresh: ReadCall): Promise<EarlierEffect> {
  const own = lostTaskId(call);
  const shared = await listTasks(read);
  // A list that does not show the task yet says nothing of another copy's task: the vendor shows a task some time after it
  // was created. With two lists that each show the own task, one at least shows both.
  const tasks = shared.some(({ id }) => id === own) ? shared : await listTasks(readFresh);
  const task = tasks.find(({ id }) => id === own);
  if (task === undefined) return NONE;
  const twins = tasksOfMark(task, tasks);
  if (twins.length > 1) return undecided(severalTasks(twins), minusOwn(twins, task));
  const phase = taskPhase(task.status);
  if (phase === 'idle' || phase === 'creating') return NONE;
  const isMarked = tokenOf(task.description) !== undefined;
  if (!isMarked && phase !== 'copying' && phase !== 'steady') return NONE;
  const found = await inspectSet({ ...call, existingIds: [], intendedAtMs: 0 }, read);
  return isMarked ? earlierOf(found, task) : onlyIfHappened(found);
}

async function findStopped(call: FirstCall, read: ReadCall): Promise<EarlierEffect> {
  const task = (await listTasks(read)).find(({ id }) => id === lostTaskId(call));
  if (task === undefined || tokenOf(task.description) === undefined) return NONE;
  const phase = taskPhase(task.status);
  if (phase !== 'stopping' && phase !== 'stopped') return NONE;
  const response = { task_id: task.id, status: task.status };
  return { kind: 'happened', response, evidence: `Task ${task.id} is ${task.status} already.` };
}

/** A second exchange would give the addresses back. The list does not show the first one. */
async function findExchanged(call: FirstCall, read: ReadCall): Promise<EarlierEffect> {
  try {
    return onlyIfHappened(await inspectExchange({ ...call, existingIds: [], intendedAtMs: 0 }, read));
  } catch (error) {
    // A read that is refused for good says nothing; whatever may pass is asked again.
    if (!(error instanceof ProviderError) || !REFUSED.has(error.class)) throw error;
    return NONE;
  }
}

function earlierOf(look: Look, task: NamedTask): EarlierEffect {
  const found = look.kind === 'settled' ? look.result : look.absent;
  if (found.kind === 'did-not-happen') return NONE;
  return found.kind === 'happened' ? found : undecided(found.reason, [task]);
}

function onlyIfHappened(look: Look): EarlierEffect {
  return look.kind === 'settled' && look.result.kind === 'happened' ? look.result : NONE;
}

/** Every task of one unit in one state: one, unless something went wrong. */
function tasksOfMark(task: NamedTask, tasks: readonly NamedTask[]): readonly NamedTask[] {
  const token = tokenOf(task.description);
  if (token === undefined) return [task];
  return tasks.filter((other) => other.name === task.name && tokenOf(other.description) === token);
}

function minusOwn(tasks: readonly NamedTask[], own: NamedTask): readonly NamedTask[] {
  return tasks.filter(({ id }) => id !== own.id);
}

async function listTasks(read: ReadCall): Promise<readonly NamedTask[]> {
  return await collectTasks(read, parseListedTask);
}

function severalTasks(tasks: readonly NamedTask[]): string {
  return `${tasks.length} tasks carry this unit's mark: ${tasks.map(describe).join(' and ')}. Stop the other copy, and delete the task that is not wanted.`;
}

function describe({ id, status, createdAt }: NamedTask): string {
  return createdAt === undefined ? `${id} (${status})` : `${id} (${status}, created ${createdAt})`;
}

/** The unit has no task but these. */
function undecidedCreate(reason: string, tasks: readonly NamedTask[]): EarlierEffect {
  const isOver = tasks.every(({ status }) => isTerminalPhase(taskPhase(status)));
  return { kind: 'undecided', reason, foundIds: tasks.map(({ id }) => id), isOver };
}

function undecided(reason: string, tasks: readonly NamedTask[]): EarlierEffect {
  return { kind: 'undecided', reason, foundIds: tasks.map(({ id }) => id) };
}
