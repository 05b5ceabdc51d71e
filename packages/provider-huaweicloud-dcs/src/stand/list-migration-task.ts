import { type Answer, type Call, type JsonObject, queryOf } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import type { MigrationTask } from './migration-task.ts';
import { type Page, readPage } from './read-request.ts';
import type { HuaweicloudService } from './service.ts';
import { commonMembers, type TaskView, viewTask } from './view-task.ts';

/**
 * One page, newest first; `name` matches any part of a task's name and `count` is the number of all matches.
 * Source: Huawei Cloud DCS API reference, ListMigrationTask.
 */
export function listMigrationTask(call: Call, service: HuaweicloudService): Answer {
  const { world, state } = service;
  const page = readPage(call);
  const matches = visibleTasks(state.listedTasks(), call, world.nowMs());
  const items = pageOf(matches, page).map((task) => itemOf(viewTask(task, world, call.taskFaults)));
  return dcsAnswer(world, { count: matches.length, migration_tasks: items });
}

function visibleTasks(tasks: readonly MigrationTask[], call: Call, nowMs: number): readonly MigrationTask[] {
  const name = queryOf(call, 'name') ?? '';
  const bornBeforeMs = nowMs - call.taskFaults.hiddenMs;
  return tasks.filter(
    (task) => task.hiddenUntilMs <= nowMs && task.createdAtMs <= bornBeforeMs && task.name.includes(name),
  );
}

/** The tasks come oldest first, so the page is counted from the end. */
function pageOf(tasks: readonly MigrationTask[], page: Page): readonly MigrationTask[] {
  const end = Math.max(0, tasks.length - page.offset);
  return tasks.slice(Math.max(0, end - page.limit), end).toReversed();
}

function itemOf(view: TaskView): JsonObject {
  const configuration = view.snapshot.configuration;
  return {
    ...commonMembers(view),
    data_source: configuration?.source.addrs ?? configuration?.source.id ?? null,
    source_instance_name: configuration?.source.name ?? null,
    source_instance_id: configuration?.source.id ?? null,
    target_instance_addrs: configuration?.target.addrs ?? null,
    target_instance_name: configuration?.target.name ?? null,
    target_instance_id: configuration?.target.id ?? null,
    error_message: view.snapshot.errorMessage,
  };
}
