import type { ConnectedProviders } from '../connect/connect-providers.ts';
import { type ProviderWork, withProviders } from '../connect/with-providers.ts';
import { firstAddressOf } from '../graph/first-names.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { possibleTaskIds } from '../journal/possible-task-ids.ts';
import { OUTSIDE_A_RUN } from '../limits/channel.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import { checkpointOf, type SweepOptions } from '../orphans/sweep-orphans.ts';
import type { Operation } from '../provider/operation.ts';
import type { ReadCall } from '../provider/read-call.ts';
import type { MarkedTask } from '../provider/session.ts';
import { hasEffect, type StepWith } from '../provider/steps/step-traits.ts';
import { resolveArguments } from '../steps/resolve-arguments.ts';
import { isRead, taskScopeOf } from '../steps/task-ids.ts';
import { unitMark } from '../steps/tokens.ts';
import type { Json, JsonObject } from '../value/value.ts';

/** A remote task that does the work of a unit and that the unit's state does not know. */
export interface Adoption {
  readonly unit: string;
  /** The call that would create it. */
  readonly step: string;
  readonly outputs: JsonObject;
  /** Ids that match the natural key too, and are not the task. */
  readonly existingIds: readonly string[];
  readonly evidence: string;
}

export interface AdoptionSearch {
  readonly found: readonly Adoption[];
  /** Units whose task could not be determined, and why. */
  readonly missed: readonly { readonly unit: string; readonly reason: string }[];
}

export interface FindAdoptionsOptions extends SweepOptions {
  /** The units that are meant. Those whose first effect is recorded as done are left alone. */
  readonly isMeant: (unit: PlannedUnit) => boolean;
}

/**
 * Looks up the tasks that another or a lost state created for units of the plan: by the mark that says which unit of which
 * plan a task is for, or by what is copied from where to where. Reads only.
 */
export async function findAdoptions(options: FindAdoptionsOptions): Promise<AdoptionSearch> {
  const checkpoint = await checkpointOf(options.store, options.graph);
  const wanted = options.graph.units.filter(options.isMeant).flatMap((unit) => callToAdopt(unit, checkpoint));
  const { transport } = options;
  const sends = wanted.map(({ step }) => step.arguments);
  const work: ProviderWork<AdoptionSearch>['work'] = async (connected, _redactor, secrets) => {
    const search = new Search({ options, checkpoint, connected, secrets });
    const found: Adoption[] = [];
    const missed: { unit: string; reason: string }[] = [];
    for (const { unit, step } of wanted) {
      const result = await search.lookUp(unit, step);
      if (typeof result === 'string') missed.push({ unit: unit.address, reason: result });
      else found.push(result);
    }
    return { found, missed };
  };
  return await withProviders(options, { transport, sends, work });
}

/** The first effect of a unit, unless it is done. */
function callToAdopt(
  unit: PlannedUnit,
  { steps, decisions }: Checkpoint,
): readonly { readonly unit: PlannedUnit; readonly step: StepWith<'hasEffect'> }[] {
  const step = unit.steps.find(hasEffect);
  if (step === undefined || decisions.has(unit.address)) return [];
  const status = steps.get(step.address)?.status;
  return status === 'succeeded' || status === 'failed' ? [] : [{ unit, step }];
}

interface SearchParts {
  readonly options: FindAdoptionsOptions;
  readonly checkpoint: Checkpoint;
  readonly connected: ConnectedProviders;
  readonly secrets: ReadonlyMap<string, string>;
}

interface MarkedTasks {
  readonly operation: Operation;
  readonly marked: readonly MarkedTask[];
  readonly takenIds: Set<string>;
}

function scopeOf({ provider, channel }: RunProvider): string {
  return taskScopeOf(provider, channel.session);
}

/** Tasks that are claimed for one unit are not offered to another. */
class Search {
  readonly #parts: SearchParts;
  /** By where ids are unique. */
  readonly #takenIds = new Map<string, Set<string>>();

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** Why nothing can be adopted, as a sentence, where that is so. */
  async lookUp(unit: PlannedUnit, step: StepWith<'hasEffect'>): Promise<Adoption | string> {
    const connected = this.#parts.connected.byAlias.get(step.provider);
    const operation = connected?.provider.operations[step.operation];
    if (connected === undefined || operation === undefined) return 'Its provider is not connected.';
    const { session } = connected.channel;
    const read: ReadCall = (name, args) => connected.channel.readShared(name, args, OUTSIDE_A_RUN);
    const marked = await session.listMarked?.(read);
    const takenIds = this.#takenWhere(connected);
    if (marked !== undefined) return this.#byMark(unit, step, { operation, marked, takenIds });
    return await this.#byKey(unit, step, { ...connected, takenIds }, read);
  }

  /** Ids of the tasks that steps have where a connection leads; those of steps that are no longer in the plan may be there. */
  #takenWhere(connected: RunProvider): Set<string> {
    const { options, checkpoint } = this.#parts;
    const scope = scopeOf(connected);
    const known = this.#takenIds.get(scope);
    if (known !== undefined) return known;
    const isThere = (address: string): boolean => {
      const at = this.#parts.connected.byAlias.get(options.graph.stepsByAddress.get(address)?.provider ?? '');
      return at === undefined || scopeOf(at) === scope;
    };
    const ids = [...checkpoint.steps].flatMap(([address, { outputs }]) => {
      const possible = possibleTaskIds(outputs);
      return possible.length === 0 || isRead(address, options.graph) || !isThere(address) ? [] : possible;
    });
    const taken = new Set(ids);
    this.#takenIds.set(scope, taken);
    return taken;
  }

  #byMark(
    unit: PlannedUnit,
    step: StepWith<'hasEffect'>,
    { operation, marked, takenIds }: MarkedTasks,
  ): Adoption | string {
    const mark = unitMark(this.#parts.options.plan.name, firstAddressOf(unit));
    const ours = marked.filter((task) => task.unitMark === mark && task.hasFailed !== true && !takenIds.has(task.id));
    const live = ours.filter(({ isLive }) => isLive);
    const [task, ...others] = live.length > 0 ? live : ours;
    if (task === undefined) return 'No task carries its mark.';
    if (others.length > 0) return severalTasks([task, ...others], step, operation);
    takenIds.add(task.id);
    return {
      unit: unit.address,
      step: step.address,
      outputs: outputsOf(operation, task.id),
      existingIds: [],
      evidence: `task ${task.id} (${task.status}) carries the unit's mark`,
    };
  }

  async #byKey(
    unit: PlannedUnit,
    step: StepWith<'hasEffect'>,
    { provider, channel, takenIds }: RunProvider & { readonly takenIds: Set<string> },
    read: ReadCall,
  ): Promise<Adoption | string> {
    const operation = provider.operations[step.operation];
    if (channel.session.findEarlier === undefined || operation === undefined)
      return 'Its provider cannot say who created a task.';
    const args = resolveArguments(step.arguments, unit, this.#scope());
    const call = { operation: step.operation, arguments: args, takenIds: [...takenIds] };
    const found = await channel.session.findEarlier(call, read, read);
    if (found.kind === 'none') return 'No task does its work.';
    if (found.kind === 'undecided') return found.reason;
    if (found.byKey !== undefined) takenIds.add(found.byKey.taskId);
    return {
      unit: unit.address,
      step: step.address,
      outputs: outputsOf(operation, found.byKey?.taskId ?? null),
      existingIds: found.existingIds ?? [],
      evidence: found.evidence,
    };
  }

  #scope() {
    const { options, checkpoint, secrets } = this.#parts;
    const graph: Graph = options.graph;
    return {
      plan: options.plan.name,
      graph,
      // Without a state nothing was created with a token of one.
      stateId: options.store?.header.stateId ?? '',
      secrets,
      stepState: (address: string) => checkpoint.steps.get(address),
      generation: (unit: string) => checkpoint.generations.get(unit) ?? 0,
    };
  }
}

/** What the create would have answered, as far as it names the task. */
function outputsOf({ outputs, taskId }: Operation, id: Json): JsonObject {
  return Object.fromEntries(Object.entries(outputs).map(([name, pointer]) => [name, pointer === taskId ? id : null]));
}

/** Which of them counts is for an operator to say. */
function severalTasks(
  tasks: readonly MarkedTask[],
  { address }: StepWith<'hasEffect'>,
  { outputs, taskId }: Operation,
): string {
  const [name] = Object.entries(outputs).find(([, pointer]) => pointer === taskId) ?? ['task_id'];
  const ids = tasks.map(({ id }) => id).join(', ');
  return `Several tasks carry its mark: ${ids}. Name the right one: ${address} --output ${name}=<id>.`;
}
