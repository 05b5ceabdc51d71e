import type { TargetInterval } from '@waybill/stand-kit';
import { type HuaweicloudState, targetKey } from './huaweicloud-state.ts';
import { configurationAt, type MigrationTask, type Phase, phaseEndsAtMs } from './migration-task.ts';

/** Two views of the same tasks: for the project as a whole, and for each target that data is moved into. */
export interface HuaweicloudIntervals {
  /** From creation, or a new start after an end, until the task has ended, is stopped, switched over or deleted. */
  readonly ofProject: readonly TargetInterval[];
  /** The same, without the time in which a task has no target yet. */
  readonly ofTargets: readonly TargetInterval[];
}

export function huaweicloudIntervals(state: HuaweicloudState, releaseIdleAfterMs: number | null): HuaweicloudIntervals {
  const perTask = state.allTasks().map((task) => phaseIntervals(task, releaseIdleAfterMs));
  return {
    ofProject: perTask.flatMap((intervals) => joined(intervals.map((interval) => ({ ...interval, target: '' })))),
    ofTargets: perTask.flatMap((intervals) => joined(intervals.filter(({ target }) => target !== ''))),
  };
}

function phaseIntervals(task: MigrationTask, releaseIdleAfterMs: number | null): readonly TargetInterval[] {
  return task.phases.map((phase, index) => {
    const configuration = configurationAt(task, phase.atMs);
    const nextStartsAtMs = task.phases[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    return {
      startMs: phase.atMs,
      endMs: Math.min(phaseEndsAtMs(phase), releasedAtMs(phase, releaseIdleAfterMs), nextStartsAtMs),
      target: configuration === null ? '' : targetKey(configuration.target),
    };
  });
}

/** A machine that nobody configures is given back. */
function releasedAtMs(phase: Phase, releaseIdleAfterMs: number | null): number {
  if (phase.kind !== 'creating' || releaseIdleAfterMs === null) return Number.POSITIVE_INFINITY;
  return phase.readyAtMs + releaseIdleAfterMs;
}

/** Neighbours that touch become one, so that one task never counts twice. */
function joined(intervals: readonly TargetInterval[]): readonly TargetInterval[] {
  const result: TargetInterval[] = [];
  for (const interval of intervals.filter(({ startMs, endMs }) => startMs < endMs)) {
    const last = result.at(-1);
    const isContinued = last !== undefined && last.endMs === interval.startMs && last.target === interval.target;
    if (isContinued) result[result.length - 1] = { ...interval, startMs: last.startMs };
    else result.push(interval);
  }
  return result;
}
