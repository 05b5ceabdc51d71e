import {
  HARMLESS,
  LOST_AFTER,
  LOST_BEFORE,
  type NamedFault,
  REFUSED,
  STRANGE_TASKS,
  TASK_FAILS,
  THROTTLED,
  WITHDRAWN,
} from './faults.ts';
import { countCalls, type Row } from './row.ts';
import { SCENARIOS, type Scenario, STARTED_AGAIN } from './scenarios.ts';

const PASSING: readonly NamedFault[] = [...HARMLESS, ...STRANGE_TASKS, ...THROTTLED, ...LOST_BEFORE, ...LOST_AFTER];
/** One fault of each sort: every later call meets them. */
const SAMPLE = PASSING.filter(({ name }) => !/^50[0245]|throttled with \d+$|html|truncated|huge|in time/.test(name));
/** Where a call in between differs from the first and the last: what the task shows, and what the answer lacks. */
const IN_BETWEEN = PASSING.filter(({ name }) => /hidden|unknown|without-ids/.test(name));

/** Where the call is among those of its operation. */
type Place = 'first' | 'between' | 'last';

interface PlacedRow extends Row {
  readonly place: Place;
}

/** The first call of each operation meets every fault, the last one of each sort, and those in between a few. */
export async function buildMatrix(): Promise<readonly PlacedRow[]> {
  const rows = await Promise.all([...SCENARIOS, ...STARTED_AGAIN].map(rowsOf));
  return rows.flat();
}

async function rowsOf(scenario: Scenario): Promise<readonly PlacedRow[]> {
  const calls = await countCalls(scenario);
  return Object.entries(scenario.operations).flatMap(([operation, role]) => {
    const count = calls.get(operation) ?? 1;
    const between = Array.from({ length: Math.max(0, count - 2) }, (_, index) => index + 2);
    const at = (call: number, place: Place, faults: readonly NamedFault[]) =>
      faults.map((fault): PlacedRow => ({ scenario, operation, role, fault, call, place }));
    return [
      ...at(1, 'first', [...PASSING, WITHDRAWN, REFUSED, TASK_FAILS]),
      ...between.flatMap((call) => at(call, 'between', IN_BETWEEN)),
      ...(count > 1 ? at(count, 'last', SAMPLE) : []),
    ];
  });
}

/**
 * Every effect of every scenario with every fault. Of the reads, every pair of operation and fault, of scenario and operation,
 * and of scenario and fault, at each place: the same read meets the same fault in most scenarios.
 */
export function choosePairs(rows: readonly PlacedRow[]): readonly Row[] {
  const met = new Set<string>();
  return rows.filter(({ scenario: { name }, operation, role, fault, place }) => {
    const pairs = [
      [operation, fault.name],
      [name, operation],
      [name, fault.name],
    ].map((pair) => [place, ...pair].join('\n'));
    const isNew = pairs.some((pair) => !met.has(pair));
    if (isNew || role === 'effect') for (const pair of pairs) met.add(pair);
    return isNew || role === 'effect';
  });
}
