import { defined, type JsonObject, type Observation, type PollHistory, type Verdict } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { ALLOW, UNREADABLE_PAIR } from '../answer/classify-error.ts';
import { withFullStop } from '../answer/with-full-stop.ts';
import { COPY_UNWRITTEN } from './observe-copy.ts';

/**
 * What a cluster says of a batch that does not fit: into its buffer, or, from 7.9 on, into what all writes under way may hold
 * of a node's heap (`indexing_pressure.memory.limit`, a tenth).
 */
export const BATCH_TOO_LARGE: RegExp =
  /chunk that was too large|configured buffer limit|rejected execution of \w+ operation|Data too large/;

/** A node that has left for a moment may come back, and its tasks with it. */
const LOST_AFTER_MS = 15_000;

const COPY_THE_REST =
  'What it had copied stays. To copy the rest, start the unit over: documents that are already there are left as they are.';

/** What an observation of a copy means. Pure. */
export function judgeCopy(observation: Observation | undefined, { nowMs, heldSinceMs }: LostSince): Verdict {
  const seen = observation ?? { state: 'lost' };
  const reason = textOf(seen['reason']) ?? '';
  switch (seen['state']) {
    case 'running':
      return {
        kind: 'pending',
        status: statusOf(seen),
        ...defined({
          progress: progressOf(seen),
          work: workOf(seen),
          restMs: restOf(seen),
          warning: textOf(seen['unpaced']),
        }),
      };
    case 'copied':
      return { kind: 'reached', status: statusOf(seen), outputs: countsOf(seen) };
    case 'canceled':
      return {
        kind: 'failed',
        status: 'canceled',
        reason: describeCanceled(),
        hint: COPY_THE_REST,
        isFinal: true,
      };
    case 'failed':
      return {
        kind: 'failed',
        status: 'failed',
        reason: withFullStop(reason),
        hint: hintFor(reason),
        isFinal: true,
        ...defined({ outputs: seen['omitted'] === undefined ? undefined : { omitted: seen['omitted'] } }),
      };
    default:
      if (heldSinceMs === undefined || nowMs - heldSinceMs < LOST_AFTER_MS)
        return { kind: 'pending', status: 'not known to the cluster', holds: true };
      return {
        kind: 'failed',
        status: 'lost',
        reason: 'The cluster no longer knows the copy task: its node has left the cluster or was restarted.',
        hint: COPY_THE_REST,
        isFinal: true,
      };
  }
}

/** Of a copy that no run has stopped. */
export function describeCanceled(taskId?: string): string {
  const which = taskId === undefined ? 'The copy' : `The copy task ${taskId}`;
  return `${which} was canceled in the cluster, by an operator or another program (POST _tasks/${taskId ?? 'TASK'}/_cancel), or by a run that was killed while it stopped.`;
}

/** Since when the cluster has not known the copy. */
type LostSince = Pick<PollHistory, 'nowMs' | 'heldSinceMs'>;

function statusOf(seen: JsonObject): string {
  const total = seen['total'];
  return typeof total === 'number' ? `${doneIn(seen)} of ${total} documents` : (textOf(seen['state']) ?? 'unknown');
}

function progressOf(seen: JsonObject): number | undefined {
  const total = seen['total'];
  return typeof total === 'number' && total > 0 ? Math.min(1, doneIn(seen) / total) : undefined;
}

function workOf(seen: JsonObject): { of: string; done: number; total: number } | undefined {
  const total = seen['total'];
  return typeof total === 'number' && total > 0 ? { of: 'documents', done: doneIn(seen), total } : undefined;
}

/** What a cluster does after the last document: it closes its search of the source, and stores the result. */
const CLOSING_MS = 100;

/** As fast as it was so far, to the end of the task. One that is throttled sleeps after its last batch as well. */
function restOf(seen: JsonObject): number | undefined {
  const { running_ms: runningMs, sleeps_ms: sleepsMs } = seen;
  const progress = progressOf(seen) ?? 0;
  if (typeof runningMs !== 'number' || progress === 0) return undefined;
  const sleptMs = progress === 1 && typeof sleepsMs === 'number' ? sleepsMs : 0;
  return Math.round((runningMs * (1 - progress)) / progress) + sleptMs + CLOSING_MS;
}

function doneIn(seen: JsonObject): number {
  return ['created', 'updated', 'deleted', 'noops', 'version_conflicts'].reduce((sum, name) => {
    const count = seen[name];
    return sum + (typeof count === 'number' ? count : 0);
  }, 0);
}

function countsOf({ state: _state, ...counts }: JsonObject): JsonObject {
  return counts;
}

/** What helps against the faults that users meet most. */
function hintFor(reason: string): string {
  if (BATCH_TOO_LARGE.test(reason))
    return `It needs a smaller batch: one has to fit into 100 MB, and into a tenth of the heap of the target's nodes. Set a lower source.size, and start the unit over. What it had copied stays.`;
  if (/whitelist|allowlist/.test(reason)) return ALLOW;
  if (/likely not an Elasticsearch/.test(reason)) return UNREADABLE_PAIR;
  if (/search_context_missing_exception|No search context found/.test(reason))
    return `The source has dropped the scroll: its index was deleted or closed, a node was restarted, or the copy paused for five minutes. ${COPY_THE_REST}`;
  if (reason.startsWith(COPY_UNWRITTEN))
    return `A primary shard of the copy is not allocated: GET /_cluster/allocation/explain says why. ${COPY_THE_REST}`;
  if (/cluster_block_exception/.test(reason))
    return `The index is blocked: check its settings under index.blocks. ${COPY_THE_REST}`;
  if (/(?:was|were) refused: /.test(reason))
    return 'Set a mapping that accepts them in dest.mappings, delete the index that was created, and start the unit over. Or copy with method: bulk, and allow it with tolerate to leave that many out.';
  if (/didn't store _source/.test(reason))
    return 'The source keeps no _source, so that no copy of its documents can be made.';
  return COPY_THE_REST;
}
