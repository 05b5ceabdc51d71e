import { expect, it } from 'vitest';
import { checkTrace } from './check-trace.ts';
import { describeFailure, type SeedFailure } from './run-seeds.ts';
import { SECOND, simulateSpread } from './simulate-spread.ts';

it('units whose steps are on two connections of one account keep every promise, the limits of the account too', async () => {
  const failures: SeedFailure[] = [];
  const used = new Set<string>();
  for (let seed = 1; seed <= 120; seed += 1) {
    const trace = await simulateSpread(seed);
    for (const { provider } of trace.graph.steps) used.add(provider);
    const violations = checkTrace(trace);
    if (violations.length > 0) failures.push({ seed, scenario: trace.scenario, violations });
  }
  expect(failures.slice(0, 3).map(describeFailure)).toEqual([]);
  expect([...used].filter((alias) => alias.endsWith(SECOND))).toHaveLength(2);
});
