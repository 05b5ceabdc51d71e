// Simulates many seeds: `npm run simulate -- --runs 1000000 --seed 1`. Ends with 1 at the first failing seed.
import { parseArgs } from 'node:util';
import { describeFailure, runSeeds } from './run-seeds.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const runs = Number(values.runs);
const first = Number(values.seed);
const chunk = 1_000;
const startedMs = performance.now();

console.log(`simulating seeds ${first} to ${first + runs - 1}`);
for (let done = 0; done < runs; done += chunk) {
  const failures = await runSeeds(first + done, Math.min(chunk, runs - done), () => 'stop');
  for (const failure of failures) console.error(describeFailure(failure));
  if (failures.length > 0) process.exit(1);
  const finished = Math.min(runs, done + chunk);
  console.log(`${finished} runs without a violation, ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
}
