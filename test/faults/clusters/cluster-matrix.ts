import { createSeededRandom } from '@waybill/core/testing';
import { CLUSTER_FAULTS } from './cluster-faults.ts';
import { CLUSTER_SCENARIOS, type ClusterScenario } from './cluster-scenarios.ts';
import { type ClusterRow, countCalls } from './play-row.ts';

/** Which of equal pairs are tried in every run of the tests. */
const SEED = 11;

/** The first and the last call of every operation of every scenario, with every fault that its answer can have. */
export async function buildClusterMatrix(): Promise<readonly ClusterRow[]> {
  const rows: ClusterRow[] = [];
  for (const scenario of CLUSTER_SCENARIOS) rows.push(...(await rowsOf(scenario)));
  return rows;
}

async function rowsOf(scenario: ClusterScenario): Promise<readonly ClusterRow[]> {
  const calls = await countCalls(scenario);
  return [...calls].flatMap(([operation, count]) =>
    CLUSTER_FAULTS.filter(({ operations }) => operations?.includes(operation) !== false).flatMap((fault) =>
      [...new Set([1, count])].map((nth) => ({ scenario, operation, nth, fault })),
    ),
  );
}

/** Every call of every operation of every scenario, with every fault that its answer can have. */
export async function buildLastingMatrix(): Promise<readonly ClusterRow[]> {
  const rows = await buildClusterMatrix();
  return rows
    .filter(({ nth, fault }) => nth === 1 && fault.family !== 'restart')
    .map((row) => ({ ...row, nth: 'every' as const }));
}

/** Every operation with every sort of fault, every scenario with every sort, and each fault, all in mixed order. */
export function choosePairs(rows: readonly ClusterRow[]): readonly ClusterRow[] {
  const random = createSeededRandom(SEED);
  const mixed = rows
    .map((row) => ({ row, place: random.fraction() }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ row }) => row);
  const met = new Set<string>();
  return mixed.filter((row) => {
    const isNew = pairsOf(row).some((pair) => !met.has(pair));
    if (isNew) for (const pair of pairsOf(row)) met.add(pair);
    return isNew;
  });
}

export function pairsOf({ scenario: { name }, operation, fault }: ClusterRow): readonly string[] {
  return [`${operation}: ${fault.family}`, `${name}: ${fault.family}`, fault.name];
}

export function titleOf({ scenario, operation, nth, fault }: ClusterRow): string {
  return `${scenario.name}, ${operation}, ${nth === 'every' ? 'every call' : `call ${nth}`}: ${fault.name}`;
}
