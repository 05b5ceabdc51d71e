import type { MovedConnection } from '../../journal/record.ts';
import type { Verdict } from '../../provider/poll.ts';

/** A task that was made where its connection does not lead any more. */
export interface Elsewhere {
  /** Its id, where that is known; of a wait for several tasks all of them. */
  readonly taskIds: readonly string[];
  /** Not empty. */
  readonly moved: readonly MovedConnection[];
}

export const ELSEWHERE = 'RUN_TASK_ELSEWHERE';

/** The wait is over as soon as the new place does not show the task. At the old one it may keep running, and keeps its place. */
export function elsewhereVerdict({ taskIds, moved }: Elsewhere): Exclude<Verdict, { kind: 'pending' }> {
  const [provider = ''] = moved.map((one) => one.provider);
  const before = moved.map((one) => `${one.what} was ${one.before}`).join(' and ');
  const now = moved.map((one) => `${one.what} is ${one.after}`).join(' and ');
  const other = moved.find(({ what }) => what === 'connection');
  const [task, it] = nameTasks(taskIds);
  return {
    kind: 'failed',
    status: 'not known here',
    code: ELSEWHERE,
    reason:
      other === undefined
        ? `${task} created through ${provider} where ${before}. Where it leads now (${now}) nothing of ${it} is known.`
        : `${task} created through ${provider}. Its migration uses ${other.after} now, where nothing of ${it} is known.`,
    hint: 'Point the connection at the old place again and run `waybill resume --retry-failed --keep-changed`. Or migrate once more at the new place with `waybill redo`; what was begun at the old place stays there and may still be running.',
    isStillRunning: true,
    isFinal: false,
  };
}

function nameTasks(ids: readonly string[]): readonly [task: string, it: string] {
  if (ids.length > 1) return [`Remote tasks ${ids.join(', ')} were`, 'these ids'];
  return ids.length === 1 ? [`The remote task ${ids.join()} was`, 'that id'] : ['The remote task was', 'it'];
}
