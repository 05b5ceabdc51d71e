// Finds the preview that was reviewed: by the commit it was made of, which after a merge is the head of the pull request.
import { basename, extname } from 'node:path';
import { env } from 'node:process';
import { call, fail, findArtifact, setOutput } from './api.mjs';

const name = basename(env.PLAN, extname(env.PLAN));
const sha = env.REVIEWED_SHA || (await findReviewedSha());
const artifact = await findArtifact(`waybill-preview-${name}-${sha}`);
if (artifact === undefined)
  fail(
    `There is no preview of ${name} for commit ${sha}. Did the plan job run for it, and is its artifact still kept?`,
  );
setOutput('artifact', artifact.name);
setOutput('run-id', artifact.workflow_run.id);
setOutput('preview', `${name}.preview.json`);
setOutput('reviewed-sha', sha);
setOutput('state-artifact', `waybill-state-${name}`);
setOutput('report-artifact', `waybill-report-${name}-${sha}`);

async function findReviewedSha() {
  const pulls = await call(`commits/${env.GITHUB_SHA}/pulls`);
  const merged = pulls.filter(({ merged_at: at }) => at !== null).at(-1);
  if (merged === undefined)
    fail(`Commit ${env.GITHUB_SHA} came from no merged pull request. Give the action reviewed-sha.`);
  return merged.head.sha;
}
