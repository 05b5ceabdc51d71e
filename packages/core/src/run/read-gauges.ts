import type { Budget } from '../limits/channel.ts';
import type { Outage } from '../limits/connection-gate.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import type { UnitStates } from '../progress/unit-states.ts';
import type { Ledger } from '../scheduler/ledger.ts';
import type { StartQueue } from '../scheduler/start-queue.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import type { AccountGauge, HoldGauge, RunGauges, SleepGauge } from './gauges.ts';

/** Different texts of one run that are counted apart; what comes after them is counted together. */
const MOST_REASONS = 20;
const OTHER_REASONS = 'other reasons';

/** A step that is tried again. */
export interface Sleep {
  readonly reason: string;
  /** By the wall clock. */
  readonly untilMs: number;
}

export interface GaugeSources {
  readonly providers: ReadonlyMap<string, RunProvider>;
  readonly queue: StartQueue;
  readonly ledger: Ledger;
  readonly states: UnitStates;
  readonly sleeping: Iterable<Sleep>;
  readonly held: readonly HoldGauge[];
  readonly suspended: RunGauges['suspended'];
  readonly stopping: string | undefined;
  readonly selection: RunGauges['selection'];
}

/** Everything that a view may want to know about limits and waits, read off the parts of a run. Changes nothing. */
export function readGauges({ providers, queue, ledger, states, sleeping, ...run }: GaugeSources): RunGauges {
  const [first] = providers.values();
  const parallelism = first?.channel.parallelism;
  const accounts = Map.groupBy(providers, ([, { channel }]) => channel.budget);
  return {
    accounts: [...accounts].map(([budget, members]) =>
      readAccount(
        budget,
        members.map(([alias]) => alias),
        queue,
        members.flatMap(([, { channel }]) => channel.gate.outage ?? [])[0],
        members.filter(([, { channel }]) => channel.gate.isUnproven).map(([alias]) => alias),
      ),
    ),
    progress: states.counts,
    steps: ledger.counts,
    blocked: ledger.blocked.toSorted((left, right) => right.units - left.units),
    sleeping: groupSleeps(sleeping),
    ...defined({
      held: run.held.length === 0 ? undefined : run.held.toSorted((left, right) => right.steps - left.steps),
      parallelism,
    }),
    suspended: run.suspended,
    ...defined({ stopping: run.stopping }),
    selection: run.selection,
  };
}

function readAccount(
  budget: Budget,
  providers: readonly string[],
  queue: StartQueue,
  outage: Outage | undefined,
  unproven: readonly string[],
): AccountGauge {
  const lanes = providers.map((alias) => queue.waiting(alias));
  const { active, activePerTarget } = budget.slots.limits;
  return {
    providers,
    windows: budget.gauges(),
    inFlight: budget.underWay,
    inFlightLimit: budget.inFlight,
    tasks: budget.slots.openCount,
    ...defined({ taskLimit: ifFinite(active), targetLimit: ifFinite(activePerTarget) }),
    // The lanes of an account share what is parked.
    waitForPlace: lanes[0]?.active ?? 0,
    waitForTarget: lanes[0]?.activePerTarget ?? 0,
    waitForTurn: budget.waiting + lanes.reduce((sum, { ready }) => sum + ready, 0),
    heldForMs: budget.heldForMs(),
    ...defined({
      unproven: nonEmpty(unproven),
      unreachable: outage && { sinceMs: outage.sinceMs, reason: outage.error.message },
    }),
  };
}

function ifFinite(limit: number | undefined): number | undefined {
  return Number.isFinite(limit) ? limit : undefined;
}

function groupSleeps(sleeping: Iterable<Sleep>): readonly SleepGauge[] {
  const groups = new Map<string, { reason: string; steps: number; untilMs: number }>();
  for (const { reason, untilMs } of sleeping) {
    const name = groups.has(reason) || groups.size < MOST_REASONS ? reason : OTHER_REASONS;
    const group = groups.get(name) ?? { reason: name, steps: 0, untilMs };
    group.steps += 1;
    group.untilMs = Math.min(group.untilMs, untilMs);
    groups.set(name, group);
  }
  return [...groups.values()].toSorted((left, right) => right.steps - left.steps);
}
