import { defined, type Graph, type RunGauges } from '@waybill/core';
import { type LiveFacts, selectUnits } from '@waybill/core/internal';
import type { LiveAccount, LiveStatus } from './live-status.ts';

/** What a run says of itself, for whoever explains why something waits. */
export function liveFacts(
  { accounts, parallelism, suspended, stopping, selection }: LiveStatus,
  graph: Graph,
): LiveFacts {
  const { target, exclude } = selection;
  return {
    accounts: accounts.map(accountGauge),
    ...defined({
      parallelism: parallelism && {
        policy: parallelism.policy,
        limit: parallelism.limit,
        inUse: parallelism.in_use,
        waiting: parallelism.waiting,
      },
    }),
    suspended,
    ...defined({ stopping }),
    isSelected: selectUnits(graph, { target, exclude }).includes,
  };
}

/** What is used of an account, as the run itself has it. */
export function accountGauge(account: LiveAccount): RunGauges['accounts'][number] {
  return {
    providers: account.providers,
    windows: account.windows.map(({ calls, allowed, declared, interval_ms: intervalMs }) => ({
      declared: { count: declared, intervalMs },
      used: calls,
      allowed,
    })),
    inFlight: account.in_flight,
    inFlightLimit: account.in_flight_limit,
    tasks: account.tasks,
    ...defined({ taskLimit: account.task_limit, targetLimit: account.target_limit }),
    waitForPlace: account.wait_for_place,
    waitForTarget: account.wait_for_target,
    waitForTurn: account.wait_for_turn,
    heldForMs: account.held_for_ms,
    ...defined({
      unproven: account.unproven,
      unreachable: account.unreachable && {
        sinceMs: Date.parse(account.unreachable.since),
        reason: account.unreachable.reason,
      },
    }),
  };
}
