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
import { objectOf, textOf } from '@waybill/provider-kit';
import { cannotPull } from '../answer/classify-error.ts';
import { BATCH_TOO_LARGE, judgeCopy } from '../polls/judge-copy.ts';
import { COPY_UNWRITTEN, SOURCE_UNREAD } from '../polls/observe-copy.ts';
import { observeTask } from '../polls/reindex-tasks-poll.ts';
import { listCopies, sharePace } from '../polls/share-pace.ts';
import { tasksOfOpaqueId } from '../reconcile/tasks-of-opaque-id.ts';
import { atPace, documentsPerSecond } from '../request/documents-per-second.ts';
import { fittingBatch } from '../request/fitting-batch.ts';
import { paceOf } from '../session/pace.ts';
import { sidesOf } from './job-sides.ts';
import { readBounds, within } from './seq-no-slices.ts';

const FIRST_INTERVAL_MS = 500;
const LONGEST_INTERVAL_MS = 15_000;

/**
 * Lets the target copy a slice by `_reindex`, and waits for its end. A copy that an earlier attempt has started is found by
 * its id, which those documents alone have; what is there already stays as it is, so that starting it twice does no harm.
 *
 * @throws ProviderError
 */
export async function pullSlice(slice: JobSlice, context: JobContext): Promise<JsonObject> {
  const batch = context.input['batch'] ?? slice.arguments['batch'];
  for (let size = typeof batch === 'number' ? batch : fittingBatch({}); ; size = Math.max(1, Math.floor(size / 4))) {
    const end = await pullOnce({ slice, size }, context);
    if (end.kind === 'copied') return resultOf(end);
    if (!BATCH_TOO_LARGE.test(end.error.message)) throw end.error;
    if (size === 1) throw end.error.restated({ hint: ONE_TOO_LARGE });
  }
}

const ONE_TOO_LARGE =
  "Not even one document fits: it has more than 100 MB, or more than a tenth of the heap of the target's nodes is taken by what is written to them. Increase their heap, or retry once less is written.";

function resultOf({ total, created, unpaced }: Extract<End, { kind: 'copied' }>): JsonObject {
  return { documents: total, created, refused: 0, named: [], ...defined({ unpaced }) };
}

type End =
  | { readonly kind: 'copied'; readonly total: number; readonly created: number; readonly unpaced?: string }
  | { readonly kind: 'failed'; readonly error: ProviderError; readonly isCanceled?: boolean };

interface Pull {
  readonly slice: JobSlice;
  readonly size: number;
}

async function pullOnce(pull: Pull, context: JobContext): Promise<End> {
  const opaqueId = opaqueIdOf(pull, context);
  const earlier = await findEarlier(opaqueId, context);
  if (earlier?.kind === 'copied') return earlier;
  if (earlier !== undefined) {
    const end = await waitOrCancel({ taskId: earlier.taskId, opaqueId }, context);
    // The run that started it was stopped, and it had not ended yet when this one looked for it.
    if (end.kind !== 'failed' || end.isCanceled !== true) return end;
  }
  const taskId = await startCopy(opaqueId, pull, context);
  return await waitOrCancel({ taskId, opaqueId }, context);
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

/** A plan that is edited while its unit is under way has slices of the same names, which are of other documents. */
function opaqueIdOf({ slice, size }: Pull, context: JobContext): string {
  const { source, query } = sidesOf(context);
  const { opaque_id: id, remote } = context.input;
  const documents = [objectOf(remote)['host'] ?? null, source, within(query, readBounds(slice.arguments)) ?? null];
  return [textOf(id) ?? '', slice.name, hash('sha1', JSON.stringify(documents)).slice(0, 8), size].join('-');
}

type Earlier = Extract<End, { kind: 'copied' }> | { readonly kind: 'running'; readonly taskId: string };

/** One that is under way, or has copied everything. One that has failed counts for nothing: the rest is copied anew. */
async function findEarlier(opaqueId: string, context: JobContext): Promise<Earlier | undefined> {
  const { target, dest } = sidesOf(context);
  const read = (operation: string, args: JsonObject) => target.read(operation, args);
  const tasks = await tasksOfOpaqueId({ opaqueId, destination: dest }, read);
  const running = tasks.find(({ isRunning }) => isRunning);
  if (running !== undefined) return { kind: 'running', taskId: running.id };
  for (const { id } of tasks) {
    const seen = await observeTask({ taskId: id, opaqueId }, read);
    if (seen['state'] === 'copied') return copied(seen);
  }
  return undefined;
}

async function startCopy(opaqueId: string, { slice, size }: Pull, context: JobContext): Promise<string> {
  const { target, source, dest, query } = sidesOf(context);
  const { input } = context;
  const sent = target.call('Reindex', {
    x_opaque_id: opaqueId,
    conflicts: 'proceed',
    source: {
      remote: objectOf(input['remote']),
      index: source,
      size,
      ...defined({ query: within(query, readBounds(slice.arguments)) }),
    },
    dest: { index: dest, op_type: 'create', ...defined({ version: input['target_version'], type: input['type'] }) },
    ...(slice.arguments['refreshes'] === true ? { refresh: true } : {}),
    ...defined({ requests_per_second: firstSpeed(context) }),
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
    if (verdict.kind === 'failed') {
      const isCanceled = verdict.status === 'canceled';
      return { kind: 'failed', error: failed(verdict.reason, verdict.hint), isCanceled };
    }
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

/** Until it gets its share a copy may go as fast as all of them together. */
function firstSpeed(context: JobContext): Json | undefined {
  const given = context.input['requests_per_second'];
  const pace = slowerPace(context);
  return Number.isFinite(pace) ? atPace(given, pace) : given;
}

/** Documents a second. */
function slowerPace(context: JobContext): number {
  const { origin, target } = sidesOf(context);
  return Math.min(...[origin, target].map((side) => paceOf(side)?.documentsPerSecond ?? Number.POSITIVE_INFINITY));
}

function copied({ total, created }: JsonObject): Extract<End, { kind: 'copied' }> {
  return { kind: 'copied', total: Number(total ?? 0), created: Number(created ?? 0) };
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
