import { checkTrace } from './check-trace.ts';
import { buildScenario, type Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';

export interface SeedFailure {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly violations: readonly string[];
}

/** Simulates `count` seeds from `first` on and returns those in which something was seen that must never be. */
export async function runSeeds(
  first: number,
  count: number,
  onFailure: (failure: SeedFailure) => 'go-on' | 'stop' = () => 'go-on',
): Promise<readonly SeedFailure[]> {
  const failures: SeedFailure[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    const scenario = buildScenario(seed);
    const violations = checkTrace(await simulate(scenario));
    if (violations.length === 0) continue;
    const failure = { seed, scenario, violations };
    failures.push(failure);
    if (onFailure(failure) === 'stop') break;
  }
  return failures;
}

/** What a person needs of a failing seed: what was seen, what was done to the run, and a test to keep. */
export function describeFailure({ seed, scenario, violations }: SeedFailure): string {
  return [
    `seed ${seed}:`,
    ...violations.map((violation) => `  ${violation}`),
    `  crashes: ${JSON.stringify(scenario.crashes)}`,
    `  faults: ${JSON.stringify(scenario.faults)}`,
    '',
    '  // A regression test, for test/sim/regressions.test.ts:',
    `  it('${(violations[0] ?? '').replaceAll("'", '')} (seed ${seed})', async () => {`,
    `    expect(checkTrace(await simulate(buildScenario(${seed})))).toEqual([]);`,
    '  });',
  ].join('\n');
}
