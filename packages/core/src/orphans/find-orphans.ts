import type { Graph } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { possibleTaskIds } from '../journal/possible-task-ids.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import type { MarkedTask } from '../provider/session.ts';
import { isRead } from '../steps/task-ids.ts';
import { unitMark, unitToken, unitTokens } from '../steps/tokens.ts';
import type { Json } from '../value/value.ts';

/**
 * - `replaced`: its unit was started over since.
 * - `unrecorded`: its unit was started over since, after a call whose answer was lost. It is of that call, or of another
 *   copy of the state: the journal has nothing that tells the two apart.
 * - `other-copy`: its unit was started over since, and the journal knows of no call that could have made it: another copy of
 *   the state did.
 * - `appeared-late`: its unit has made another task by now; this one was not there yet when it was looked for. It is of a
 *   call whose answer was lost, or another copy of the state made it: the journal has nothing that tells the two apart.
 * - `removed`: the plan has its unit no more, and the answer of the call that made it was lost; or another copy of the state
 *   made it.
 * - `undecided`: its unit stopped because of it, such as one of two tasks of one mark: an operator decides which one stays.
 * - `other-state`: a state that is lost, or another one that is in use, created it for a unit of this plan.
 */
export type OrphanReason =
  | 'replaced'
  | 'unrecorded'
  | 'other-copy'
  | 'appeared-late'
  | 'removed'
  | 'undecided'
  | 'other-state';

const FROM_SUREST: readonly OrphanReason[] = [
  'replaced',
  'removed',
  'appeared-late',
  'unrecorded',
  'other-copy',
  'other-state',
  'undecided',
];

/** Whether a task of `reason` is as surely without an owner as one of `chosen`; never where `chosen` is no reason. */
export function isAsSure(reason: OrphanReason, chosen: OrphanReason): boolean {
  return FROM_SUREST.indexOf(reason) <= FROM_SUREST.indexOf(chosen);
}

export interface Orphan {
  readonly task: MarkedTask;
  readonly unit: string;
  readonly reason: OrphanReason;
}

export interface FindOrphansOptions {
  readonly plan: string;
  readonly graph: Graph;
  readonly checkpoint: Checkpoint;
  /** Undefined: the plan has no state. */
  readonly stateId: string | undefined;
  readonly tasks: readonly MarkedTask[];
  /** Whether a connection of the plan leads to where the tasks are: elsewhere another task may have the id of one of them. */
  readonly isHere: (connection: string) => boolean;
}

/**
 * The tasks of this plan that no unit owns, in the order given. Whatever a unit may still adopt by itself is owned: tasks
 * that a step captured, and those of a unit whose calls are not all settled. Those that an operator must decide on are
 * named as such. Tasks of other plans are left out.
 */
export function findOrphans(options: FindOrphansOptions): readonly Orphan[] {
  const { tasks } = options;
  const undecided = undecidedIds(options);
  const origin = originsOf(options);
  const captured = captures(options);
  const usesTask = new Set(tasks.filter(({ id }) => captured.has(id)).map(({ unitToken: token = '' }) => token));
  const found = tasks.flatMap((task): readonly Orphan[] => {
    if (captured.has(task.id)) return [];
    const found = origin(task);
    if (found === undefined) return [];
    if (undecided.has(task.id)) return [{ task, unit: found.unit, reason: 'undecided' }];
    if (found.reason !== 'appeared-late') return [{ task, ...found }];
    const isLate = usesTask.has(task.unitToken ?? '') || hasOwnTask(found.unit, options);
    if (isLate) return [{ task, ...found }];
    return options.graph.unitsByAddress.has(found.unit) ? [] : [{ task, unit: found.unit, reason: 'removed' }];
  });
  return found.map((orphan) => ({ ...orphan, reason: whoseTask(orphan, options) }));
}

/** Of the tasks from before a unit was started over, the journal knows its own. */
function whoseTask({ task, unit, reason }: Orphan, { checkpoint, graph, isHere }: FindOrphansOptions): OrphanReason {
  if (reason !== 'replaced') return reason;
  const { taskIds = [], hasLostCall = false } = checkpoint.leftBehind.get(unit) ?? {};
  const connection = taskConnection(unit, graph);
  const isOfHere = connection === undefined || isHere(connection);
  if (isOfHere && taskIds.includes(task.id)) return 'replaced';
  return hasLostCall ? 'unrecorded' : 'other-copy';
}

/** Undefined when the plan has the unit no more: nothing says where its tasks were. */
function taskConnection(address: string, { unitsByAddress }: Graph): string | undefined {
  const unit = unitsByAddress.get(address);
  return unit?.activity?.connection ?? unit?.unit.migration.provider;
}

type Origin = Pick<Orphan, 'unit' | 'reason'>;

/** Which unit a task was created for, and what it is when nothing owns it. */
function originsOf({ plan, graph, checkpoint, stateId }: FindOrphansOptions): (task: MarkedTask) => Origin | undefined {
  const byToken = new Map<string, Origin>();
  const byMark = new Map<string, Origin>();
  for (const unit of unitsOf(graph, checkpoint)) {
    const first = graph.unitsByAddress.get(unit)?.firstAddress ?? unit;
    byMark.set(unitMark(plan, first), { unit, reason: 'other-state' });
    if (stateId === undefined) continue;
    const scope = { stateId, unit: first, generation: checkpoint.generations.get(unit) ?? 0 };
    for (const token of unitTokens(scope)) byToken.set(token, { unit, reason: 'replaced' });
    byToken.set(unitToken(scope), { unit, reason: 'appeared-late' });
  }
  return ({ unitToken: token = '', unitMark: mark = '' }) => byToken.get(token) ?? byMark.get(mark);
}

/** Also those that the plan has no more, as far as the journal names them. */
function unitsOf(graph: Graph, { generations, steps }: Checkpoint): ReadonlySet<string> {
  const units = new Set([...graph.unitsByAddress.keys(), ...generations.keys()]);
  for (const step of steps.keys()) units.add(unitOfStep(step));
  return units;
}

/** Whether a unit has made a task, be it listed or deleted since: then it adopts no other one by itself. */
function hasOwnTask(unit: string, { graph, checkpoint }: FindOrphansOptions): boolean {
  const { steps = [] } = graph.unitsByAddress.get(unit) ?? {};
  return steps.some(({ address }) => {
    const state = checkpoint.steps.get(address);
    const hasSucceeded = state?.status === 'succeeded' && possibleTaskIds(state.outputs).length > 0;
    return hasSucceeded && !isRead(address, graph);
  });
}

/** The tasks that are any text of any output: too many rather than too few. What a check keeps is nobody's by that. */
function captures(options: FindOrphansOptions): ReadonlySet<string> {
  const { tasks, checkpoint, graph } = options;
  const ids = new Set(tasks.map(({ id }) => id));
  const kept = [...checkpoint.steps].flatMap(([step, { outputs }]) => {
    const captured = textsOf(outputs).filter((text) => ids.has(text));
    return captured.length === 0 || isRead(step, graph) || !mayBeHere(step, options) ? [] : captured;
  });
  return new Set(kept);
}

function undecidedIds(options: FindOrphansOptions): ReadonlySet<string> {
  const states = [...options.checkpoint.steps].filter(([step]) => mayBeHere(step, options));
  const undecided = states.flatMap(([, { status, foundIds = [] }]) => (status === 'succeeded' ? [] : foundIds));
  const disowned = new Set(states.flatMap(([, { disownedIds = [] }]) => disownedIds));
  return new Set(undecided.filter((id) => !disowned.has(id)));
}

/** Of a step that the plan has no more, nothing says where it was sent. */
function mayBeHere(address: string, { graph, isHere }: FindOrphansOptions): boolean {
  const step = graph.stepsByAddress.get(address);
  return step === undefined || isHere(step.provider);
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
