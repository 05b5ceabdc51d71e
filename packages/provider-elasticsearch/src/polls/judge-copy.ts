import type { JsonObject, Observation, Verdict } from '@waybill/core';
import { defined } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';

/** What a look at a copy means. Pure. */
export function judgeCopy(observation: Observation | undefined): Verdict {
  const seen = observation ?? { state: 'lost' };
  const reason = textOf(seen['reason']) ?? '';
  switch (seen['state']) {
    case 'running':
      return { kind: 'pending', status: statusOf(seen), ...defined({ progress: progressOf(seen) }) };
    case 'copied':
      return { kind: 'reached', status: statusOf(seen), outputs: countsOf(seen) };
    case 'canceled':
      return {
        kind: 'failed',
        status: 'canceled',
        reason: `The copy was canceled ${reason}.`,
        hint: 'What it had copied stays. To copy the rest, start the unit over: documents that are there are left as they are.',
        isFinal: true,
      };
    case 'failed':
      return {
        kind: 'failed',
        status: 'failed',
        reason: sentence(reason),
        ...defined({ hint: hintFor(reason) }),
        isFinal: true,
      };
    default:
      return {
        kind: 'failed',
        status: 'lost',
        reason: 'The cluster knows the copy no more: the node that worked on it has gone or was restarted.',
        hint: 'What it had copied stays. To copy the rest, start the unit over: documents that are there are left as they are.',
        isFinal: true,
      };
  }
}

function statusOf(seen: JsonObject): string {
  const total = seen['total'];
  return typeof total === 'number' ? `${doneIn(seen)} of ${total} documents` : (textOf(seen['state']) ?? 'unknown');
}

function progressOf(seen: JsonObject): number | undefined {
  const total = seen['total'];
  return typeof total === 'number' && total > 0 ? Math.min(1, doneIn(seen) / total) : undefined;
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

function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}

/** What helps against the faults that users meet most. */
function hintFor(reason: string): string | undefined {
  if (/chunk that was too large|configured buffer limit/.test(reason))
    return 'Give a smaller batch: what one batch holds has to fit into 100 MB.';
  if (/whitelist|allowlist/.test(reason))
    return 'Put the address of the source into reindex.remote.whitelist (OpenSearch: allowlist) of every node of the target, and restart them.';
  if (/didn't store _source/.test(reason))
    return 'The source keeps no _source, so that no copy of its documents can be made.';
  return undefined;
}
