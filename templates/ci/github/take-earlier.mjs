// Fetches the preview that the push before had on this pull request, for the comment to say what changed since. It is only
// compared, never applied; none is fine: the first push has none, and a preview may not have been made.
import { join } from 'node:path';
import { env } from 'node:process';
import { setOutput } from './api.mjs';
import { describeOwn, findArtifact } from './find-artifact.mjs';
import { planName } from './plan-name.mjs';
import { makeFolder, takeArtifact } from './take-artifact.mjs';

const name = planName(env);
const sha = env.BEFORE_SHA ?? '';
if (/^[0-9a-f]{40}$/.test(sha) && sha !== env.HEAD_SHA) {
  const wanted = { kind: 'preview', sha, branch: env.HEAD_BRANCH };
  const artifact = await findArtifact(`waybill-preview-${name}-${sha}`, await describeOwn(), wanted);
  if (artifact !== undefined) {
    const path = join(makeFolder(), `${name}.preview.json`);
    await takeArtifact(artifact, `${name}.preview.json`, path);
    setOutput('path', path);
  }
}
