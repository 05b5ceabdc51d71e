import { parseArgs } from 'node:util';

/** Lives many seeds through, as `--runs` and `--seed` say. Ends with 1 at the first one that has violations, and prints them. */
export async function runCampaign(live: (seed: number) => Promise<readonly string[]>): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
  });
  const first = Number(values.seed);
  for (let seed = first; seed < first + Number(values.runs); seed += 1) {
    const violations = await live(seed);
    for (const violation of violations) console.error(`seed ${seed}: ${violation}`);
    if (violations.length > 0) process.exit(1);
  }
}
