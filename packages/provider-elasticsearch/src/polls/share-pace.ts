import { type JobConnection, type JsonObject, ProviderError, type ReadCall } from '@waybill/core';
import { type Fields, fieldsOf, type Part, rowsOf } from '@waybill/provider-kit';
import type { ListTasksResponse } from '../generated/answers.generated.ts';
import { opaqueIdOf, RUNNING_COPIES, type RunningTask, taskIdOf } from '../reconcile/tasks-of-opaque-id.ts';

/** How the X-Opaque-Id of every copy begins that a unit of any plan and state has started. */
const OURS = 'waybill-';

/** Copies that differ by less keep their speed. */
const TOLERANCE = 0.02;

/** The copies that a cluster has under way, as its list of tasks shows them, by their id. */
export async function listCopies(read: ReadCall): Promise<ReadonlyMap<string, JsonObject>> {
  const answer = fieldsOf<ListTasksResponse>(await read('ListTasks', RUNNING_COPIES));
  const rows = rowsOf<object>(answer.tasks) as readonly JsonObject[];
  return new Map(
    rows.flatMap((row): [string, JsonObject][] => {
      const id = taskIdOf(row);
      return id === undefined ? [] : [[id, row]];
    }),
  );
}

/** A copy of this run that is under way. */
export interface PacedCopy {
  readonly taskId: string;
  /** Documents a second that its unit allows it. Undefined: any number. */
  readonly most: number | undefined;
}

/**
 * Gives each of `copies` its share of the documents a second that all copies of the cluster may make together: those of other
 * runs and machines have theirs, as long as their plans say the same.
 *
 * @returns why one of them keeps the speed that it has; undefined: each has its share, or has ended
 */
export async function sharePace(
  copies: readonly PacedCopy[],
  { perSecond, underWay, connection }: SharedPace,
): Promise<string | undefined> {
  const share = perSecond / Math.max(1, [...underWay.values()].filter(isOurs).length);
  for (const { taskId, most = share } of copies) {
    const row = underWay.get(taskId);
    const wanted = Math.min(share, most);
    if (row === undefined || isAbout(wanted, speedOf(row))) continue;
    const refusal = await rethrottle(connection, { task_id: taskId, requests_per_second: wanted });
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/**
 * Slows down the copies under way so far that one more has its share, which is returned. One that cannot be slowed down keeps its
 * speed: its own polls say so.
 */
export async function makeRoomForCopy({ perSecond, underWay, connection }: SharedPace): Promise<number> {
  const ours = [...underWay].filter(([, row]) => isOurs(row));
  const share = perSecond / (ours.length + 1);
  for (const [taskId, row] of ours)
    if ((speedOf(row) ?? 0) > (1 + TOLERANCE) * share)
      await rethrottle(connection, { task_id: taskId, requests_per_second: share });
  return share;
}

export interface SharedPace {
  /** Of all copies. */
  readonly perSecond: number;
  readonly underWay: ReadonlyMap<string, JsonObject>;
  readonly connection: JobConnection;
}

/** Where the copy has ended meanwhile, the cluster says so in a success. What may pass is tried again in the next round. */
async function rethrottle(connection: JobConnection, args: JsonObject): Promise<string | undefined> {
  try {
    await connection.call('RethrottleReindex', args);
    return undefined;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return error.class === 'not-found' ? undefined : `The pace of the copy cannot be changed: ${error.message}`;
  }
}

function isOurs(row: JsonObject): boolean {
  return opaqueIdOf(row)?.startsWith(OURS) === true && row['parent_task_id'] === undefined;
}

/** Undefined: it says nothing of its speed. -1 is no limit. */
function speedOf(row: Fields<RunningTask>): number | undefined {
  const { requests_per_second: speed } = fieldsOf<Part<RunningTask, 'status'>>(row.status);
  return typeof speed === 'number' ? speed : undefined;
}

function isAbout(wanted: number, has: number | undefined): boolean {
  return has !== undefined && Math.abs(has - wanted) <= TOLERANCE * wanted;
}
