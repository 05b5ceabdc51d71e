import { type DamagedKey, NO_TASK_FAULTS } from '@waybill/stand-kit';
import type { HuaweicloudState } from './huaweicloud-state.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import { configurationAt, type MigrationTask, phaseEndsAtMs, snapshotAt } from './migration-task.ts';
import { transferOf } from './real-phases.ts';
import { viewTask } from './view-task.ts';

/** Every task as it is now, without faults in between and without secrets. */
export interface HuaweicloudReport {
  readonly tasks: readonly HuaweicloudTaskReport[];
  /** Tasks created per task name. */
  readonly created: Readonly<Record<string, number>>;
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
  /** Keys that its faults have damaged, where real servers hold them. */
  readonly damaged?: readonly DamagedKey[];
}

export function reportHuaweicloudState(state: HuaweicloudState, world: HuaweicloudWorld): HuaweicloudReport {
  return { tasks: tasksOf(state, world), created: Object.fromEntries(state.createdByName()) };
}

function tasksOf(state: HuaweicloudState, world: HuaweicloudWorld): readonly HuaweicloudTaskReport[] {
  const nowMs = world.nowMs();
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
      endedAtMs: phaseEndsAtMs(phase) <= nowMs ? phaseEndsAtMs(phase) : null,
      isDeleted: phase.kind === 'deleted',
      phases: task.phases.map(({ kind }) => kind),
      ...damagedBy(task),
    };
  });
}

function damagedBy(task: MigrationTask): Pick<HuaweicloudTaskReport, 'damaged'> {
  const damaged = transferOf(task)?.damaged;
  return damaged === undefined ? {} : { damaged };
}
