import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { ActivitySlots, targetOf } from '../limits/activity-slots.ts';
import type { Plan } from '../plan/plan.ts';
import { plannedLimits } from '../plan/planned-limits.ts';
import { hasOpenTask } from '../progress/has-open-task.ts';
import { type OrphanPlace, orphanPlaces } from '../progress/running-orphans.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import type { Limits } from '../provider/limits.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { isRepeatedOnResume } from '../provider/steps/step-traits.ts';
import { NONE_SETTLED, type SettledUnits } from '../standing/snapshot.ts';
import type { Standing } from '../standing/standing.ts';

/** The parts of a plan and its state that show whose tasks have which places. */
export interface PlaceSources {
  readonly plan: Pick<Plan, 'providers'>;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly checkpoint: Checkpoint;
  /**
   * Units whose steps the checkpoint leaves out.
   *
   * @default none
   */
  readonly settled?: SettledUnits;
  readonly standing: Standing;
}

export interface HeldPlaces {
  /**
   * Units that failed or left the plan, whose tasks may run, and for whose places of `active` or `active_per_target` others
   * wait.
   */
  readonly units: readonly string[];
  /** Those of them that left the plan. */
  readonly orphans: readonly string[];
  /** Nothing else is left that a run could do by itself: it would start nothing and end as the last one did. */
  readonly isAllThatIsLeft: boolean;
}

const NONE_HELD: HeldPlaces = { units: [], orphans: [], isAllThatIsLeft: false };

/** Which units keep others from starting that no run frees by itself, as far as the journal shows. Pure. */
export function findHeldPlaces(sources: PlaceSources): HeldPlaces {
  const { graph, standing } = sources;
  const left = orphanPlaces(graph, sources.checkpoint);
  const places = new Map([...sources.plan.providers.keys()].map((alias) => [alias, stuckPlaces(alias, sources, left)]));
  if ([...places.values()].every(({ stuck }) => stuck.size === 0)) return NONE_HELD;
  const held = new Set<string>();
  let isAllThatIsLeft = true;
  for (const unit of graph.units) {
    if (!LEFT.has(standing.unit(unit.address)) || !isReached(unit, standing)) continue;
    const holders = holdersOf(unit, places, standing);
    if (holders.size === 0) isAllThatIsLeft = false;
    for (const holder of holders) held.add(holder);
  }
  const orphans = [...held].filter((unit) => !graph.unitsByAddress.has(unit));
  return { units: [...held], orphans, isAllThatIsLeft: isAllThatIsLeft && held.size > 0 };
}

/** What a run continues with. */
const LEFT: ReadonlySet<UnitStatus> = new Set(['pending', 'started', 'active']);

const MOVING: ReadonlySet<StepStatus> = new Set(['ready', 'running', 'waiting', 'sleeping']);

/** What waits for other units moves when they do, and they are asked themselves. */
function isReached({ steps }: PlannedUnit, standing: Standing): boolean {
  return steps.some(({ address }) => MOVING.has(standing.step(address)));
}

/** The places of an account that are taken, also by units that `left` the plan. What has succeeded holds none, and asking would build its steps. */
export function takenPlaces(
  alias: string,
  sources: PlaceSources,
  left: readonly OrphanPlace[] = orphanPlaces(sources.graph, sources.checkpoint),
): ActivitySlots {
  const { graph, checkpoint, standing, settled = NONE_SETTLED } = sources;
  const slots = new ActivitySlots(limitsOf(alias, sources));
  for (const unit of graph.units) {
    if (settled.has(unit.address) || standing.unit(unit.address) === 'succeeded') continue;
    if (hasOpenTask(unit, checkpoint) && unit.activity?.connection === alias) slots.open(unit);
  }
  for (const { unit, connection, target } of left) if (connection === alias) slots.hold(unit, target);
  return slots;
}

export function limitsOf(alias: string, { plan, registry }: Pick<PlaceSources, 'plan' | 'registry'>): Limits {
  const entry = plan.providers.get(alias);
  const provider = registry.get(entry?.type ?? '');
  assertInvariant(entry !== undefined && provider !== undefined, `every entry has a provider: ${alias}`);
  return plannedLimits(entry, provider);
}

interface Places {
  readonly slots: ActivitySlots;
  /** Of the units that have places, those that keep them. */
  readonly stuck: ReadonlySet<string>;
  /** The same at one target. Asked once for each target: very many units can wait for it. */
  readonly stuckAt: (target: string) => ReadonlySet<string>;
}

function stuckPlaces(alias: string, sources: PlaceSources, left: readonly OrphanPlace[]): Places {
  const slots = takenPlaces(alias, sources, left);
  const isStuck = (unit: string): boolean => keepsItsPlace(unit, sources);
  const byTarget = new Map<string, ReadonlySet<string>>();
  const stuckAt = (target: string): ReadonlySet<string> => {
    const known = byTarget.get(target) ?? new Set(slots.at(target).filter(isStuck));
    byTarget.set(target, known);
    return known;
  };
  return { slots, stuck: new Set(slots.units.filter(isStuck)), stuckAt };
}

/** Whether no run frees the place of a unit: it failed or left the plan, and an operator has to act. */
export function keepsItsPlace(unit: string, { graph, standing }: Pick<PlaceSources, 'graph' | 'standing'>): boolean {
  return !graph.unitsByAddress.has(unit) || standing.unit(unit) === 'failed';
}

/** The units whose places it waits for and that keep them; none where it could continue, or where its place is going to be free. */
function holdersOf(unit: PlannedUnit, byAlias: ReadonlyMap<string, Places>, standing: Standing): ReadonlySet<string> {
  const places = byAlias.get(unit.activity?.connection ?? '');
  if (places === undefined || !isAtItsPlace(unit, standing)) return NOBODY;
  switch (places.slots.whatIsFull(unit)) {
    case undefined:
      return NOBODY;
    case 'active':
      return places.stuck;
    case 'active_per_target':
      return places.stuckAt(targetOf(unit));
  }
}

const NOBODY: ReadonlySet<string> = new Set();

/** The first step that is not done opens a remote task. Checks that every run repeats lead nowhere by themselves. */
function isAtItsPlace({ steps, activity }: PlannedUnit, standing: Standing): boolean {
  const open = steps.filter(({ address }) => standing.step(address) !== 'succeeded');
  return open.find((step) => !isRepeatedOnResume(step))?.name === activity?.opens;
}
