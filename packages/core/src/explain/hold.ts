import type { ParallelismGauge } from '../limits/call-driver.ts';
import type { AccountGauge, RunGauges } from '../run/gauges.ts';
import { formatDuration } from '../value/duration.ts';

/** What keeps a step from being sent that has nothing open before it. One kind for each policy that can. */
export type Hold =
  | { readonly kind: 'not-selected' }
  | { readonly kind: 'stopping'; readonly reason: string }
  | { readonly kind: 'suspended'; readonly provider: string; readonly code: string; readonly message: string }
  | { readonly kind: 'unreachable'; readonly provider: string; readonly reason: string }
  | { readonly kind: 'active'; readonly account: string; readonly used: number; readonly limit: number }
  | { readonly kind: 'active-per-target'; readonly units: readonly string[]; readonly limit: number }
  | { readonly kind: 'throttled'; readonly account: string; readonly heldForMs: number }
  | { readonly kind: 'unproven'; readonly provider: string; readonly waiting: number }
  | { readonly kind: 'calls-at-once'; readonly policy: string; readonly limit: number; readonly waiting: number }
  | {
      readonly kind: 'rate';
      readonly account: string;
      readonly used: number;
      readonly allowed: number;
      readonly declared: number;
      readonly intervalMs: number;
      readonly waiting: number;
    }
  | { readonly kind: 'in-flight'; readonly account: string; readonly limit: number; readonly waiting: number }
  | { readonly kind: 'turn'; readonly account: string; readonly waiting: number }
  | { readonly kind: 'policy'; readonly policy: string; readonly detail: string }
  | { readonly kind: 'no-run' }
  | { readonly kind: 'not-reported' };

/** What a run in progress says of itself. */
export interface LiveFacts {
  readonly accounts: readonly AccountGauge[];
  readonly parallelism?: ParallelismGauge;
  readonly suspended: RunGauges['suspended'];
  /** Why it starts nothing more. */
  readonly stopping?: string;
  readonly isSelected: (unit: string) => boolean;
}

/** `none`: none is in progress. `silent`: one may be, and says nothing of itself here. */
export type RunFacts =
  | { readonly kind: 'none' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'live'; readonly live: LiveFacts };

export interface HeldStep {
  readonly unit: string;
  /** Of the connection whose limits it waits for. */
  readonly provider: string;
  /** Every connection that it is sent to. */
  readonly connections: readonly string[];
  /** The place that it needs and that is taken, as far as the journal tells. */
  readonly missingPlace: Extract<Hold, { readonly kind: 'active' | 'active-per-target' }> | undefined;
  /** A policy of the plan that keeps it from starting, as far as the journal shows. */
  readonly policy: Extract<Hold, { readonly kind: 'policy' }> | undefined;
  /** It opens a remote task, which needs a place. */
  readonly opensTask: boolean;
}

/** The one policy that decides: what holds everything comes before what holds some. */
export function findHold(step: HeldStep, run: RunFacts): Hold {
  switch (run.kind) {
    case 'none':
      return step.policy ?? step.missingPlace ?? { kind: 'no-run' };
    case 'silent':
      return step.policy ?? step.missingPlace ?? { kind: 'not-reported' };
    case 'live':
      return holdOfAll(step, run.live) ?? step.policy ?? holdOfAccount(step, run.live);
  }
}

function holdOfAll({ unit, connections }: HeldStep, { isSelected, stopping, suspended }: LiveFacts): Hold | undefined {
  if (!isSelected(unit)) return { kind: 'not-selected' };
  if (stopping !== undefined) return { kind: 'stopping', reason: stopping };
  const refused = suspended.find(({ provider }) => connections.includes(provider));
  return refused === undefined ? undefined : { kind: 'suspended', ...refused };
}

function holdOfAccount(step: HeldStep, { accounts, parallelism }: LiveFacts): Hold {
  const gauge = accounts.find(({ providers }) => providers.includes(step.provider));
  if (gauge === undefined) return step.missingPlace ?? { kind: 'not-reported' };
  const account = gauge.providers.join('+');
  const { unreachable, heldForMs, unproven = [], waitForTurn: waiting } = gauge;
  if (unreachable !== undefined) return { kind: 'unreachable', provider: step.provider, reason: unreachable.reason };
  const place = missingPlace(step, gauge, account);
  if (place !== undefined) return place;
  if (heldForMs > 0) return { kind: 'throttled', account, heldForMs };
  if (unproven.includes(step.provider)) return { kind: 'unproven', provider: step.provider, waiting };
  if (parallelism !== undefined && parallelism.waiting > 0)
    return {
      kind: 'calls-at-once',
      policy: parallelism.policy,
      limit: parallelism.limit,
      waiting: parallelism.waiting,
    };
  const full = gauge.windows.find(({ used, allowed }) => used >= allowed);
  if (full !== undefined) {
    const { used, allowed, declared } = full;
    return { kind: 'rate', account, used, allowed, declared: declared.count, intervalMs: declared.intervalMs, waiting };
  }
  if (gauge.inFlight >= gauge.inFlightLimit) return { kind: 'in-flight', account, limit: gauge.inFlightLimit, waiting };
  return { kind: 'turn', account, waiting };
}

/** The run knows which providers share an account, and of tasks that are about to be started. */
function missingPlace(step: HeldStep, { tasks, taskLimit }: AccountGauge, account: string): Hold | undefined {
  if (!step.opensTask) return undefined;
  if (step.missingPlace?.kind === 'active-per-target') return step.missingPlace;
  return taskLimit === undefined || tasks < taskLimit
    ? undefined
    : { kind: 'active', account, used: tasks, limit: taskLimit };
}

const SHOWN_UNITS = 3;

/** A sentence or two. */
export function describeHold(hold: Hold): string {
  switch (hold.kind) {
    case 'not-selected':
      return 'The current run leaves its unit out (--target or --exclude).';
    case 'stopping':
      return `The run is stopping and starts nothing more: ${hold.reason}. The next run starts it.`;
    case 'suspended':
      return `${hold.provider} is suspended, and nothing more is sent to it in this run: ${hold.code}: ${hold.message}`;
    case 'unreachable':
      return `${hold.provider} cannot be reached, and one call at a time probes it: ${hold.reason}`;
    case 'active':
      return `It waits for a place: ${hold.used} of ${hold.limit} that active allows for ${hold.account} are taken.`;
    case 'active-per-target':
      return `It waits for its target, which ${listUnits(hold.units)} uses; active_per_target is ${hold.limit}.`;
    case 'throttled':
      return `${hold.account} throttled: nothing is sent for ${formatDuration(Math.max(1_000, Math.ceil(hold.heldForMs / 1_000) * 1_000))}.`;
    case 'unproven':
      return `The credentials of ${hold.provider} have not been accepted yet: one call at a time is sent, so that a refused key is not locked; ${waitForTurn(hold.waiting)}.`;
    case 'calls-at-once':
      return `All ${hold.limit} calls at once that ${hold.policy} allows are under way; ${count(hold.waiting, 'call')} ${hold.waiting === 1 ? 'waits' : 'wait'}.`;
    case 'rate':
      return `The rate of ${hold.account} is exhausted: ${hold.used} of ${hold.allowed} calls in ${formatDuration(hold.intervalMs)}${hold.allowed < hold.declared ? ` (${hold.declared} before it throttled)` : ''}; ${waitForTurn(hold.waiting)}.`;
    case 'in-flight':
      return `All ${hold.limit} calls at once that in_flight allows for ${hold.account} are in progress; ${waitForTurn(hold.waiting)}.`;
    case 'turn':
      return `It is sent with the next calls to ${hold.account}: no limit is reached; ${waitForTurn(hold.waiting)}.`;
    case 'policy':
      return `${hold.policy}: ${hold.detail}`;
    case 'no-run':
      return 'No run is in progress; the next one starts it.';
    case 'not-reported':
      return 'Nothing before it is open. Only the run knows which limit holds it back, and it has not reported here for some seconds.';
  }
}

function waitForTurn(waiting: number): string {
  return waiting === 1 ? '1 waits for a turn' : `${waiting} wait for a turn`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function listUnits(units: readonly string[]): string {
  const shown = units.slice(0, SHOWN_UNITS).join(', ');
  return units.length > SHOWN_UNITS ? `${shown} and ${units.length - SHOWN_UNITS} more` : shown;
}
