import type { HeldBy, PreviewCriticalStep } from './schedule.ts';
import type { SimulatedRun } from './simulate-run.ts';
import type { ModelStep, SimulationModel } from './simulation-model.ts';
import type { StepTrace } from './step-traces.ts';

/** Entries that are shown of a path; what lies between its first and its last ones becomes one entry. */
const MAX_ENTRIES = 50;

/**
 * Why the run took so long: from the step that ended last back to the start, each time to what the step waited for last.
 * That is the need of it that ended last, or, where a limit of remote tasks or a policy held it, the step that released it. Every entry
 * takes over where the one before ended: it was ready or held then.
 */
export function findCriticalPath(model: SimulationModel, run: SimulatedRun): readonly PreviewCriticalStep[] {
  const ends = new UnitEnds(model, run);
  const path: TracedStep[] = [];
  let current = lastToEnd(model.steps, run);
  while (current !== undefined) {
    const { trace } = current;
    path.push(current);
    const { freedBy } = trace;
    current = freedBy === undefined ? lastNeed(current, model, run, ends) : tracedStep(freedBy, run);
  }
  return shorten(path.toReversed().map(describe));
}

interface TracedStep {
  readonly modelled: ModelStep;
  readonly trace: StepTrace;
}

function tracedStep(modelled: ModelStep | undefined, run: SimulatedRun): TracedStep | undefined {
  const trace = modelled === undefined ? undefined : run.traces[modelled.index];
  return modelled === undefined || trace === undefined ? undefined : { modelled, trace };
}

/** Of steps that end at the same time the later one: gates and shared reads take no time. */
function lastToEnd(steps: readonly ModelStep[], run: SimulatedRun): TracedStep | undefined {
  let last: TracedStep | undefined;
  for (const modelled of steps) {
    const traced = tracedStep(modelled, run);
    if (traced !== undefined && (last === undefined || traced.trace.endsMs >= last.trace.endsMs)) last = traced;
  }
  return last;
}

/** Steps that an earlier run finished lie before the start. */
function lastNeed(
  { modelled }: TracedStep,
  model: SimulationModel,
  run: SimulatedRun,
  ends: UnitEnds,
): TracedStep | undefined {
  const { step, unit } = modelled;
  const within = step.needs.map((need) => model.graph.stepsByAddress.get(need));
  const found = lastToEnd(
    within.filter((need) => need !== undefined).map((need) => model.of(need)),
    run,
  );
  if (found !== undefined) return found;
  const before = unit.needs.map((need) => ends.lastOf(need)).filter((last) => last !== undefined);
  return lastToEnd(before, run);
}

/** The last step of each unit, and of all units of a migration: for `orders[*]`. */
class UnitEnds {
  readonly #model: SimulationModel;
  readonly #run: SimulatedRun;
  #byName: ReadonlyMap<string, ModelStep> | undefined;

  constructor(model: SimulationModel, run: SimulatedRun) {
    this.#model = model;
    this.#run = run;
  }

  lastOf(unitOrGroup: string): ModelStep | undefined {
    this.#byName ??= this.#collect();
    return this.#byName.get(unitOrGroup);
  }

  #collect(): ReadonlyMap<string, ModelStep> {
    const byName = new Map<string, ModelStep>();
    for (const modelled of this.#model.steps) {
      const trace = this.#run.traces[modelled.index];
      if (trace === undefined) continue;
      for (const name of [modelled.unit.address, `${modelled.unit.unit.migration.name}[*]`]) {
        const known = byName.get(name);
        const knownEnd = known === undefined ? undefined : this.#run.traces[known.index]?.endsMs;
        if (knownEnd === undefined || trace.endsMs >= knownEnd) byName.set(name, modelled);
      }
    }
    return byName;
  }
}

function describe({ modelled, trace }: TracedStep): PreviewCriticalStep {
  return {
    step: modelled.step.address,
    title: modelled.step.title,
    ready_ms: Math.round(trace.readyMs),
    starts_ms: Math.round(trace.startsMs),
    ends_ms: Math.round(trace.endsMs),
    held_by: trace.heldBy,
  };
}

function shorten(path: readonly PreviewCriticalStep[]): readonly PreviewCriticalStep[] {
  if (path.length <= MAX_ENTRIES) return path;
  const kept = MAX_ENTRIES / 2;
  const middle = path.slice(kept, 1 - kept);
  return [...path.slice(0, kept), mergeSteps(middle), ...path.slice(1 - kept)];
}

function mergeSteps(steps: readonly PreviewCriticalStep[]): PreviewCriticalStep {
  const [first] = steps;
  const last = steps.at(-1) ?? first;
  return {
    step: first?.step ?? '',
    title: `${steps.length} more steps`,
    ready_ms: first?.ready_ms ?? 0,
    starts_ms: first?.starts_ms ?? 0,
    ends_ms: last?.ends_ms ?? 0,
    held_by: mostFrequent(steps.map((step) => step.held_by).filter((held) => held !== null)),
    steps: steps.length,
  };
}

function mostFrequent(holds: readonly HeldBy[]): HeldBy | null {
  const groups = [...Map.groupBy(holds, (held) => held)];
  return groups.toSorted(([, left], [, right]) => right.length - left.length)[0]?.[0] ?? null;
}
