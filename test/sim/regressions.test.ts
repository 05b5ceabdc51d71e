import { expect, it } from 'vitest';
import { checkTrace } from './check-trace.ts';
import { describeFailure, runSeeds } from './run-seeds.ts';
import { buildScenario } from './scenario.ts';
import { simulate } from './simulate.ts';

// Seeds that failed once, as `npm run simulate` prints them. A change of the scenarios makes other ones of them.
it.each([5, 168, 1024, 2060])('names that begin alike, and lost answers (seed %i)', async (seed) => {
  expect(checkTrace(await simulate(buildScenario(seed)))).toEqual([]);
});

it('a copy from before the first run is put back within a second of a death (seed 8623540426)', async () => {
  expect(checkTrace(await simulate(buildScenario(8_623_540_426)))).toEqual([]);
});

it('a create whose answer was lost is refused when it is repeated, and keeps its place (seed 8254678575)', async () => {
  expect(checkTrace(await simulate(buildScenario(8_254_678_575)))).toEqual([]);
});

it.each([18_938_728_348, 4547, 6497, 14181])(
  'an operator takes over the index tasks of which a copy from before the first run has no record (seed %i)',
  async (seed) => {
    expect(checkTrace(await simulate(buildScenario(seed)))).toEqual([]);
  },
);

it('a failing seed prints what was seen, what was done to the run, and a test to keep', async () => {
  const scenario = buildScenario(7);
  const text = describeFailure({ seed: 7, scenario, violations: ["it's broken", 'twice'] });
  expect(text).toContain("seed 7:\n  it's broken\n  twice\n");
  expect(text).toContain(JSON.stringify(scenario.crashes));
  expect(text).toContain(
    "  it('its broken (seed 7)', async () => {\n    expect(checkTrace(await simulate(buildScenario(7)))).toEqual([]);",
  );
  // The printed call is the one that the command makes.
  expect(await runSeeds(7, 1)).toEqual([]);
});
