import type { Graph, Plan, ProviderRegistry, UnitStatus } from '@waybill/core';
import type { SandboxStand } from '@waybill/sandbox';
import { countSlices } from './count-slices.ts';
import type { Interruption, RehearsalPoint } from './rehearsal-options.ts';
import { type Rehearsal, rehearse } from './rehearse.ts';

export interface ExploreOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly seed: number;
  /**
   * Stands of other vendors, beside those of the sandbox.
   *
   * @default none
   */
  readonly stands?: readonly SandboxStand[];
  /**
   * The points that are tried.
   *
   * @default all of the run
   */
  readonly during?: 'own-work';
  /** At most so many points, spread evenly; undefined: all. */
  readonly maxPoints?: number;
  /** Called after each point that was tried. */
  readonly onPoint?: (tried: number, total: number) => void;
}

/** One way in which a run can be disturbed. */
export interface CrashPoint extends RehearsalPoint {
  readonly interruption: Exclude<Interruption, 'none' | 'take-over'>;
}

export interface Exploration {
  /** The run that nothing disturbed. */
  readonly undisturbed: Outcome;
  readonly pointCount: number;
  readonly triedCount: number;
  /** Points after which the plan did not end as the undisturbed run did. */
  readonly differences: readonly { readonly point: CrashPoint; readonly differences: readonly string[] }[];
}

/** How a rehearsal ended: what the vendors hold, and what the report says. */
export interface Outcome {
  readonly units: Readonly<Record<string, UnitStatus>>;
  /** Remote tasks by what they are for, with status and how often each was created. */
  readonly tasks: Readonly<Record<string, string>>;
  /** Slices of own work by step and name, with how often the result of each is recorded. */
  readonly slices: Readonly<Record<string, string>>;
  readonly breakdown: string | undefined;
}

/**
 * Dies before and after every commit and every call, and loses every call's answer, each in a world of its own, starts
 * again, and compares the end with that of the undisturbed run.
 */
export async function exploreCrashPoints(options: ExploreOptions): Promise<Exploration> {
  const duringOwnWork = new Set<string>();
  const noteOwnWork = (point: RehearsalPoint): Interruption => {
    if (point.isOwnWork === true) duringOwnWork.add(keyOf(point));
    return 'none';
  };
  const calm = await rehearse({ ...options, interrupt: noteOwnWork });
  const undisturbed = outcomeOf(calm);
  const all = crashPoints(calm.world.counts);
  const points = options.during === undefined ? all : all.filter((point) => duringOwnWork.has(keyOf(point)));
  const tried = spread(points, options.maxPoints ?? points.length);
  const found: { point: CrashPoint; differences: readonly string[] }[] = [];
  for (const [index, point] of tried.entries()) {
    const differences = compare(undisturbed, outcomeOf(await rehearse({ ...options, interrupt: interruptAt(point) })));
    if (differences.length > 0) found.push({ point, differences });
    options.onPoint?.(index + 1, tried.length);
  }
  return { undisturbed, pointCount: points.length, triedCount: tried.length, differences: found };
}

function crashPoints(counts: { readonly commits: number; readonly calls: number }): readonly CrashPoint[] {
  const commits = Array.from({ length: counts.commits }, (_, index) => index + 1);
  const calls = Array.from({ length: counts.calls }, (_, index) => index + 1);
  return [
    ...commits.flatMap((index): CrashPoint[] => [
      { at: 'commit', when: 'before', index, interruption: 'die' },
      { at: 'commit', when: 'after', index, interruption: 'die' },
    ]),
    ...calls.flatMap((index): CrashPoint[] => [
      { at: 'call', when: 'before', index, interruption: 'die' },
      { at: 'call', when: 'after', index, interruption: 'die' },
      { at: 'call', when: 'before', index, interruption: 'lose' },
      { at: 'call', when: 'after', index, interruption: 'lose' },
    ]),
  ];
}

function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (count >= items.length) return items;
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]).filter(
    (item) => item !== undefined,
  );
}

function interruptAt(point: CrashPoint): (now: RehearsalPoint) => Interruption {
  return (now) => (keyOf(now) === keyOf(point) ? point.interruption : 'none');
}

function keyOf({ at, when, index }: RehearsalPoint): string {
  return `${when} ${at} ${index}`;
}

function outcomeOf({ world, results, breakdown }: Rehearsal): Outcome {
  const counts = Map.groupBy(world.sandbox.control.tasks(), ({ name }) => name);
  return {
    units: Object.fromEntries((results.at(-1)?.units ?? []).map((unit) => [unit.address, unit.status])),
    tasks: Object.fromEntries(
      [...counts].map(([name, same]) => [name, `${same.length} × ${same.map(ended).join(', ')}`]),
    ),
    slices: countSlices(world.records),
    breakdown,
  };
}

function ended(task: { readonly status: string; readonly isDeleted: boolean }): string {
  return task.isDeleted ? 'deleted' : task.status;
}

function compare(expected: Outcome, seen: Outcome): readonly string[] {
  return [
    ...(seen.breakdown === expected.breakdown ? [] : [`it crashed: ${seen.breakdown}`]),
    ...compareEntries('unit', expected.units, seen.units),
    ...compareEntries('remote task', expected.tasks, seen.tasks),
    ...compareEntries('slice', expected.slices, seen.slices),
  ];
}

function compareEntries(
  what: string,
  expected: Readonly<Record<string, string>>,
  seen: Readonly<Record<string, string>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(seen)])];
  return names
    .filter((name) => expected[name] !== seen[name])
    .map((name) => `${what} ${name}: ${seen[name] ?? 'is missing'}, undisturbed: ${expected[name] ?? 'is missing'}`);
}
