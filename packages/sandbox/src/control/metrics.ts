import { type OperationCount, RATE_WINDOW_MS, type RequestLog } from '../server/request-log.ts';
import { type ActiveInterval, highestOverlap, overlapAt } from '../stand/active-intervals.ts';
import type { Provider } from '../stand/gateway.ts';
import { alicloudIntervals } from '../vendors/alicloud-elasticsearch/active-tasks.ts';
import type { AlicloudState } from '../vendors/alicloud-elasticsearch/alicloud-state.ts';
import { huaweicloudIntervals, type TargetInterval } from '../vendors/huaweicloud-dcs/active-tasks.ts';
import type { HuaweicloudState } from '../vendors/huaweicloud-dcs/huaweicloud-state.ts';

/** What limits were kept to, as the server saw it. */
export interface SandboxMetrics {
  readonly totalRequests: number;
  readonly operations: Readonly<Record<string, OperationCount>>;
  /** Length of the sliding window of `highestCallsPerWindow`. */
  readonly windowMs: number;
  readonly providers: Readonly<Record<Provider, ProviderMetrics>>;
}

export interface ProviderMetrics {
  readonly highestCallsPerWindow: number;
  readonly inFlight: number;
  readonly highestInFlight: number;
  readonly activeTasks: number;
  readonly highestActiveTasks: number;
  /** Per sink instance, or per target Redis. */
  readonly highestActiveTasksPerTarget: Readonly<Record<string, number>>;
}

export interface MeasuredState {
  readonly log: RequestLog;
  readonly alicloud: AlicloudState;
  readonly huaweicloud: HuaweicloudState;
  readonly nowMs: number;
  readonly releaseIdleAfterMs: number | null;
}

export function measure(state: MeasuredState): SandboxMetrics {
  const alicloud = alicloudIntervals(state.alicloud);
  const huaweicloud = huaweicloudIntervals(state.huaweicloud, state.releaseIdleAfterMs);
  return {
    totalRequests: state.log.total(),
    operations: state.log.counts(),
    windowMs: RATE_WINDOW_MS,
    providers: {
      alicloud: measureProvider('alicloud', state, alicloud, alicloud),
      huaweicloud: measureProvider('huaweicloud', state, huaweicloud.ofProject, huaweicloud.ofTargets),
      'huaweicloud-iam': measureProvider('huaweicloud-iam', state, [], []),
    },
  };
}

function measureProvider(
  provider: Provider,
  { log, nowMs }: MeasuredState,
  intervals: readonly ActiveInterval[],
  targetIntervals: readonly TargetInterval[],
): ProviderMetrics {
  return {
    highestCallsPerWindow: log.highestPerWindow(provider),
    inFlight: log.inFlight(provider),
    highestInFlight: log.highestInFlight(provider),
    activeTasks: overlapAt(intervals, nowMs),
    highestActiveTasks: highestOverlap(intervals, nowMs),
    highestActiveTasksPerTarget: Object.fromEntries(
      [...Map.groupBy(targetIntervals, (interval) => interval.target)].map(([target, ofTarget]) => [
        target,
        highestOverlap(ofTarget, nowMs),
      ]),
    ),
  };
}
