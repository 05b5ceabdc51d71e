import type { RunEvent } from '@waybill/core';
import type { ObservedCall } from '@waybill/core/internal';
import { parseMetricsAddress } from './metrics-address.ts';
import { MetricsServer } from './metrics-server.ts';
import { type MetricsSource, RunMetrics } from './run-metrics.ts';

/** The metrics of a run while they are served. */
export interface ServedMetrics extends AsyncDisposable {
  readonly url: string;
  readonly add: (event: RunEvent) => void;
  readonly called: (call: ObservedCall) => void;
}

/**
 * Serves the metrics of a run until they are disposed of. A module of its own, which runs without metrics do not load.
 *
 * @throws WaybillError with `METRICS_ADDRESS` or `METRICS_UNAVAILABLE`
 */
export async function serveMetrics(address: string, source: MetricsSource): Promise<ServedMetrics> {
  const metrics = new RunMetrics(source);
  const server = await MetricsServer.listen(parseMetricsAddress(address), metrics);
  return {
    url: server.url,
    add: (event) => metrics.add(event),
    called: (call) => metrics.called(call),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
