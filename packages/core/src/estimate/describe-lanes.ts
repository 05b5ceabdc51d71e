import type { PlannedUnit } from '../graph/graph.ts';
import { unitImpact } from '../graph/unit-impact.ts';
import type { Plan } from '../plan/plan.ts';
import type { Impact } from '../provider/derived-steps.ts';
import { needsApproval } from '../provider/steps/step-traits.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import { eachSliced, type Sliced } from '../value/sliced.ts';
import { percentile } from './distribution.ts';
import type { PreviewLane, PreviewLaneDowntime, PreviewLaneGate } from './schedule.ts';
import type { SimulatedRun } from './simulate-run.ts';
import type { ModelStep, SimulationModel } from './simulation-model.ts';
import type { StepTrace } from './step-traces.ts';

/** Of a plan with more migrations, those that are alike share a lane. */
export const MOST_LANES = 24;
/** Gates, and downtimes, of one lane that have a time of their own. */
const MOST_MARKS = 24;
/** Some milliseconds. */
const STEPS_PER_SLICE = 20_000;

/** When each migration starts and ends over all simulated runs, when its gates are reached, and when users notice it. */
export function* describeLanes(
  plan: Pick<Plan, 'providers'>,
  model: SimulationModel,
  runs: readonly SimulatedRun[],
): Sliced<readonly PreviewLane[]> {
  const migrations = yield* findMigrations(plan, model, runs[0]);
  const groups = groupMigrations([...migrations.values()]);
  const laneOf = new Map(groups.flatMap((group, lane) => group.map(({ name }) => [name, lane] as const)));
  const passes: (readonly LanePass[])[] = [];
  for (const run of runs) passes.push(yield* readRun(model, run, { migrations, laneOf, count: groups.length }));
  return groups.map((group, lane) =>
    describeLane(
      group,
      passes.flatMap((pass) => pass[lane] ?? []),
    ),
  );
}

/** A migration of which something is left to run. */
interface LeftMigration {
  readonly name: string;
  readonly uses: string;
  readonly level: number;
  /** Of the units that users notice, between which steps. */
  readonly noticed: Map<PlannedUnit, DowntimeSteps>;
  units: number;
}

type DowntimeSteps = NonNullable<Impact['downtimeSteps']>;

type LeftMigrations = ReadonlyMap<string, LeftMigration>;

function* findMigrations(
  plan: Pick<Plan, 'providers'>,
  model: SimulationModel,
  run: SimulatedRun | undefined,
): Sliced<LeftMigrations> {
  const found = new Map<string, LeftMigration>();
  let last: PlannedUnit | undefined;
  yield* eachSliced(model.steps, STEPS_PER_SLICE, ({ index, unit }) => {
    // The steps of a unit follow each other.
    if (unit === last || run?.traces[index] === undefined) return;
    last = unit;
    const { name } = unit.unit.migration;
    const migration = found.get(name) ?? describeMigration(unit);
    const noticed = unitImpact(plan, unit, (alias) => model.lanes.get(alias)?.provider)?.downtimeSteps;
    if (noticed !== undefined) migration.noticed.set(unit, noticed);
    migration.units += 1;
    found.set(name, migration);
  });
  return found;
}

function describeMigration({ unit, level }: PlannedUnit): LeftMigration {
  const { name, provider, recipe } = unit.migration;
  return { name, uses: `${provider}.${recipe}`, level, noticed: new Map(), units: 0 };
}

/** Each by itself; of too many those that use the same in the same level, then all that use the same, then the rest. */
function groupMigrations(migrations: readonly LeftMigration[]): readonly (readonly LeftMigration[])[] {
  if (migrations.length <= MOST_LANES) return migrations.map((migration) => [migration]);
  const inLevels = [...Map.groupBy(migrations, ({ uses, level }) => `${uses} ${level}`).values()];
  if (inLevels.length <= MOST_LANES) return inLevels;
  const alike = [...Map.groupBy(migrations, ({ uses }) => uses).values()];
  if (alike.length <= MOST_LANES) return alike;
  return [...alike.slice(0, MOST_LANES - 1), alike.slice(MOST_LANES - 1).flat()];
}

/** What one simulated run says of a lane. */
interface LanePass {
  startsMs: number;
  endsMs: number;
  /** By name and title of the step. */
  readonly gates: Map<string, { readonly step: string; readonly title: string; readonly reachedMs: number[] }>;
  /** By unit. */
  readonly downtimes: Map<PlannedUnit, { startsMs: number; endsMs: number | undefined }>;
}

interface Lanes {
  readonly migrations: LeftMigrations;
  readonly laneOf: ReadonlyMap<string, number>;
  readonly count: number;
}

function* readRun(model: SimulationModel, run: SimulatedRun, lanes: Lanes): Sliced<readonly LanePass[]> {
  const passes = Array.from(
    { length: lanes.count },
    (): LanePass => ({ startsMs: Number.POSITIVE_INFINITY, endsMs: 0, gates: new Map(), downtimes: new Map() }),
  );
  yield* eachSliced(model.steps, STEPS_PER_SLICE, (modelled) => {
    const trace = run.traces[modelled.index];
    const migration = lanes.migrations.get(modelled.unit.unit.migration.name);
    const pass = passes[lanes.laneOf.get(migration?.name ?? '') ?? -1];
    if (trace === undefined || pass === undefined) return;
    pass.startsMs = Math.min(pass.startsMs, trace.startsMs);
    pass.endsMs = Math.max(pass.endsMs, trace.endsMs);
    if (needsApproval(modelled.step)) noteGate(pass, modelled, trace);
    const noticed = migration?.noticed.get(modelled.unit);
    if (noticed !== undefined) noteDowntime(pass, modelled, trace, noticed);
  });
  return passes;
}

function noteGate({ gates }: LanePass, { step: { name, title } }: ModelStep, { endsMs }: StepTrace): void {
  const key = `${name}\n${title}`;
  const gate = gates.get(key) ?? { step: name, title, reachedMs: [] };
  gate.reachedMs.push(endsMs);
  gates.set(key, gate);
}

/** A downtime that is in progress began before the start. */
function noteDowntime(
  { downtimes }: LanePass,
  { step, unit }: ModelStep,
  { startsMs, endsMs }: StepTrace,
  { from, until }: DowntimeSteps,
): void {
  if (step.name !== from && step.name !== until) return;
  const known = downtimes.get(unit) ?? { startsMs: 0, endsMs: undefined };
  if (step.name === from) known.startsMs = startsMs;
  if (step.name === until) known.endsMs = endsMs;
  downtimes.set(unit, known);
}

function describeLane(group: readonly LeftMigration[], passes: readonly LanePass[]): PreviewLane {
  const used = [...new Set(group.map(({ uses }) => uses))];
  const ends = passes.map(({ endsMs }) => endsMs);
  const gates = describeGates(passes);
  return {
    migrations: group.map(({ name }) => name),
    ...(used.length === 1 ? defined({ uses: used[0] }) : {}),
    units: group.reduce((sum, { units }) => sum + units, 0),
    starts_ms: whole(
      passes.map(({ startsMs }) => startsMs),
      0.5,
    ),
    ends_p50_ms: whole(ends, 0.5),
    ends_p90_ms: whole(ends, 0.9),
    ...defined({ gates: nonEmpty(gates), downtime: describeDowntime(passes) }),
  };
}

function describeGates(passes: readonly LanePass[]): readonly PreviewLaneGate[] {
  return [...(passes[0]?.gates ?? [])].map(([key, { step, title, reachedMs }]) => {
    const reached = passes.map(({ gates }) => gates.get(key)?.reachedMs ?? []);
    return { step, title, units: reachedMs.length, reached_ms: spreadMarks(reached) };
  });
}

function describeDowntime(passes: readonly LanePass[]): PreviewLaneDowntime | undefined {
  const all = passes.map(({ downtimes }) =>
    [...downtimes.values()].flatMap(({ startsMs, endsMs }) => (endsMs === undefined ? [] : [{ startsMs, endsMs }])),
  );
  const lengths = all.flat().map(({ startsMs, endsMs }) => endsMs - startsMs);
  if (lengths.length === 0) return undefined;
  return {
    units: all[0]?.length ?? 0,
    starts_ms: spreadMarks(all.map((run) => run.map(({ startsMs }) => startsMs))),
    p50_ms: whole(lengths, 0.5),
    p90_ms: whole(lengths, 0.9),
  };
}

/**
 * The first time of each run gives the first mark, the second one the second: the middle of each. So they are in order, and
 * none lies behind the end of half of the runs.
 */
function spreadMarks(runs: readonly (readonly number[])[]): readonly number[] {
  const sorted = runs.map((times) => times.toSorted((left, right) => left - right));
  const count = Math.min(...sorted.map(({ length }) => length));
  const marks = Math.min(count, MOST_MARKS);
  const rankOf = (mark: number): number => (marks === 1 ? 0 : Math.round((mark * (count - 1)) / (marks - 1)));
  return Array.from({ length: marks }, (_, mark) =>
    whole(
      sorted.flatMap((times) => times[rankOf(mark)] ?? []),
      0.5,
    ),
  );
}

function whole(times: readonly number[], fraction: number): number {
  return Math.round(percentile(times, fraction));
}
