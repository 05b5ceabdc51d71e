import { posix } from 'node:path';
import { CLI_VERSION } from '../version.ts';

export type CiKind = 'github' | 'gitlab';

export interface CiFileOptions {
  /** Name of the plan; its state and its runs are distinguished by it. */
  readonly name: string;
  /** Path of the plan in the repository. */
  readonly plan: string;
  /** Names of the variables that hold the secrets of the plan. */
  readonly secrets: readonly string[];
  /** Names of the variables that hold the keys of its providers. */
  readonly credentials: readonly string[];
}

export interface CiFile {
  /** In the repository. */
  readonly path: string;
  readonly text: string;
}

/**
 * A pipeline that previews the plan on pull requests and, once merged, applies exactly the preview that was reviewed. It
 * uses the templates of `templates/ci/`, which take state and preview from trusted jobs only; on pull requests, whose commits nobody
 * has reviewed, it has keys that may only read and none of the plan's secrets.
 */
export function ciFile(kind: CiKind, options: CiFileOptions): CiFile {
  return kind === 'github'
    ? { path: '.github/workflows/waybill.yml', text: githubWorkflow(options) }
    : { path: '.gitlab-ci.yml', text: gitlabPipeline(options) };
}

/** A tag can be moved, a commit cannot; which commit is trusted is for the user to say. */
const RELEASE_COMMIT = '0'.repeat(40);

function githubWorkflow({ name, plan, secrets, credentials }: CiFileOptions): string {
  const path = JSON.stringify(plan);
  const paths = watchedBy(plan, '**');
  const all = [...credentials, ...secrets];
  return `# Before the first run, replace the zeros with the commit of the Waybill release that you use.
# On a pull request: preview, comment, keep the preview. On merge: apply exactly that preview; stop before the job's
# deadline and resume in the next job. The state is an artifact of the repository; see docs/ci.md of Waybill.
# Secrets of the repository: ${credentials.map((variable) => `READONLY_${variable}`).join(', ')}, keys that may only read.
# Secrets of the environment "production", which only main may use: ${all.join(', ')}.
name: waybill

on:
  pull_request:
    paths: [${paths}]
  push:
    branches: [main]
    paths: [${paths}]
  workflow_dispatch: # after an approval, or when a chain of jobs has ended
    inputs:
      reviewed_sha:
        description: The commit whose preview is applied. Empty for the head of the merged pull request.
        default: ''
      round:
        default: '1'

permissions: {}

# One run at a time, and none is cancelled by a newer one.
concurrency:
  group: waybill-${name}-\${{ github.event_name == 'pull_request' && github.ref || 'apply' }}
  cancel-in-progress: false

jobs:
  plan:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    permissions:
      contents: read
      actions: read
      pull-requests: write
    steps:
${CHECKOUT}      - uses: acme/waybill/templates/ci/github/plan@${RELEASE_COMMIT}
        with:
          plan: ${path}
          version: ${CLI_VERSION}
          keys: |
${credentials.map((variable) => keyLine(variable, `READONLY_${variable}`)).join('')}
  apply:
    if: github.event_name != 'pull_request' && github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    environment: production
    permissions:
      contents: read
      actions: write
      pull-requests: read
    steps:
${CHECKOUT}      - uses: acme/waybill/templates/ci/github/apply@${RELEASE_COMMIT}
        with:
          plan: ${path}
          version: ${CLI_VERSION}
          keys: |
${all.map((variable) => keyLine(variable, variable)).join('')}          reviewed-sha: \${{ inputs.reviewed_sha }}
          round: \${{ inputs.round || '1' }}
          continue-with: waybill.yml
`;
}

const CHECKOUT = `      - uses: actions/checkout@11d5960a326750d5838078e36cf38b85af677262 # v4.4.0
        with: { persist-credentials: false }
`;

/** Its inventories and its files of values are a part of a plan as well: they are in its folder or below. */
function watchedBy(plan: string, below: string): string {
  const folder = posix.dirname(plan);
  const patterns = folder === '.' ? [plan, '*.csv', '*.json', '*.yaml'] : [`${folder}/${below}`];
  return patterns.map((pattern) => JSON.stringify(pattern)).join(', ');
}

function keyLine(variable: string, secret: string): string {
  return `            ${variable}=\${{ secrets.${secret} }}\n`;
}

function gitlabPipeline({ name, plan, secrets, credentials }: CiFileOptions): string {
  const path = JSON.stringify(plan);
  const paths = watchedBy(plan, '**/*');
  return `# Before the first run, replace the zeros with the commit of the Waybill release that you use.
# On a merge request: preview, comment, keep the preview. On the default branch: apply exactly that preview; stop before
# the job's deadline and resume by a retry of the job. See docs/ci.md of Waybill.
# Set as masked CI/CD variables, for environment waybill-preview: ${credentials.join(', ')}, keys that may only read,
# and GITLAB_TOKEN, a project access token with the role Reporter and the scope api, which writes the comment;
# for environment waybill-production, protected: ${[...credentials, ...secrets].join(', ')},
# and GITLAB_TOKEN, a token with the scope read_api.
include:
  - remote: https://raw.githubusercontent.com/acme/waybill/${RELEASE_COMMIT}/templates/ci/gitlab/waybill.gitlab-ci.yml

variables:
  WAYBILL_PLAN: ${path}
  WAYBILL_VERSION: ${CLI_VERSION}
  # The state: what is done, and what a resumed run starts from. A directory that outlives jobs, on a runner of your own
  # that takes jobs of protected branches only.
  WAYBILL_STATE_DIR: /srv/waybill/$CI_PROJECT_PATH_SLUG

waybill plan:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      changes: [${paths}]

waybill apply:
  resource_group: waybill-${name}
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: [${paths}]
`;
}
