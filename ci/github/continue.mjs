// Starts the next job of the chain, on the same reviewed preview.
import { env } from 'node:process';
import { call, fail } from './api.mjs';

const round = Number(env.ROUND);
if (round >= Number(env.MAX_ROUNDS))
  fail(`Stopped after ${round} jobs in a row. Start the workflow by hand to resume.`);
await call(`actions/workflows/${encodeURIComponent(env.WORKFLOW)}/dispatches`, {
  method: 'POST',
  body: JSON.stringify({
    ref: env.GITHUB_REF_NAME,
    inputs: { reviewed_sha: env.REVIEWED_SHA, round: String(round + 1) },
  }),
});
console.log(`Job ${round + 1} resumes.`);
