// Starts the next job of the chain, on the same reviewed preview, and for the environment that has work left alone.
import { env } from 'node:process';
import { call, fail } from './api.mjs';

const round = Number(env.ROUND);
if (round >= Number(env.MAX_ROUNDS))
  fail(`Stopped after ${round} jobs in a row. Start the workflow by hand to resume.`);
const environment = env.PLAN_ENVIRONMENT ?? '';
await call(`actions/workflows/${encodeURIComponent(env.WORKFLOW)}/dispatches`, {
  method: 'POST',
  body: JSON.stringify({
    ref: env.GITHUB_REF_NAME,
    inputs: {
      reviewed_sha: env.REVIEWED_SHA,
      round: String(round + 1),
      ...(environment === '' ? {} : { environment }),
    },
  }),
});
console.log(`Job ${round + 1} resumes${environment === '' ? '' : ` environment ${environment}`}.`);
