import { highestOverlap, overlapAt, type StandService } from '@waybill/stand-kit';
import type { ServiceName } from '../listed-stands.ts';
import { type OperationCount, RATE_WINDOW_MS, type RequestLog } from '../server/request-log.ts';

/** What limits were kept to, as the server saw it. */
export interface SandboxMetrics {
  readonly totalRequests: number;
  readonly operations: Readonly<Record<string, OperationCount>>;
  /** Length of the sliding window of `highestCallsPerWindow`. */
  readonly windowMs: number;
  /** Of each vendor's services. */
  readonly providers: Readonly<Record<ServiceName, ServiceMetrics>>;
}

export interface ServiceMetrics {
  readonly highestCallsPerWindow: number;
  readonly inFlight: number;
  readonly highestInFlight: number;
  readonly activeTasks: number;
  readonly highestActiveTasks: number;
  /** Per instance that data is moved into. */
  readonly highestActiveTasksPerTarget: Readonly<Record<string, number>>;
}

export interface Measurement {
  readonly log: RequestLog;
  readonly nowMs: number;
}

export function measure(services: readonly StandService[], { log, nowMs }: Measurement): SandboxMetrics {
  const measured = services.map((service) => [service.name, measureService(service, { log, nowMs })]);
  return {
    totalRequests: log.total(),
    operations: log.counts(),
    windowMs: RATE_WINDOW_MS,
    providers: Object.fromEntries(measured) as SandboxMetrics['providers'],
  };
}

function measureService(service: StandService, { log, nowMs }: Measurement): ServiceMetrics {
  const { tasks, onTargets } = service.activity();
  return {
    highestCallsPerWindow: log.highestPerWindow(service.name),
    inFlight: log.inFlight(service.name),
    highestInFlight: log.highestInFlight(service.name),
    activeTasks: overlapAt(tasks, nowMs),
    highestActiveTasks: highestOverlap(tasks, nowMs),
    highestActiveTasksPerTarget: Object.fromEntries(
      [...Map.groupBy(onTargets, (interval) => interval.target)].map(([target, ofTarget]) => [
        target,
        highestOverlap(ofTarget, nowMs),
      ]),
    ),
  };
}
