// Lives of units whose checks all ask the same, for many seeds. Ends with 1 at the first failing seed.
import { parseArgs } from 'node:util';
import { liveFreshAnswers } from './fresh-answers.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const first = Number(values.seed);
for (let seed = first; seed < first + Number(values.runs); seed += 1) {
  const violations = await liveFreshAnswers(seed);
  for (const violation of violations) console.error(`seed ${seed}: ${violation}`);
  if (violations.length > 0) process.exit(1);
}
