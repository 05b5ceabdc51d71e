import type { OverdueWait } from '../estimate/estimate.ts';
import { formatDuration } from '../value/duration.ts';
import type { PreviewWarning } from './preview.ts';

/**
 * Waits that are expected to end only after their timeout: every unit of them would fail, with its task still running.
 * Migrations with the same wait, expectation and timeout share one warning.
 */
export function waitTimeouts(waits: readonly OverdueWait[]): readonly PreviewWarning[] {
  const alike = Map.groupBy(waits, ({ title, expectedMs, timeoutMs, source }) =>
    JSON.stringify([title, roundedMs(expectedMs), timeoutMs, source]),
  );
  return [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [describeWaits(first, others)],
  );
}

function describeWaits(first: OverdueWait, others: readonly OverdueWait[]): PreviewWarning {
  const { title, expectedMs, timeoutMs, source } = first;
  const waits = [first, ...others];
  const migrations = [...new Set(waits.map(({ migration }) => migration))];
  const names = migrations.join(', ');
  const units = waits.reduce((sum, wait) => sum + wait.units, 0);
  return {
    code: 'PREVIEW_WAIT_EXCEEDS_TIMEOUT',
    summary: `waits of ${names} are expected to take longer than their timeout`,
    detail: `To ${title} is expected to take ${formatDuration(roundedMs(expectedMs))} (${source}), but times out after ${formatDuration(timeoutMs)}: ${units === 1 ? '1 unit fails' : `${units} units fail`} while the remote tasks keep running.`,
    hint: `Set \`timeout:\` of ${names} to more than the longest time that such a task may take. The estimate assumes that it is long enough.`,
    ...(migrations.length === 1 ? { path: `migrations.${first.migration}` } : {}),
  };
}

/** Nobody expects anything to the millisecond. */
function roundedMs(ms: number): number {
  return Math.max(1_000, Math.round(ms / 1_000) * 1_000);
}
