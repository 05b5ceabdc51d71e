import { type Json, ProviderError, type ReadCall } from '@waybill/core';
import { type Fields, fieldsOf, type Part, rowsOf } from '@waybill/provider-kit';
import type { ListMigrationTaskResponse } from '../generated/answers.generated.ts';

/** A row of ListMigrationTask. */
export type ListedTask = Fields<Part<ListMigrationTaskResponse, 'migration_tasks'>>;

export function listedTasks(answer: Json): readonly ListedTask[] {
  return rowsOf(fieldsOf<ListMigrationTaskResponse>(answer).migration_tasks);
}

/** The vendor's maximum. */
export const PAGE_SIZE = 1000;
/** Tasks deleted between two pages move later ones forward; pages overlap so that this many cannot hide one. */
export const PAGE_OVERLAP = 100;
/** A project cannot hold anywhere near this many tasks; the bound only keeps a misbehaving server from looping us. */
const MAX_PAGES = 200;

/**
 * Calls `visit` with each page of ListMigrationTask, until a page is short or `visit` answers `stop`. Whether `count`
 * means the page or the total is not documented, so it is not used.
 */
export async function visitTaskPages(
  read: ReadCall,
  filter: { readonly name?: string },
  visit: (tasks: readonly ListedTask[]) => 'continue' | 'stop',
): Promise<void> {
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const offset = page * (PAGE_SIZE - PAGE_OVERLAP);
    const answer = await read('ListMigrationTask', { offset, limit: PAGE_SIZE, ...filter });
    const tasks = listedTasks(answer);
    if (visit(tasks) === 'stop' || tasks.length < PAGE_SIZE) return;
  }
  throw new ProviderError(`ListMigrationTask still answers full pages after ${MAX_PAGES}.`, {
    vendorCode: 'ENDLESS_LIST',
    class: 'transient',
    effect: 'none',
    operation: 'ListMigrationTask',
  });
}

/** What `parse` makes of every task of the project. Pages overlap, so that a task may be listed twice: the last row counts. */
export async function collectTasks<Task extends { readonly id: string }>(
  read: ReadCall,
  parse: (row: ListedTask) => Task | undefined,
): Promise<readonly Task[]> {
  const found = new Map<string, Task>();
  await visitTaskPages(read, {}, (tasks) => {
    for (const row of tasks) {
      const task = parse(row);
      if (task !== undefined) found.set(task.id, task);
    }
    return 'continue';
  });
  return [...found.values()];
}
