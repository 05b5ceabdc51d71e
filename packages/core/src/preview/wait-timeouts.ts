import type { OverdueWait } from '../estimate/estimate.ts';
import { formatDuration } from '../plan/duration.ts';
import type { PreviewWarning } from './preview.ts';

/** Waits that are expected to end only after their timeout: every unit of them would fail, with its task still running. */
export function waitTimeouts(waits: readonly OverdueWait[]): readonly PreviewWarning[] {
  return waits.map(({ migration, title, units, expectedMs, timeoutMs, source }) => ({
    code: 'PREVIEW_WAIT_EXCEEDS_TIMEOUT',
    summary: `waits of ${migration} are expected to take longer than their timeout`,
    detail: `To ${title} is expected to take ${formatDuration(roundedMs(expectedMs))} (${source}), and timeout: ${formatDuration(timeoutMs)} ends it before: ${units === 1 ? '1 unit fails' : `${units} units fail`} while the remote tasks go on running.`,
    hint: `Set \`timeout:\` of ${migration} to more than the longest that such a task may take. The estimate is made as if it were long enough.`,
    path: `migrations.${migration}`,
  }));
}

/** Nobody expects anything to the millisecond. */
function roundedMs(ms: number): number {
  return Math.max(1_000, Math.round(ms / 1_000) * 1_000);
}
