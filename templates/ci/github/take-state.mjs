// Fetches the newest state that a run of the default branch has left. None is fine before the first apply; anything else
// that goes wrong ends the job: without its state, a plan would be started from the beginning.
import { join } from 'node:path';
import { env } from 'node:process';
import { call, fail, setOutput } from './api.mjs';
import { describeOwn, findArtifact } from './find-artifact.mjs';
import { planName } from './plan-name.mjs';
import { makeFolder, takeArtifact } from './take-artifact.mjs';

const name = planName(env);
const path = join(makeFolder(), `${name}.db`);
const own = await describeOwn();
const artifact = await findArtifact(`waybill-state-${name}`, own, { kind: 'state' });
if (artifact !== undefined) {
  await refuseStrayCommit(artifact.workflow_run.head_sha);
  await takeArtifact(artifact, `${name}.db`, path);
}
setOutput('path', path);
setOutput('artifact', `waybill-state-${name}`);
console.log(
  artifact === undefined
    ? `No state of ${name} is kept: it was never applied here.`
    : `State of ${name} from ${artifact.created_at}.`,
);

/** A tag can bear the name of the default branch; its commits are not on it. */
async function refuseStrayCommit(sha) {
  const { status } = await call(`compare/${encodeURIComponent(own.defaultBranch)}...${sha}`);
  if (status === 'identical' || status === 'behind') return;
  fail(
    `The newest state of ${name} is of commit ${sha}, which ${own.defaultBranch} does not have. Delete that artifact if it is not yours; it was not used, and nothing was done without it.`,
  );
}
