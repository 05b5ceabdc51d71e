// Fetches the preview that was reviewed: by the commit it was made of, which after a merge is the head of the pull request.
import { join, normalize } from 'node:path';
import { env } from 'node:process';
import { call, fail, setOutput } from './api.mjs';
import { describeOwn, findArtifact } from './find-artifact.mjs';
import { planName } from './plan-name.mjs';
import { makeFolder, takeArtifact } from './take-artifact.mjs';

const name = planName(env);
const own = await describeOwn();
const sha = env.REVIEWED_SHA || (await findReviewedSha());
if (!/^[0-9a-f]{40}$/.test(sha)) fail(`${sha} is not a whole commit id.`);
const artifact = await findArtifact(`waybill-preview-${name}-${sha}`, own, { kind: 'preview', sha });
if (artifact === undefined)
  fail(
    `There is no preview of ${name} for commit ${sha}. Did the plan job run for it, and is its artifact still kept?`,
  );
const path = join(makeFolder(), `${name}.preview.json`);
refuseOtherPlan(await takeArtifact(artifact, `${name}.preview.json`, path));
setOutput('preview', path);
setOutput('reviewed-sha', sha);
setOutput('report-artifact', `waybill-report-${name}-${sha}`);

/** `waybill apply --plan` refuses it as well; here nothing of it has been looked at by anyone yet. */
function refuseOtherPlan(content) {
  const { file, environment = '' } = planOf(content) ?? {};
  if (typeof file !== 'string' || normalize(file) !== normalize(env.PLAN))
    fail(`The preview is of plan ${JSON.stringify(file)} and not of ${env.PLAN}. It was not used.`);
  const wanted = env.PLAN_ENVIRONMENT ?? '';
  if (environment !== wanted)
    fail(
      `The preview is for environment ${JSON.stringify(environment)} and not for ${JSON.stringify(wanted)}. It was not used.`,
    );
}

function planOf(content) {
  try {
    return JSON.parse(content.toString('utf8')).plan;
  } catch {
    return fail('The preview is not whole JSON. It was not used.');
  }
}

/** A preview of a fork is never applied, so that its commit is of no use here. */
async function findReviewedSha() {
  const pulls = await call(`commits/${env.GITHUB_SHA}/pulls`);
  const merged = pulls
    .filter(
      ({ merged_at: at, base }) => at !== null && base.ref === own.defaultBranch && base.repo.id === own.repositoryId,
    )
    .at(-1);
  if (merged === undefined)
    return fail(`Commit ${env.GITHUB_SHA} came from no merged pull request. Give the action reviewed-sha.`);
  if (merged.head.repo?.id === own.repositoryId) return merged.head.sha;
  return fail(
    'The pull request came from a fork, whose previews are not accepted. Have its commits previewed on a branch of this repository, and give the action reviewed-sha.',
  );
}
