import { type AccountGauge, defined, type RunGauges } from '@waybill/core';
import { describeWaits } from './describe-waits.ts';
import { LIVE_FORMAT, type LiveAccount, type LiveStatus } from './live-status.ts';
import type { RunProgress } from './run-progress.ts';
import { unitCountsJson } from './unit-counts.ts';
import type { WorkProgress } from './work-meter.ts';

/** More are counted only: a note is written every second. */
const MOST_TASKS = 500;
const MOST_REASONS = 50;

/** What a run knows of itself and its journal does not hold. */
export function buildLive(
  progress: RunProgress,
  { now, host, pid }: { readonly now: number; readonly host: string; readonly pid: number },
): LiveStatus {
  const { gauges, waits } = progress;
  const { record, steps, units, remoteTasks } = gauges?.progress ?? progress.counts;
  const eta = progress.eta(now);
  const oldest = waits.toSorted((left, right) => left.at - right.at).slice(0, MOST_TASKS);
  return {
    format_version: LIVE_FORMAT,
    kind: 'live',
    run: progress.run,
    host,
    pid,
    at: new Date(now).toISOString(),
    record,
    steps: { done: steps.done, total: steps.total },
    units: unitCountsJson(units),
    ...defined({ eta: eta && { ms: Math.round(eta.ms), basis: eta.basis, at: new Date(eta.at).toISOString() } }),
    accounts: gauges?.accounts.map(accountJson) ?? [],
    ...runPoliciesJson(gauges),
    waiting: gauges === undefined ? [] : describeWaits(gauges).slice(0, MOST_REASONS),
    ...retriesJson(progress.retries),
    ...workJson(progress.work(now)),
    remote_task_count: remoteTasks,
    wait_count: waits.length,
    remote_tasks: oldest.map(({ step, status, progress: part, at }) => ({
      step,
      status,
      ...defined({ progress: part }),
      since: new Date(at).toISOString(),
    })),
  };
}

function retriesJson(retries: RunProgress['retries']): Pick<LiveStatus, 'retrying'> {
  if (retries.length === 0) return {};
  return {
    retrying: retries
      .slice(0, MOST_REASONS)
      .map(({ step, reason, at }) => ({ step, reason, since: new Date(at).toISOString() })),
  };
}

function workJson(work: readonly WorkProgress[]): Pick<LiveStatus, 'work'> {
  if (work.length === 0) return {};
  return {
    work: work.map(({ of, done, total, perSecond, leftMs }) => ({
      of,
      done,
      ...defined({
        total,
        per_second: perSecond && Math.round(perSecond * 10) / 10,
        left_ms: leftMs && Math.round(leftMs),
      }),
    })),
  };
}

function runPoliciesJson(
  gauges: RunGauges | undefined,
): Pick<LiveStatus, 'parallelism' | 'suspended' | 'stopping' | 'selection'> {
  const { parallelism, suspended = [], stopping, selection = NOTHING_LEFT_OUT } = gauges ?? {};
  return {
    ...defined({
      parallelism: parallelism && {
        policy: parallelism.policy,
        limit: parallelism.limit,
        in_use: parallelism.inUse,
        waiting: parallelism.waiting,
      },
    }),
    suspended: suspended.map(({ provider, code, message }) => ({ provider, code, message })),
    ...defined({ stopping }),
    selection,
  };
}

const NOTHING_LEFT_OUT = { target: [], exclude: [], left_out: 0 };

function accountJson(account: AccountGauge): LiveAccount {
  const { taskLimit, targetLimit } = account;
  return {
    providers: account.providers,
    windows: account.windows.map(({ declared, used, allowed }) => ({
      calls: used,
      allowed,
      declared: declared.count,
      interval_ms: declared.intervalMs,
    })),
    in_flight: account.inFlight,
    in_flight_limit: account.inFlightLimit,
    tasks: account.tasks,
    ...defined({ task_limit: taskLimit, target_limit: targetLimit }),
    wait_for_place: account.waitForPlace,
    wait_for_target: account.waitForTarget,
    wait_for_turn: account.waitForTurn,
    held_for_ms: Math.round(account.heldForMs),
    ...defined({
      unproven: account.unproven,
      unreachable: account.unreachable && {
        since: new Date(account.unreachable.sinceMs).toISOString(),
        reason: account.unreachable.reason,
      },
    }),
  };
}
