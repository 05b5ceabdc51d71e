// Which artifacts may be trusted. Anyone can open a pull request from a fork, and its run can upload an artifact of any
// name to this repository: a name proves nothing, and newer is not better.

/** Events whose runs are of the default branch's own code. */
const STATE_EVENTS = new Set(['push', 'workflow_dispatch', 'schedule']);

/**
 * Why an artifact is not the one that is wanted; undefined when it is. `run` is the run that uploaded it, as the API shows
 * it, `own` the repository and the workflow of this job. A state is of the default branch; a preview of one exact
 * commit, and of one branch where that is named.
 */
export function refuseOrigin(run, own, wanted) {
  if (run.repository?.id !== own.repositoryId) return 'is of another repository';
  if (run.head_repository?.id !== own.repositoryId) return 'is of a fork';
  if (run.workflow_id !== own.workflowId) return 'is of another workflow';
  if (wanted.kind === 'state') {
    if (!STATE_EVENTS.has(run.event)) return `is of a run for ${run.event}`;
    if (run.head_branch !== own.defaultBranch) return `is of branch ${run.head_branch}`;
    return undefined;
  }
  if (run.event !== 'pull_request') return `is of a run for ${run.event}`;
  if (run.head_sha !== wanted.sha) return `is of commit ${run.head_sha}`;
  if (wanted.branch !== undefined && run.head_branch !== wanted.branch) return `is of branch ${run.head_branch}`;
  return undefined;
}
