import type { TargetInterval } from '@waybill/stand-kit';
import type { AlicloudState } from './alicloud-state.ts';
import { activeUntilMs } from './data-task.ts';

/** A data task is active from its creation until it has ended or is deleted; its target is the sink instance. */
export function alicloudIntervals(state: AlicloudState): readonly TargetInterval[] {
  return state.allTasks().map((task) => ({
    startMs: task.createdAtMs,
    endMs: activeUntilMs(task),
    target: task.instanceId,
  }));
}
