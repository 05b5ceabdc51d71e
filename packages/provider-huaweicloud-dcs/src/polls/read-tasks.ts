import {
  isJsonObject,
  type Json,
  type Observation,
  type PollContext,
  type PollItem,
  ProviderError,
  type ReadCall,
} from '@waybill/core';
import { fieldsOf } from '@waybill/provider-kit';
import type {
  ShowJobInfoResponse,
  ShowMigrationTaskResponse,
  ShowMigrationTaskStatsResponse,
} from '../generated/answers.generated.ts';
import { addDuplicates } from './duplicates.ts';
import { COPY_GOALS } from './goals.ts';
import { type ListedTask, visitTaskPages } from './list-tasks.ts';
import { needsLookForNewEnd } from './new-end.ts';
import { NOT_LISTED, parseTaskFacts, type TaskFacts, taskNumber, taskText } from './task-facts.ts';
import { taskPhase } from './task-status.ts';
import { wantedTaskIds } from './wanted-task-ids.ts';

/** Jobs looked at in one round. They only tell early that a machine will never come; the list tells when it is there. */
export const JOBS_PER_ROUND = 5;
/**
 * Copies asked in one round how far they are. One, so that a round costs the same for one wait and for 500: only people
 * look at the answer, nothing is decided by it.
 */
export const COPIES_PER_ROUND = 1;

/**
 * One round for every wait of a project: one listing serves all of them, up to 1000 tasks in one call. Single tasks are
 * read only where the list cannot tell: the exchange of addresses, the replication lag, a machine that fails to start.
 */
export async function readTasks(
  items: readonly PollItem[],
  context: PollContext,
): Promise<readonly (Observation | undefined)[]> {
  const facts = await readListedTasks(
    items.filter((item) => !needsDetails(item)),
    context.read,
  );
  await Promise.all([
    ...items
      .filter(needsDetails)
      .flatMap((item) => wantedTaskIds(item.arguments).map((id) => addDetails(id, facts, context.read))),
    ...items
      .filter((item) => item.goal === 'lag')
      .flatMap((item) => wantedTaskIds(item.arguments).map((id) => addLag(id, facts, context.read))),
    ...endsToProve(items, facts).map((listed) => addProof(listed, facts, context.read)),
    ...jobsToLookAt(items, facts, context.round).map((job) => addJob(job, facts, context.read)),
    ...copiesToAsk(items, facts, context.round).map((copying) => addCopyProgress(copying, facts, context.read)),
  ]);
  return items.map((item) => observationOf(item, facts));
}

/** The list has no field for the exchange of addresses. */
function needsDetails(item: PollItem): boolean {
  return item.goal === 'exchanged' || item.goal === 'rolled-back';
}

async function readListedTasks(items: readonly PollItem[], read: ReadCall): Promise<Map<string, TaskFacts>> {
  const missing = new Set(items.flatMap((item) => wantedTaskIds(item.arguments)));
  const facts = new Map<string, TaskFacts>();
  if (missing.size === 0) return facts;
  const rows: ListedTask[] = [];
  await visitTaskPages(read, {}, (tasks) => {
    for (const task of tasks) {
      rows.push(task);
      const found = parseTaskFacts(task);
      if (found !== undefined && missing.delete(found.task_id)) facts.set(found.task_id, found);
    }
    return missing.size === 0 ? 'stop' : 'continue';
  });
  addDuplicates(facts, rows);
  return facts;
}

async function addDetails(id: string, facts: Map<string, TaskFacts>, read: ReadCall): Promise<void> {
  const answer = await readOne(read, 'ShowMigrationTask', { task_id: id });
  if (answer.kind === 'problem') facts.set(id, { ...unlistedFacts(id), ...answer.problem });
  if (answer.kind !== 'answered') return;
  const found = parseTaskFacts(fieldsOf<ShowMigrationTaskResponse>(answer.body));
  if (found !== undefined) facts.set(id, { ...found, task_id: id });
}

/** Tasks whose end in the list may be that of an earlier run. */
function endsToProve(items: readonly PollItem[], facts: ReadonlyMap<string, TaskFacts>): readonly TaskFacts[] {
  const ends = items.flatMap((item) =>
    wantedTaskIds(item.arguments).flatMap((id) => {
      const listed = facts.get(id);
      return listed !== undefined && needsLookForNewEnd(item, listed) ? [listed] : [];
    }),
  );
  return [...new Set(ends)];
}

/** The look counts in the place of the list, which may lag behind it. Only the list documents why a task failed. */
async function addProof(listed: TaskFacts, facts: Map<string, TaskFacts>, read: ReadCall): Promise<void> {
  const answer = await readOne(read, 'ShowMigrationTask', { task_id: listed.task_id });
  if (answer.kind === 'problem') facts.set(listed.task_id, { ...listed, ...answer.problem });
  const shown =
    answer.kind === 'answered' ? parseTaskFacts(fieldsOf<ShowMigrationTaskResponse>(answer.body)) : undefined;
  if (shown === undefined) return;
  const listedMessage = shown.status === listed.status ? listed.error_message : null;
  facts.set(listed.task_id, {
    ...shown,
    task_id: listed.task_id,
    error_message: shown.error_message ?? listedMessage,
  });
}

/** Statistics exist while the task replicates; asking earlier only brings errors. */
async function addLag(id: string, facts: Map<string, TaskFacts>, read: ReadCall): Promise<void> {
  const listed = facts.get(id);
  if (listed === undefined || taskPhase(listed.status) !== 'steady') return;
  const answer = await readOne(read, 'ShowMigrationTaskStats', { task_id: id });
  if (answer.kind === 'problem') facts.set(id, { ...listed, ...answer.problem });
  if (answer.kind !== 'answered' || !isJsonObject(answer.body)) return;
  const stats = fieldsOf<ShowMigrationTaskStatsResponse>(answer.body);
  facts.set(id, {
    ...listed,
    offset: taskNumber(stats.offset),
    full_migration_progress: taskNumber(stats.full_migration_progress),
  });
}

interface WaitedJob {
  readonly taskId: string;
  readonly jobId: string;
}

/** The jobs of machines that are not ready yet, a few in each round, so that each has its turn. */
function jobsToLookAt(
  items: readonly PollItem[],
  facts: ReadonlyMap<string, TaskFacts>,
  round: number,
): readonly WaitedJob[] {
  const waiting = items
    .filter((item) => item.goal === 'configurable')
    .map((item) => ({ taskId: taskText(item.arguments['task_id']), jobId: taskText(item.arguments['job_id']) }))
    .filter((job): job is WaitedJob => job.taskId !== null && job.jobId !== null)
    .filter((job) => ['creating', 'unknown'].includes(taskPhase(facts.get(job.taskId)?.status ?? NOT_LISTED)));
  return takeTurns(waiting, JOBS_PER_ROUND, round);
}

/** As many as fit into one round, so that each has its turn in one of the next. */
function takeTurns<Item>(waiting: readonly Item[], perRound: number, round: number): readonly Item[] {
  const count = Math.min(perRound, waiting.length);
  return Array.from({ length: count }, (_, index) => waiting[(round * perRound + index) % waiting.length]).filter(
    (item) => item !== undefined,
  );
}

/** Tasks that copy and are waited for until they are done, each in its turn. */
function copiesToAsk(
  items: readonly PollItem[],
  facts: ReadonlyMap<string, TaskFacts>,
  round: number,
): readonly TaskFacts[] {
  const copying = items
    .filter(({ goal }) => COPY_GOALS.has(goal))
    .flatMap((item) => wantedTaskIds(item.arguments))
    .flatMap((id) => facts.get(id) ?? [])
    .filter(({ status }) => taskPhase(status) === 'copying');
  return takeTurns([...new Set(copying)], COPIES_PER_ROUND, round);
}

/** The list has no percentage. A look that fails is no news: the task keeps running, and its next turn comes. */
async function addCopyProgress(copying: TaskFacts, facts: Map<string, TaskFacts>, read: ReadCall): Promise<void> {
  const answer = await readOne(read, 'ShowMigrationTaskStats', { task_id: copying.task_id });
  const known = facts.get(copying.task_id) ?? copying;
  if (answer.kind !== 'answered' || !isJsonObject(answer.body)) return;
  const { full_migration_progress } = fieldsOf<ShowMigrationTaskStatsResponse>(answer.body);
  facts.set(copying.task_id, { ...known, full_migration_progress: taskNumber(full_migration_progress) });
}

async function addJob(job: WaitedJob, facts: Map<string, TaskFacts>, read: ReadCall): Promise<void> {
  const answer = await readOne(read, 'ShowJobInfo', { job_id: job.jobId });
  if (answer.kind !== 'answered' || !isJsonObject(answer.body)) return;
  const shown = fieldsOf<ShowJobInfoResponse>(answer.body);
  facts.set(job.taskId, {
    ...(facts.get(job.taskId) ?? unlistedFacts(job.taskId)),
    job_status: taskText(shown.status),
    fail_reason: taskText(shown.fail_reason),
  });
}

type SingleAnswer =
  | { readonly kind: 'answered'; readonly body: Json }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'problem'; readonly problem: ProblemFacts };

/** One task's trouble must not stop the round for all others. What is wrong with the connection concerns all of them. */
async function readOne(
  read: ReadCall,
  operation: string,
  args: Readonly<Record<string, string>>,
): Promise<SingleAnswer> {
  try {
    return { kind: 'answered', body: await read(operation, args) };
  } catch (error) {
    if (!(error instanceof ProviderError) || error.suspends || error.class === 'unreachable') throw error;
    return error.class === 'not-found' ? { kind: 'not-found' } : { kind: 'problem', problem: describeProblem(error) };
  }
}

function describeProblem({ message, class: errorClass, vendorCode, hint }: ProviderError): ProblemFacts {
  const forbidden = errorClass === 'forbidden' ? { forbidden: { code: vendorCode, hint: hint ?? null } } : {};
  return { problem: message, ...forbidden };
}

type ProblemFacts = Pick<TaskFacts, 'problem' | 'forbidden'>;

function unlistedFacts(id: string): TaskFacts {
  return {
    task_id: id,
    status: NOT_LISTED,
    updated_at: null,
    error_message: null,
    task_status: null,
    job_status: null,
    fail_reason: null,
    offset: null,
    full_migration_progress: null,
    problem: null,
  };
}

function observationOf(item: PollItem, facts: ReadonlyMap<string, TaskFacts>): Observation | undefined {
  const tasks = wantedTaskIds(item.arguments).map((id) => facts.get(id) ?? null);
  return tasks.every((task) => task === null) ? undefined : { tasks };
}
