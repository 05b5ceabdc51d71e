import { builtInRegistry } from '@waybill/node';
import { RehearsalWorld } from '@waybill/rehearsal';
import { compileText } from '../support/apply-text.ts';
import type { Row } from '../support/row.ts';
import { waitingIndices, waitingInstances } from '../support/waiting-plans.ts';

const WAITING = [1, 10, 100, 500] as const;
const INTERVAL_MS = 30_000;
const TASK_MS = 60 * 60_000;
/** By then every task has been created and waits, and none is done yet. */
const FROM_MS = 20 * 60_000;
const INTERVALS = 60;

/** Calls that waiting takes, by how many tasks wait: real engine and adapters on a virtual clock, so nothing is noisy. */
export async function benchPolling(): Promise<readonly Row[]> {
  return [
    growthRow('data tasks of one instance', await countAll(waitingIndices)),
    growthRow('DCS tasks of one project', await countAll(waitingInstances)),
  ];
}

async function countAll(planOf: (waiting: number) => string): Promise<readonly number[]> {
  const counts: number[] = [];
  for (const waiting of WAITING) counts.push(await callsPerInterval(planOf(waiting)));
  return counts;
}

/** All calls, whatever they ask, in a time in which nothing is done but wait. */
async function callsPerInterval(text: string): Promise<number> {
  const world = new RehearsalWorld({
    ...compileText(text),
    registry: builtInRegistry,
    seed: 1,
    interrupt: () => 'none',
  });
  const { control } = world.sandbox;
  control.setDurations({ alicloudRunningMs: TASK_MS, dcsFullSyncMs: TASK_MS, jitterFraction: 0 });
  const { outcome } = await world.run();
  if (outcome !== 'succeeded') throw new Error(`the run ${outcome}`);
  const requests = control.requests();
  const startMs = (requests[0]?.atMs ?? 0) + FROM_MS;
  const inTime = requests.filter(({ atMs }) => atMs >= startMs && atMs < startMs + INTERVALS * INTERVAL_MS);
  return inTime.length / INTERVALS;
}

function growthRow(what: string, counts: readonly number[]): Row {
  const [alone = Number.NaN] = counts;
  const most = Math.max(...counts);
  return {
    what: `polling of ${what}: calls in each interval, ${WAITING.at(-1)} waiting against one`,
    measured: `${(most / alone).toFixed(2)} ×`,
    bar: '≤ 1 ×',
    isHeld: most <= alone,
    detail: `${counts.map((count) => count.toFixed(2)).join(', ')} calls with ${WAITING.join(', ')} waiting`,
  };
}
