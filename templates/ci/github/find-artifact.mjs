// Finds the newest artifact of a name whose origin is right, however many others are in front of it.
import { env } from 'node:process';
import { call, escapeMessage, fail } from './api.mjs';
import { refuseOrigin } from './artifact-origin.mjs';

const PAGE_SIZE = 100;
const MAX_PAGES = 100;

/** Repository, default branch and workflow of this job. */
export async function describeOwn() {
  const [repository, run] = [await call(''), await call(`actions/runs/${env.GITHUB_RUN_ID}`)];
  return { repositoryId: repository.id, defaultBranch: repository.default_branch, workflowId: run.workflow_id };
}

/** Undefined when there is none. Others of the name are noted in the log; more of them than can be read end the step. */
export async function findArtifact(name, own, wanted) {
  const refusals = new Map();
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const path = `actions/artifacts?name=${encodeURIComponent(name)}&per_page=${PAGE_SIZE}&page=${page}`;
    const { artifacts } = await call(path);
    const kept = artifacts.filter((artifact) => artifact.name === name && !artifact.expired);
    // Within a page only: GitHub lists the newest first.
    for (const artifact of kept.toSorted((left, right) => right.created_at.localeCompare(left.created_at))) {
      const reason = await refuse(artifact, own, wanted);
      if (reason === undefined) return note(refusals, artifact);
      refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
    }
    if (artifacts.length < PAGE_SIZE) return note(refusals, undefined);
  }
  return fail(
    `More than ${PAGE_SIZE * MAX_PAGES} artifacts are named ${name}. Delete those that are not of this workflow.`,
  );
}

/** The listing settles most of them; only what is left costs a call each. */
async function refuse({ workflow_run: listed }, own, wanted) {
  if (listed?.head_repository_id !== own.repositoryId) return 'is of a fork';
  return refuseOrigin(await call(`actions/runs/${listed.id}`), own, wanted);
}

function note(refusals, artifact) {
  for (const [reason, count] of refusals) {
    console.log(`::warning::${escapeMessage(`Ignored ${count} of this name: the artifact ${reason}.`)}`);
  }
  return artifact;
}
