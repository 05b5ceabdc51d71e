// Loaded into a process before its program: at its end it writes what it used into the file that the environment names,
// and how long its event loop stood still at most.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The times of `resourceUsage` are in microseconds, its `maxRSS` in kilobytes. */
export interface ProcessUsage extends Pick<NodeJS.ResourceUsage, 'userCPUTime' | 'systemCPUTime' | 'maxRSS'> {
  readonly longestStallMs: number;
}

const path = process.env['WAYBILL_BENCH_USAGE'];
if (path !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  process.on('exit', () => {
    const usage: ProcessUsage = { ...process.resourceUsage(), longestStallMs: delay.max / 1e6 };
    writeFileSync(path, JSON.stringify(usage));
  });
}
