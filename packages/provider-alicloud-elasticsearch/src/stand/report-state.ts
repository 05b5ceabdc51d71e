import type { AlicloudState } from './alicloud-state.ts';
import type { AlicloudWorld } from './alicloud-world.ts';
import { activeUntilMs, statusWordAt } from './data-task.ts';

/** Every task as it is now, without faults in between and without secrets. */
export interface AlicloudReport {
  readonly tasks: readonly AlicloudTaskReport[];
  /** Tasks created per `<instance>/<source index> -> <sink index>`. */
  readonly created: Readonly<Record<string, number>>;
}

export interface AlicloudTaskReport {
  readonly taskId: string;
  readonly instanceId: string;
  readonly sourceIndex: string;
  readonly sinkIndex: string;
  readonly status: string;
  readonly createdAtMs: number;
  /** Null while it is active. */
  readonly endedAtMs: number | null;
  readonly isDeleted: boolean;
}

export function reportAlicloudState(state: AlicloudState, world: AlicloudWorld): AlicloudReport {
  return { tasks: tasksOf(state, world), created: Object.fromEntries(state.createdByKey()) };
}

function tasksOf(state: AlicloudState, world: AlicloudWorld): readonly AlicloudTaskReport[] {
  const nowMs = world.nowMs();
  return state.allTasks().map((task) => ({
    taskId: task.taskId,
    instanceId: task.instanceId,
    sourceIndex: task.source.index,
    sinkIndex: task.sink.index,
    status: statusWordAt(task, nowMs, world.settings().statusWords),
    createdAtMs: task.createdAtMs,
    endedAtMs: activeUntilMs(task) <= nowMs ? activeUntilMs(task) : null,
    isDeleted: task.deletedAtMs !== null,
  }));
}
