import { defined, type JsonObject, type PollHistory, type Verdict } from '@waybill/core';
import { NOT_LISTED, type TaskFacts } from './task-facts.ts';
import { isTerminalPhase, type TaskPhase, taskPhase } from './task-status.ts';
import { failed, pending, reached } from './verdicts.ts';

/** One task of a wait: what the round showed of it, and what the wait has seen before. */
export interface TaskView {
  readonly id: string;
  readonly facts: TaskFacts | undefined;
  readonly arguments: JsonObject;
  readonly history: PollHistory;
}

export type GoalName =
  | 'configurable'
  | 'migrated'
  | 'incremental'
  | 'lag'
  | 'stopped'
  | 'absent'
  | 'restarted'
  | 'exchanged'
  | 'rolled-back';

/**
 * What each goal makes of a task. A word that no document names never ends a wait: it means "still running", with a
 * warning, until the step's own time-out.
 */
export const GOALS: Readonly<Record<string, (view: TaskView) => Verdict>> = {
  configurable: onListed(judgeConfigurable),
  migrated: onListed(judgeMigrated),
  incremental: onListed(judgeIncremental),
  lag: onListed(judgeLag),
  stopped: onListed(judgeStopped),
  absent: judgeAbsent,
  restarted: onListed(judgeRestarted),
  exchanged: onListed((view) => judgeExchange(view, 'EXCHANGE_SUCCESS')),
  'rolled-back': onListed((view) => judgeExchange(view, 'ROLLBACK_SUCCESS')),
} satisfies Record<GoalName, (view: TaskView) => Verdict>;

/** Goals whose task copies everything on the way. */
export const COPY_GOALS: ReadonlySet<string> = new Set<GoalName>(['migrated', 'incremental', 'restarted']);

interface ListedView extends TaskView {
  readonly facts: TaskFacts;
  readonly phase: TaskPhase;
}

/** A created task may take a while to appear in the list, whatever runs look for it. */
const VISIBILITY_MS = 60_000;

function onListed(judge: (view: ListedView) => Verdict): (view: TaskView) => Verdict {
  return (view) => {
    const { facts } = view;
    if (facts?.job_status === 'FAIL') return failed(facts, machineFailure(facts));
    if (facts === undefined || facts.status === NOT_LISTED) return judgeUnlisted(view);
    const phase = taskPhase(facts.status);
    if (phase === 'unknown')
      return pending(facts, `Task ${view.id} shows status ${facts.status}, which no document names.`);
    if (phase === 'deleted') return failed(facts, `Task ${view.id} was deleted outside of this run.`, LOOK_HINT);
    if (phase === 'failed') return failed(facts, failureReason(view.id, facts), failureHint(facts));
    return judge({ ...view, facts, phase });
  };
}

/** One round without the task may be a stale list; it is gone when the round before did not show it either. */
function judgeUnlisted(view: TaskView): Verdict {
  const { statuses, waitedMs, sinceReadyMs = waitedMs } = view.history;
  const wasMissing = statuses.at(-1) === NOT_LISTED;
  if (sinceReadyMs < VISIBILITY_MS || !wasMissing) {
    const problem = view.facts?.problem ?? null;
    return {
      kind: 'pending',
      status: NOT_LISTED,
      ...defined({ warning: problem === null ? undefined : `This poll of task ${view.id} failed: ${problem}` }),
    };
  }
  // A look that failed says nothing about the task.
  if (view.facts !== undefined && view.facts.problem !== null) return pending(view.facts);
  return {
    kind: 'failed',
    status: NOT_LISTED,
    reason: `Task ${view.id} disappeared: it is no longer in the project's list of migration tasks.`,
    hint: LOOK_HINT,
  };
}

function judgeConfigurable({ id, facts, phase }: ListedView): Verdict {
  if (phase === 'idle') return reached(facts);
  if (phase === 'creating') return pending(facts);
  if (phase === 'released') {
    return failed(facts, `The machine of task ${id} was released before the task was configured.`, LOOK_HINT);
  }
  // The call that follows finds out whether it was this unit that configured it, by a record that was lost.
  if (facts.is_marked === true) {
    return phase === 'stopping'
      ? pending(
          facts,
          `Task ${id} is being stopped outside of this run, as a cut-over by a state that is lost would do.`,
        )
      : reached(facts);
  }
  return failed(facts, `Task ${id} is ${facts.status} before it was configured here: someone else used it.`, LOOK_HINT);
}

function judgeMigrated({ id, facts, phase, history }: ListedView): Verdict {
  switch (phase) {
    case 'succeeded':
      return reached(facts);
    case 'released':
      return judgeReleased(id, facts, history);
    case 'stopped':
      return failed(facts, `Task ${id} was stopped outside of this run before everything was copied.`, RESTART_HINT);
    case 'stopping':
      return pending(facts, `Task ${id} is being stopped outside of this run.`);
    case 'steady':
      return failed(
        facts,
        `Task ${id} replicates incrementally: it was reconfigured outside of this run and does not end by itself.`,
        LOOK_HINT,
      );
    default:
      return pending(facts, idleWarning({ id, phase, history }));
  }
}

/** Released means only that the machine is gone. It is a success when success was seen before. */
function judgeReleased(id: string, facts: TaskFacts, history: PollHistory): Verdict {
  if (history.statuses.some((status) => taskPhase(status) === 'succeeded')) return reached(facts);
  const cause = facts.error_message === null ? 'it is not known whether it had succeeded' : facts.error_message;
  return failed(facts, `The machine of task ${id} was released: ${endSentence(cause)}`, LOOK_HINT);
}

function judgeIncremental({ id, facts, phase, history }: ListedView): Verdict {
  if (phase === 'steady') return reached(facts);
  if (phase === 'stopping') return pending(facts, `Task ${id} is being stopped outside of this run.`);
  if (isTerminalPhase(phase)) return endedReplication(id, facts, phase);
  return pending(facts, idleWarning({ id, phase, history }));
}

function judgeLag({ id, facts, phase, history, ...view }: ListedView): Verdict {
  if (isTerminalPhase(phase)) return endedReplication(id, facts, phase);
  if (phase !== 'steady' || facts.offset === null) return { ...pending(facts), holds: false };
  const maxLag = numberArgument(view.arguments['max_lag']);
  const lagForMs = numberArgument(view.arguments['lag_for_ms']);
  if (facts.offset > maxLag) return { ...pending(facts), holds: false };
  const heldMs = history.heldSinceMs === undefined ? 0 : history.nowMs - history.heldSinceMs;
  const polls = (history.heldPolls ?? 0) + 1;
  const wanted = maxLag > 0 ? 1 : CAUGHT_UP_POLLS;
  if (heldMs < lagForMs || polls < wanted) return { ...pending(facts), holds: true, status: heldStatus(facts, polls) };
  return reached(facts, { offset: facts.offset });
}

/**
 * The service shows a difference and no position: that of one moment may be one between two writes, or be measured before a write
 * that has ended. So nothing less than this many polls in a row without any is called caught up.
 */
const CAUGHT_UP_POLLS = 3;

/** Changes with each poll that counts, so that the next one does not come later and later. */
function heldStatus({ status }: TaskFacts, polls: number): string {
  return polls > CAUGHT_UP_POLLS ? status : `${status} (near in ${polls} ${polls === 1 ? 'poll' : 'polls'})`;
}

/** A task that ended by itself before the stop reached it needs no stop. */
function judgeStopped({ id, facts, phase }: ListedView): Verdict {
  if (phase === 'stopped' || phase === 'succeeded') return reached(facts);
  if (phase !== 'released') return pending(facts);
  return facts.error_message === null
    ? reached(facts)
    : failed(facts, `Task ${id} failed: ${endSentence(facts.error_message)}`, LOOK_HINT);
}

function judgeAbsent({ id, facts }: TaskView): Verdict {
  if (facts !== undefined && facts.status !== NOT_LISTED && taskPhase(facts.status) !== 'deleted')
    return pending(facts);
  return { kind: 'reached', status: 'DELETED', outputs: { task_id: id, status: 'DELETED' } };
}

/** Old ends were set aside before (`mayBeOldEnd`), so a stop here is a real one. */
function judgeRestarted({ id, facts, phase, history }: ListedView): Verdict {
  if (phase === 'succeeded' || phase === 'steady') return reached(facts);
  if (phase === 'released') return judgeReleased(id, facts, history);
  if (phase === 'stopped')
    return failed(facts, `Task ${id} is stopped: the restart had no effect, or someone stopped it.`, LOOK_HINT);
  return pending(facts);
}

/** The migration itself stops once the addresses are exchanged, so only `task_status` counts here. */
function judgeExchange({ id, facts, history }: ListedView, goal: 'EXCHANGE_SUCCESS' | 'ROLLBACK_SUCCESS'): Verdict {
  const state = facts.task_status;
  if (state === goal) return reached(facts, { task_status: state });
  // The word of a failure is not documented; a rollback may first show the failed exchange that it is for.
  const isFailure = state?.includes('FAIL') ?? false;
  const mayBeStale = goal === 'ROLLBACK_SUCCESS' && history.waitedMs < VISIBILITY_MS;
  if (isFailure && !mayBeStale) {
    const ended = failed(
      facts,
      `The exchange of addresses by task ${id} ended as ${state}.`,
      'Check the addresses of both instances first. Then stop this task in the console and start the unit over, or exchange the addresses by hand and accept the unit.',
    );
    return { ...ended, isFinal: true };
  }
  return { ...pending(facts), status: state ?? facts.status };
}

const IDLE_WARNING_MS = 120_000;

function idleWarning(view: {
  readonly id: string;
  readonly phase: TaskPhase;
  readonly history: PollHistory;
}): string | undefined {
  if (view.phase !== 'idle' || view.history.waitedMs < IDLE_WARNING_MS) return undefined;
  return `Task ${view.id} still waits for its configuration (RUNNING): nothing is being copied.`;
}

function notReplicating(id: string, facts: TaskFacts): string {
  const cause = facts.error_message === null ? '' : ` (${facts.error_message.replace(/[\s.]+$/, '')})`;
  return `Task ${id} is ${facts.status}${cause}: it does not replicate, and later writes to the source are not copied.`;
}

function failureReason(id: string, facts: TaskFacts): string {
  const { status, error_message: message } = facts;
  return `Task ${id} ended as ${status}${message === null ? ', without a message.' : `: ${endSentence(message)}`}`;
}

/** Some of the vendor's messages end in a full stop and some do not. */
function endSentence(text: string): string {
  return `${text.replace(/[\s.]+$/, '')}.`;
}

function failureHint(facts: TaskFacts): string {
  return facts.error_message === null
    ? 'Read its log with ListMigrationTaskLogs; a wrong password shows up only there.'
    : 'Fix the cause, then start the unit over: this task has ended.';
}

function machineFailure(facts: TaskFacts): string {
  return `The machine of task ${facts.task_id} could not be built: ${endSentence(facts.fail_reason ?? 'the job failed without a reason')}`;
}

function numberArgument(value: JsonObject[string] | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** Nothing of a stopped task says whether everything had been copied when it was stopped. */
function endedReplication(id: string, facts: TaskFacts, phase: TaskPhase): Verdict {
  const reason = notReplicating(id, facts);
  return phase === 'stopped'
    ? { ...failed(facts, reason, STOPPED_HINT), mayBeDone: true }
    : failed(facts, reason, LOOK_HINT);
}

const STOPPED_HINT =
  'Find out who stopped it. If it was the cut-over, by a lost state or by an operator, compare both sides and accept the unit. Otherwise start the unit over: this task has ended.';
const LOOK_HINT = 'Check the task in the console before running again.';
const RESTART_HINT = 'Find out who stopped it, then start the unit over: this task has ended.';
