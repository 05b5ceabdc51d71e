import { NO_TASK_FAULTS } from '../faults/fault-deck.ts';
import type { World } from '../sandbox/world.ts';
import type { AlicloudState } from '../vendors/alicloud-elasticsearch/alicloud-state.ts';
import { activeUntilMs, statusWordAt } from '../vendors/alicloud-elasticsearch/data-task.ts';
import type { HuaweicloudState } from '../vendors/huaweicloud-dcs/huaweicloud-state.ts';
import { configurationAt, phaseEndsAtMs, snapshotAt } from '../vendors/huaweicloud-dcs/migration-task.ts';
import { viewTask } from '../vendors/huaweicloud-dcs/view-task.ts';

/** Every task of both vendors as it is now, without faults in between and without secrets. */
export interface SandboxState {
  readonly nowMs: number;
  readonly alicloud: {
    readonly tasks: readonly AlicloudTaskReport[];
    /** Tasks created per `<instance>/<source index> -> <sink index>`. */
    readonly created: Readonly<Record<string, number>>;
  };
  readonly huaweicloud: {
    readonly tasks: readonly HuaweicloudTaskReport[];
    /** Tasks created per task name. */
    readonly created: Readonly<Record<string, number>>;
  };
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

export interface HuaweicloudTaskReport {
  readonly taskId: string;
  readonly name: string;
  readonly kind: 'online' | 'import';
  readonly status: string;
  readonly taskStatus: string | null;
  readonly migrationMethod: string | null;
  readonly sourceInstance: string | null;
  readonly targetInstance: string | null;
  readonly createdAtMs: number;
  readonly endedAtMs: number | null;
  readonly isDeleted: boolean;
  /** What was done to it, in order: creating, migrating, stopping and so on. */
  readonly phases: readonly string[];
}

export interface ReportedState {
  readonly world: World;
  readonly alicloud: AlicloudState;
  readonly huaweicloud: HuaweicloudState;
}

export function reportState({ world, alicloud, huaweicloud }: ReportedState): SandboxState {
  const nowMs = world.nowMs();
  return {
    nowMs,
    alicloud: { tasks: alicloudTasks(alicloud, world, nowMs), created: Object.fromEntries(alicloud.createdByKey()) },
    huaweicloud: {
      tasks: huaweicloudTasks(huaweicloud, world, nowMs),
      created: Object.fromEntries(huaweicloud.createdByName()),
    },
  };
}

function alicloudTasks(state: AlicloudState, world: World, nowMs: number): readonly AlicloudTaskReport[] {
  return state.allTasks().map((task) => ({
    taskId: task.taskId,
    instanceId: task.instanceId,
    sourceIndex: task.source.index,
    sinkIndex: task.sink.index,
    status: statusWordAt(task, nowMs, world.settings().alicloud.statusWords),
    createdAtMs: task.createdAtMs,
    endedAtMs: pastOrNull(activeUntilMs(task), nowMs),
    isDeleted: task.deletedAtMs !== null,
  }));
}

function huaweicloudTasks(state: HuaweicloudState, world: World, nowMs: number): readonly HuaweicloudTaskReport[] {
  return state.allTasks().map((task) => {
    const { phase, taskStatus } = snapshotAt(task, nowMs);
    const configuration = configurationAt(task, nowMs);
    return {
      taskId: task.taskId,
      name: task.name,
      kind: task.kind,
      status: viewTask(task, world, NO_TASK_FAULTS).status,
      taskStatus,
      migrationMethod: configuration?.method ?? null,
      sourceInstance: configuration?.source.id ?? configuration?.source.addrs ?? null,
      targetInstance: configuration?.target.id ?? configuration?.target.addrs ?? null,
      createdAtMs: task.createdAtMs,
      endedAtMs: pastOrNull(phaseEndsAtMs(phase), nowMs),
      isDeleted: phase.kind === 'deleted',
      phases: task.phases.map(({ kind }) => kind),
    };
  });
}

function pastOrNull(timeMs: number, nowMs: number): number | null {
  return timeMs <= nowMs ? timeMs : null;
}
