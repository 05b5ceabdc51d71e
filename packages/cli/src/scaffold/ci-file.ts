import { posix } from 'node:path';
import { CLI_VERSION } from '../version.ts';
import { quoteWord } from '../views/command-line.ts';

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
 * A pipeline that checks and previews the plan on pull requests, applies it on the main branch, and resumes it in another
 * job when it stopped early. On pull requests, whose commits nobody has reviewed, it has keys that may only read and none
 * of the plan's secrets.
 */
export function ciFile(kind: CiKind, options: CiFileOptions): CiFile {
  return kind === 'github'
    ? { path: '.github/workflows/waybill.yml', text: githubWorkflow(options) }
    : { path: '.gitlab-ci.yml', text: gitlabPipeline(options) };
}

function githubWorkflow({ name, plan: file, secrets, credentials }: CiFileOptions): string {
  const path = JSON.stringify(file);
  const plan = quoteWord(file);
  const readonlyEnv = credentials.map((variable) => envLine(variable, `READONLY_${variable}`)).join('');
  const env = [...credentials, ...secrets].map((variable) => envLine(variable, variable)).join('');
  return `# Preview on pull requests, apply on the main branch, and start again by itself until it is done.
# Secrets of the repository: ${credentials.map((variable) => `READONLY_${variable}`).join(', ')}, keys that may only read.
# Secrets of the environment "production", which only main may use: ${[...credentials, ...secrets].join(', ')}.
name: waybill

on:
  pull_request:
    paths: [${path}]
  push:
    branches: [main]
    paths: [${path}]
  workflow_dispatch: # resume, after an approval or when a run ran out of time

permissions:
  contents: read

# One run at a time. A run that is cancelled has recorded all it did; the next one resumes.
concurrency:
  group: waybill-${name}-\${{ github.event_name == 'pull_request' && github.ref || 'apply' }}
  cancel-in-progress: false

jobs:
  preview:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: write
    steps:
      - uses: actions/checkout@11d5960a326750d5838078e36cf38b85af677262 # v4.4.0
        with: { persist-credentials: false }
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with: { node-version: 24 }
      - run: cd "$RUNNER_TEMP" && npm install --global --ignore-scripts @waybill/cli@${CLI_VERSION}
      - run: waybill validate ${plan}
      - run: waybill plan ${plan} --without-secrets --out "$RUNNER_TEMP/plan.waybill.json"
        env:
${readonlyEnv}      # Also when a check blocks: the preview says why.
      - if: always()
        run: cd "$RUNNER_TEMP" && if [ -f plan.waybill.json ]; then waybill comment plan.waybill.json; fi
        env:
          GITHUB_TOKEN: \${{ github.token }}

  apply:
    if: github.event_name != 'pull_request' && github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    environment: production
    timeout-minutes: 355
    permissions:
      contents: read
      actions: write
    steps:
      - uses: actions/checkout@11d5960a326750d5838078e36cf38b85af677262 # v4.4.0
        with: { persist-credentials: false }
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with: { node-version: 24 }
      - run: cd "$RUNNER_TEMP" && npm install --global --ignore-scripts @waybill/cli@${CLI_VERSION}
      # The state: what is done, and what a resumed run starts from. A cache of main is written by main alone.
      - uses: actions/cache/restore@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0
        with: { path: ${stateFolder(file)}, key: "waybill-${name}-\${{ github.run_id }}-\${{ github.run_attempt }}", restore-keys: waybill-${name}- }
      - id: run
        env:
${env}        run: |
          code=0
          if [ "$GITHUB_EVENT_NAME" = workflow_dispatch ]; then
            waybill resume ${plan} --max-runtime 5h30m || code=$?
          else
            waybill plan ${plan} --out plan.waybill.json
            waybill apply plan.waybill.json --max-runtime 5h30m || code=$?
          fi
          echo "code=$code" >> "$GITHUB_OUTPUT"
          # 3: waits for an approval. 4: out of time. Neither is a failure.
          case $code in 0|3|4) ;; *) exit "$code" ;; esac
      - if: always()
        uses: actions/cache/save@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0
        with: { path: ${stateFolder(file)}, key: "waybill-${name}-\${{ github.run_id }}-\${{ github.run_attempt }}" }
      - if: steps.run.outputs.code == '4'
        run: gh workflow run waybill.yml --ref "$GITHUB_REF_NAME"
        env:
          GH_TOKEN: \${{ github.token }}
`;
}

function envLine(variable: string, secret: string): string {
  return `          ${variable}: \${{ secrets.${secret} }}\n`;
}

function gitlabPipeline({ name, plan: file, secrets, credentials }: CiFileOptions): string {
  const path = JSON.stringify(file);
  const plan = quoteWord(file);
  return `# Preview on merge requests, apply on the main branch, resume by hand.
# Set as masked CI/CD variables, for environment waybill-preview: ${credentials.join(', ')}, keys that may only read,
# and for comments GITLAB_TOKEN, a project access token with the role Reporter and the scope api;
# for environment waybill-production, protected: ${[...credentials, ...secrets].join(', ')}.
stages: [preview, apply]

.waybill:
  image: node:24
  before_script:
    - (cd "$(mktemp -d)" && npm install --global --ignore-scripts @waybill/cli@${CLI_VERSION})

waybill preview:
  extends: .waybill
  stage: preview
  environment: { name: waybill-preview, action: access }
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      changes: [${path}]
  script:
    - waybill validate ${plan}
    - rm -rf plan.waybill.json
    - waybill plan ${plan} --without-secrets --out plan.waybill.json
  after_script:
    # Also when a check blocks: the preview says why. A job's own token may not write notes.
    - if [ -n "$GITLAB_TOKEN" ] && [ -f plan.waybill.json ]; then waybill comment plan.waybill.json; fi
  artifacts:
    when: always
    paths: [plan.waybill.json]

.waybill apply:
  extends: .waybill
  stage: apply
  environment: waybill-production
  # One run at a time. A run that is cancelled has recorded all it did; the next one resumes.
  resource_group: waybill-${name}
  timeout: 6h
  # The state: what is done, and what a resumed run starts from.
  cache: { key: waybill-${name}, paths: [${stateFolder(file)}/], when: always }
  # 3: waits for an approval. 4: out of time. Neither is a failure.
  allow_failure: { exit_codes: [3, 4] }

waybill apply:
  extends: .waybill apply
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: [${path}]
  script:
    - waybill plan ${plan} --out plan.waybill.json
    - waybill apply plan.waybill.json --max-runtime 5h30m

waybill resume:
  extends: .waybill apply
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      when: manual
  script:
    - waybill resume ${plan} --max-runtime 5h30m
`;
}

/** Where `apply` keeps the state, from the root of the repository. */
function stateFolder(plan: string): string {
  return JSON.stringify(posix.join(posix.dirname(plan), '.waybill')).slice(1, -1);
}
