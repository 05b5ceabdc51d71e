import { allowedFailures, wavesOf } from '../../graph/deal-waves.ts';
import type { PlannedUnit } from '../../graph/graph.ts';
import type { Waves } from '../../plan/plan.ts';
import { beginsUnit } from '../../provider/steps/step-traits.ts';
import { formatClockTime } from '../../value/time-zone.ts';
import { type WaveCount, WaveProgress } from '../wave-progress.ts';
import type { PolicyDefinition, PolicyHold, PolicyView } from './policy.ts';

/**
 * `rollout.waves`: a unit starts once all units of the waves before its own have ended, no more of them failed than `max_failures`
 * allows, and `soak` is over. Within a wave that has more failures nothing new starts. What has started is never held.
 */
export const waves: PolicyDefinition = {
  name: 'waves',
  create: ({ plan, graph }) => {
    const given = plan.rollout?.waves;
    if (given === undefined) return undefined;
    const { waveOf, waves: dealt } = wavesOf(graph, given);
    const progress = new WaveProgress({ waveOf, waves: dealt }, graph);
    return {
      hold: (_step, unit, view) => {
        if (hasBegun(unit, view)) return undefined;
        const wave = waveOf.get(unit.address) ?? 0;
        const hold = holdOf(wave, { given, counts: progress.counts(view), nowMs: view.nowMs });
        return hold && { ...hold, scope: `${wave}`, endsRun: true };
      },
      stepEnded: ({ unit, skippedUnits, atMs }) => {
        progress.touch([unit.address, ...skippedUnits], atMs);
        return undefined;
      },
    };
  },
};

/** Something of the unit was sent, or its own work begun: by the journal, or in a simulated run. */
function hasBegun({ address, shape }: PlannedUnit, { recordOf, stepStatus }: PolicyView): boolean {
  return shape.steps.some((step) => {
    if (!beginsUnit(step)) return false;
    const own = `${address}.${step.name}`;
    return recordOf(own) !== undefined || stepStatus(own) === 'succeeded';
  });
}

interface Situation {
  readonly given: Waves;
  readonly counts: readonly WaveCount[];
  readonly nowMs: number;
}

/** Why no unit of a wave may start now. */
function holdOf(wave: number, { given, counts, nowMs }: Situation): Pick<PolicyHold, 'detail' | 'untilMs'> | undefined {
  const placed = counts
    .slice(0, wave + 1)
    .map((count, index) => ({ ...count, name: `wave ${index + 1} of ${counts.length}` }));
  const exceeded = placed.find(({ failed, units }) => failed > allowedFailures(given.maxFailures, units));
  if (exceeded !== undefined)
    return { detail: describeExceeded(exceeded, allowedFailures(given.maxFailures, exceeded.units)) };
  const before = placed.slice(0, wave);
  const open = before.find((count) => count.open > 0);
  if (open !== undefined) return { detail: describeOpen(open) };
  const last = before.toSorted((left, right) => left.lastEndMs - right.lastEndMs).at(-1);
  const untilMs = (last?.lastEndMs ?? 0) + given.soakMs;
  if (last === undefined || nowMs >= untilMs) return undefined;
  return { detail: `waits for ${last.name} to soak until ${formatClockTime('UTC', untilMs)} (UTC)`, untilMs };
}

interface PlacedCount extends WaveCount {
  readonly name: string;
}

function describeExceeded({ name, failed, units }: PlacedCount, allowed: number): string {
  return `${name} exceeded its budget: ${failed} of ${unitsText(units)} failed, ${allowed} allowed`;
}

function describeOpen({ name, open, units }: PlacedCount): string {
  return `waits for ${name}: ${open} of ${unitsText(units)} ${open === 1 ? 'has' : 'have'} not ended`;
}

function unitsText(count: number): string {
  return count === 1 ? '1 unit' : `${count} units`;
}
