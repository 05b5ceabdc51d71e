import { CLI_VERSION } from '../version.ts';
import { quoteWord } from '../views/command-line.ts';

export type CiKind = 'github' | 'gitlab';

export interface CiFileOptions {
  /** Name of the plan; its state and its runs are told apart by it. */
  readonly name: string;
  /** Path of the plan in the repository. */
  readonly plan: string;
  /** Names of the variables that the plan and its providers read. */
  readonly variables: readonly string[];
}

export interface CiFile {
  /** In the repository. */
  readonly path: string;
  readonly text: string;
}

/**
 * A pipeline that checks and previews the plan on pull requests, applies it on the main branch, and goes on with it in
 * another job when it stopped early.
 */
export function ciFile(kind: CiKind, options: CiFileOptions): CiFile {
  return kind === 'github'
    ? { path: '.github/workflows/waybill.yml', text: githubWorkflow(options) }
    : { path: '.gitlab-ci.yml', text: gitlabPipeline(options) };
}

function githubWorkflow({ name, plan: file, variables }: CiFileOptions): string {
  const path = JSON.stringify(file);
  const plan = quoteWord(file);
  return `# Preview on pull requests, apply on the main branch, and start again by itself until it is done.
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

# One run at a time. A run that is cancelled has recorded all it did; the next one goes on.
concurrency:
  group: waybill-${name}-\${{ github.event_name == 'pull_request' && github.ref || 'apply' }}
  cancel-in-progress: false

env:
${variables.map((variable) => `  ${variable}: \${{ secrets.${variable} }}`).join('\n')}

jobs:
  preview:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: write
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: npm install --global @waybill/cli@${CLI_VERSION}
      - run: waybill validate ${plan}
      - run: waybill plan ${plan} --out plan.waybill.json
      # Also when a check blocks: the preview says why.
      - if: always() && hashFiles('plan.waybill.json') != ''
        run: waybill comment plan.waybill.json
        env:
          GITHUB_TOKEN: \${{ github.token }}

  apply:
    if: github.event_name != 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 355
    permissions:
      contents: read
      actions: write
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: npm install --global @waybill/cli@${CLI_VERSION}
      # The state: what is done, and what a resumed run starts from.
      - uses: actions/cache/restore@v4
        with: { path: .waybill, key: "waybill-${name}-\${{ github.run_id }}-\${{ github.run_attempt }}", restore-keys: waybill-${name}- }
      - id: run
        run: |
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
        uses: actions/cache/save@v4
        with: { path: .waybill, key: "waybill-${name}-\${{ github.run_id }}-\${{ github.run_attempt }}" }
      - if: steps.run.outputs.code == '4'
        run: gh workflow run waybill.yml --ref "$GITHUB_REF_NAME"
        env:
          GH_TOKEN: \${{ github.token }}
`;
}

function gitlabPipeline({ name, plan: file, variables }: CiFileOptions): string {
  const path = JSON.stringify(file);
  const plan = quoteWord(file);
  return `# Preview on merge requests, apply on the main branch, resume by hand.
# Set as CI/CD variables, masked and protected: ${variables.join(', ')};
# for comments also GITLAB_TOKEN, an access token with the scope api.
stages: [preview, apply]

.waybill:
  image: node:24
  before_script:
    - npm install --global @waybill/cli@${CLI_VERSION}

waybill preview:
  extends: .waybill
  stage: preview
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      changes: [${path}]
  script:
    - waybill validate ${plan}
    - waybill plan ${plan} --out plan.waybill.json
  after_script:
    # Also when a check blocks: the preview says why. A job's own token may not write notes.
    - if [ -n "$GITLAB_TOKEN" ] && [ -f plan.waybill.json ]; then waybill comment plan.waybill.json; fi
  artifacts:
    when: always
    paths: [plan.waybill.json]

.waybill apply:
  extends: .waybill
  stage: apply
  # One run at a time. A run that is cancelled has recorded all it did; the next one goes on.
  resource_group: waybill-${name}
  timeout: 6h
  # The state: what is done, and what a resumed run starts from.
  cache: { key: waybill-${name}, paths: [.waybill/], when: always }
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
