import { hash } from 'node:crypto';
import {
  defined,
  type JobContext,
  type JobSlice,
  type Json,
  type JsonObject,
  ProviderError,
  type SliceResult,
} from '@waybill/core';
import { objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { cannotPull } from '../answer/classify-error.ts';
import { BATCH_TOO_LARGE, describeCanceled, judgeCopy } from '../polls/judge-copy.ts';
import { COPY_UNWRITTEN, SOURCE_UNREAD } from '../polls/observe-copy.ts';
import { observeTask } from '../polls/reindex-tasks-poll.ts';
import { listCopies, makeRoomForCopy, sharePace } from '../polls/share-pace.ts';
import { tasksOfOpaqueId } from '../reconcile/tasks-of-opaque-id.ts';
import { atPace, documentsPerSecond } from '../request/documents-per-second.ts';
import { fittingBatch } from '../request/fitting-batch.ts';
import { paceOf } from '../session/pace.ts';
import { sidesOf } from './job-sides.ts';
import { readBounds, within } from './seq-no-slices.ts';

const FIRST_INTERVAL_MS = 500;
const LONGEST_INTERVAL_MS = 15_000;

/**
 * Lets the target copy a slice by `_reindex`, from another cluster or within itself, and waits for its end. A copy that an
 * earlier attempt has started is found by its id, which those documents alone have; what is there already stays as it is, so
 * that starting it twice does no harm.
 *
 * @throws ProviderError
 */
export async function pullSlice(slice: JobSlice, context: JobContext): Promise<JsonObject> {
  const batch = context.input['batch'] ?? slice.arguments['batch'];
  for (let size = typeof batch === 'number' ? batch : fittingBatch({}); ; size = Math.max(1, Math.floor(size / 4))) {
    const end = await pullOnce({ slice, size }, context);
    if (end.kind === 'canceled') throw canceledByOthers(end.taskId);
    if (end.kind !== 'failed') return resultOf(end);
    if (!BATCH_TOO_LARGE.test(end.error.message)) throw end.error;
    if (size === 1) throw end.error.restated({ hint: ONE_TOO_LARGE });
  }
}

const ONE_TOO_LARGE =
  "Not even one document fits: it has more than 100 MB, or more than a tenth of the heap of the target's nodes is taken by what is written to them. Increase their heap, or retry once less is written.";

function canceledByOthers(taskId: string): ProviderError {
  return new ProviderError(describeCanceled(taskId), {
    vendorCode: 'COPY_CANCELED',
    class: 'fatal',
    effect: 'possible',
    hint: 'What it had copied stays. To copy the rest, `waybill resume --retry-failed` begins the copy again where it was canceled; `waybill redo` starts the unit over.',
  });
}

type End =
  | Copied
  | Refused
  | { readonly kind: 'failed'; readonly error: ProviderError }
  /** By somebody else than a run that an operator has stopped. */
  | { readonly kind: 'canceled'; readonly taskId: string };

interface Copied {
  readonly kind: 'copied';
  readonly documents: number;
  readonly created: number;
  readonly unpaced?: string;
}

/** The cluster has ended it with the first batch of which it refuses documents. */
interface Refused {
  readonly kind: 'refused';
  readonly documents: number;
  readonly created: number;
  readonly refused: number;
  /** The first ones, each with its reason. */
  readonly named: readonly JsonObject[];
}

function resultOf(end: Copied | Refused): JsonObject {
  const { documents, created } = end;
  if (end.kind === 'refused') return { documents, created, refused: end.refused, named: end.named };
  return { documents, created, refused: 0, named: [], ...defined({ unpaced: end.unpaced }) };
}

interface Pull {
  readonly slice: JobSlice;
  readonly size: number;
}

async function pullOnce(pull: Pull, context: JobContext): Promise<End> {
  const ids = idsOf(pull, context);
  const earlier = await findEarlier(ids, context);
  if (earlier?.kind === 'ended') return earlier.end;
  if (earlier !== undefined) {
    const end = await waitOrCancel(earlier.copy, context);
    // The run that started it was stopped, and it had not ended yet when this one looked for it.
    if (end.kind !== 'canceled' || earlier.copy.opaqueId === ids.present) return end;
  }
  const taskId = await startCopy(ids.present, pull, context);
  return await waitOrCancel({ taskId, opaqueId: ids.present }, context);
}

/** Where an operator stops the run, the copy is stopped as well: what it has copied stays, and a later run copies the rest. */
async function waitOrCancel(copy: StartedCopy, context: JobContext): Promise<End> {
  try {
    return await waitForEnd(copy, context);
  } catch (error) {
    if (context.signal.aborted) await cancelCopy(copy.taskId, context);
    throw error;
  }
}

/** One that cannot be stopped continues, and a later run finds it. */
async function cancelCopy(taskId: string, context: JobContext): Promise<void> {
  const connections = context.connectionsAtStop?.();
  if (connections === undefined) return;
  try {
    await sidesOf({ ...context, connections }).target.call('CancelTask', { task_id: taskId });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
}

interface StartedCopy {
  readonly taskId: string;
  readonly opaqueId: string;
}

/** `X-Opaque-Id`s of a slice. */
interface CopyIds {
  readonly present: string;
  /** Whether a copy is of this slice, however often its work was begun since. */
  readonly areOfSlice: (opaqueId: string) => boolean;
}

/**
 * A plan that is edited while its unit is under way has slices of the same names, which are of other documents. A canceled copy
 * that has the present id was canceled by somebody else: what we cancel ourselves has the id of an earlier beginning.
 */
function idsOf({ slice, size }: Pull, context: JobContext): CopyIds {
  const { source, query } = sidesOf(context);
  const { opaque_id: id, remote } = context.input;
  const documents = [objectOf(remote)['host'] ?? null, source, within(query, readBounds(slice.arguments)) ?? null];
  const digest = hash('sha1', JSON.stringify(documents)).slice(0, 8);
  const first = [textOf(id) ?? '', slice.name, digest, size].join('-');
  const { beginning = 1 } = context;
  return {
    present: beginning === 1 ? first : `${first}-${beginning}`,
    areOfSlice: (opaqueId) => opaqueId.startsWith(first) && /^(?:-\d+)?$/.test(opaqueId.slice(first.length)),
  };
}

type Earlier = { readonly kind: 'ended'; readonly end: End } | { readonly kind: 'running'; readonly copy: StartedCopy };

/**
 * One that is under way, has copied everything, or was canceled by somebody else. One that has failed counts for nothing: the rest
 * is copied anew.
 */
async function findEarlier({ present, areOfSlice }: CopyIds, context: JobContext): Promise<Earlier | undefined> {
  const { target, dest } = sidesOf(context);
  const read = (operation: string, args: JsonObject) => target.read(operation, args);
  const tasks = await tasksOfOpaqueId({ isMeant: areOfSlice, destination: dest }, read);
  const running = tasks.find(({ isRunning }) => isRunning);
  if (running !== undefined) return { kind: 'running', copy: { taskId: running.id, opaqueId: running.opaqueId } };
  let canceled: Earlier | undefined;
  for (const { id: taskId, opaqueId } of tasks) {
    const seen = await observeTask({ taskId, opaqueId }, read);
    if (seen['state'] === 'copied') return { kind: 'ended', end: copied(seen) };
    if (seen['state'] === 'canceled' && opaqueId === present)
      canceled = { kind: 'ended', end: { kind: 'canceled', taskId } };
  }
  return canceled;
}

async function startCopy(opaqueId: string, { slice, size }: Pull, context: JobContext): Promise<string> {
  const { target, source, dest, query } = sidesOf(context);
  const { input } = context;
  const speed = await firstSpeed(context);
  const sent = target.call('Reindex', {
    x_opaque_id: opaqueId,
    conflicts: 'proceed',
    source: {
      ...defined({ remote: input['remote'] }),
      index: source,
      size,
      ...defined({ query: within(query, readBounds(slice.arguments)) }),
    },
    dest: { index: dest, op_type: 'create', ...defined({ version: input['target_version'], type: input['type'] }) },
    ...(slice.arguments['refreshes'] === true ? { refresh: true } : {}),
    ...defined({ slices: slice.arguments['slices'] }),
    ...defined({ requests_per_second: speed }),
  });
  const { response } = await sent.catch(refusedToStart);
  return textOf(objectOf(response)['task']) ?? '';
}

/** @throws always */
function refusedToStart(error: unknown): never {
  throw error instanceof ProviderError && cannotPull(error.message)
    ? error.restated({ hint: chooseAnew(error.hint) })
    : error;
}

/** Trying it again asks the target again, and chooses no other method. */
function chooseAnew(hint: string = ''): string {
  return `${CHOOSE_ANEW} ${hint}`.trimEnd();
}

const CHOOSE_ANEW =
  'The target could pull when the method was chosen, but cannot any more. Start the unit over with `waybill redo`: it chooses the method again, and documents that are already there are left as they are. Or let the target pull again, and retry.';

/** Ends soon when the run stops. */
async function waitForEnd(copy: StartedCopy, context: JobContext): Promise<End> {
  const { target } = sidesOf(context);
  const { clock, signal } = context;
  let unpaced: string | undefined;
  for (let delayMs = FIRST_INTERVAL_MS; ; delayMs = Math.min(2 * delayMs, LONGEST_INTERVAL_MS)) {
    signal.throwIfAborted();
    const seen = await observeTask(copy, (operation, args) => target.read(operation, args)).catch(failedQuestion);
    if (seen['state'] === 'copied') return { ...copied(seen), ...defined({ unpaced }) };
    // A node that was gone for a moment may bring it back; then the slice finds it again, or starts it anew.
    if (seen['state'] === 'lost') throw lost(copy.taskId);
    const verdict = judgeCopy(seen, { nowMs: clock.now(), heldSinceMs: undefined });
    if (seen['state'] === 'canceled') return { kind: 'canceled', taskId: copy.taskId };
    if (verdict.kind === 'failed')
      return refused(seen) ?? { kind: 'failed', error: failed(verdict.reason, verdict.hint) };
    if (verdict.kind === 'pending') context.report?.(verdict.work?.done ?? 0);
    unpaced = await keepPace(copy.taskId, context).catch(failedQuestion);
    const restMs = (verdict.kind === 'pending' ? verdict.restMs : undefined) ?? Number.POSITIVE_INFINITY;
    await clock.sleep(Math.max(FIRST_INTERVAL_MS, Math.min(delayMs, restMs)), signal);
  }
}

/**
 * The copies that the target makes share the pace of its connection, or that of the source's where it is slower.
 *
 * @returns why this one keeps the speed that it has
 */
async function keepPace(taskId: string, context: JobContext): Promise<string | undefined> {
  const { target } = sidesOf(context);
  const perSecond = slowerPace(context);
  if (!Number.isFinite(perSecond)) return undefined;
  const underWay = await listCopies((operation, args) => target.read(operation, args));
  const most = documentsPerSecond(context.input['requests_per_second']);
  return await sharePace([{ taskId, most }], { perSecond, underWay, connection: target });
}

/** The reason of the first slice whose copy had not the speed that the pace wants. */
export function unpacedIn(results: readonly SliceResult[]): string | undefined {
  return results.map(({ result }) => textOf(result['unpaced'])).find((reason) => reason !== undefined);
}

/** Its share next to the copies under way, which make room for it. Those that start at once are slowed down by their first polls. */
async function firstSpeed(context: JobContext): Promise<Json | undefined> {
  const { target } = sidesOf(context);
  const given = context.input['requests_per_second'];
  const perSecond = slowerPace(context);
  if (!Number.isFinite(perSecond)) return given;
  const underWay = await listCopies((operation, args) => target.read(operation, args));
  return atPace(given, await makeRoomForCopy({ perSecond, underWay, connection: target }));
}

/** Documents a second. */
function slowerPace(context: JobContext): number {
  const { origin, target } = sidesOf(context);
  return Math.min(...[origin, target].map((side) => paceOf(side)?.documentsPerSecond ?? Number.POSITIVE_INFINITY));
}

function copied({ total, created }: JsonObject): Copied {
  return { kind: 'copied', documents: Number(total ?? 0), created: Number(created ?? 0) };
}

function refused({ omitted, created, version_conflicts: present }: JsonObject): Refused | undefined {
  if (omitted === undefined) return undefined;
  const { count, named } = objectOf(omitted);
  const [made, there, left] = [created, present, count].map((each) => Number(each ?? 0)) as [number, number, number];
  const names = rowsOf<{ id?: string; details?: object }>(named).map(({ id = '', details }) => {
    return { id: textOf(id as Json) ?? '', reason: textOf(objectOf(details as Json)['reason']) ?? '' };
  });
  return { kind: 'refused', documents: made + there + left, created: made, refused: left, named: names };
}

/** A question that failed is no copy that failed: the next attempt finds it, running or ended. @throws always */
function failedQuestion(error: unknown): never {
  throw error instanceof ProviderError && error.class === 'fatal' ? error.restated({ class: 'transient' }) : error;
}

function lost(taskId: string): ProviderError {
  return new ProviderError(`The cluster no longer knows the copy task ${taskId}.`, {
    vendorCode: 'COPY_LOST',
    class: 'transient',
    effect: 'possible',
  });
}

function failed(reason: string, hint: string | undefined): ProviderError {
  return new ProviderError(reason, {
    vendorCode: 'COPY_FAILED',
    // What the source did not give it may give later, and a shard that is on no node may find one.
    class: [SOURCE_UNREAD, COPY_UNWRITTEN].some((passing) => reason.startsWith(passing)) ? 'transient' : 'fatal',
    effect: 'possible',
    ...defined({ hint: cannotPull(reason) ? chooseAnew(hint) : hint }),
  });
}
