import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Sandbox, startSandbox } from '@waybill/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SECRETS, SHOP_PLAN } from '../../packages/cli/src/testing/sandbox-session.ts';
import { FakeGithub } from './support/fake-github.ts';
import { findWorkflowErrors } from './support/find-workflow-errors.ts';
import { type ActionRun, type RunActionOptions, runAction } from './support/run-action.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CI = join(ROOT, 'ci');
const HEAD = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const MERGE = 'ffb2c3d4e5f60718293a4b5c6d7e8f9012345678';
/** Orders only: no gate stops the run. */
const PLAN = SHOP_PLAN.slice(0, SHOP_PLAN.indexOf('  sessions:'));

let folder: string;
let sandbox: Sandbox;
let github: FakeGithub;
let runs = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-ci-'));
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin', 'waybill');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'packages/cli/src/main.ts')}' "$@"\n`);
  chmodSync(command, 0o755);
  sandbox = await startSandbox({
    seed: 3,
    durations: { alicloudPendingMs: 20, alicloudRunningMs: 60, jitterFraction: 0 },
  });
  github = await FakeGithub.open();
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A job on a fresh checkout of the repository. */
async function runJob(
  action: 'plan' | 'apply',
  more: Partial<RunActionOptions> & { readonly plan?: string } = {},
): Promise<ActionRun> {
  runs += 1;
  const workspace = join(folder, `job-${runs}`, 'work');
  mkdirSync(workspace, { recursive: true });
  writeFileSync(
    join(workspace, 'shop.yaml'),
    (more.plan ?? PLAN).replace(
      'endpoint: { description: Address of the APIs }',
      `endpoint: { default: "${sandbox.url}" }`,
    ),
  );
  const { alicloud, huaweicloud } = sandbox.credentials;
  return await runAction({
    action,
    workspace,
    github,
    runId: runs,
    sha: action === 'plan' ? HEAD : MERGE,
    event: action === 'plan' ? { pull_request: { number: 12, head: { sha: HEAD } } } : {},
    env: {
      ...SECRETS,
      PATH: `${join(folder, 'bin')}${delimiter}${join(process.execPath, '..')}${delimiter}/usr/bin${delimiter}/bin`,
      LANG: 'C.UTF-8',
      ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret,
      HUAWEICLOUD_SDK_AK: huaweicloud.accessKey,
      HUAWEICLOUD_SDK_SK: huaweicloud.secretKey,
    },
    ...more,
    inputs: { plan: 'shop.yaml', ...more.inputs },
  });
}

function created(): readonly number[] {
  return Object.values(sandbox.control.state().alicloud.created);
}

describe('from a pull request to the report', () => {
  test('plan, comment, apply what was reviewed, stop at the deadline, go on in the next job', async () => {
    const plan = await runJob('plan');
    expect(plan, plan.log).toMatchObject({
      succeeded: true,
      outputs: { 'exit-code': '2', preview: 'shop.preview.json' },
    });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain('2 to do');
    expect(created()).toEqual([]);
    await runJob('plan');
    expect(github.comments).toHaveLength(1);

    github.mergedHeads.set(MERGE, HEAD);
    sandbox.control.setDurations({ alicloudRunningMs: 2_500 });
    const first = await runJob('apply', { inputs: { 'max-runtime': '1s', 'continue-with': 'waybill.yml' } });
    expect(first, first.log).toMatchObject({ succeeded: true, outputs: { 'exit-code': '4' } });
    expect(github.dispatches).toEqual([
      { workflow: 'waybill.yml', ref: 'main', inputs: { reviewed_sha: HEAD, round: '2' } },
    ]);
    const second = await runJob('apply', { inputs: { 'reviewed-sha': HEAD, round: '2' } });
    expect(second, second.log).toMatchObject({ succeeded: true, outputs: { 'exit-code': '0' } });
    expect(created()).toEqual([1, 1]);
    expect(github.artifactNames).toEqual([
      `waybill-preview-shop-${HEAD}`,
      `waybill-preview-shop-${HEAD}`,
      'waybill-state-shop',
      `waybill-report-shop-${HEAD}`,
      'waybill-state-shop',
      `waybill-report-shop-${HEAD}`,
    ]);
  }, 60_000);

  test('a job that is cancelled in the middle leaves a state that the next one resumes', async () => {
    await runJob('plan');
    github.mergedHeads.set(MERGE, HEAD);
    sandbox.control.setDurations({ alicloudRunningMs: 2_500 });
    let step = 0;
    let isCancelled = false;
    // As a runner cancels: SIGINT to the step's own process, once the first task is there.
    const watch = setInterval(() => {
      if (isCancelled || created().length === 0) return;
      isCancelled = true;
      process.kill(step, 'SIGINT');
    }, 20);
    const job = await runJob('apply', {
      onStep: (pid) => {
        step = pid;
      },
    });
    clearInterval(watch);
    expect(isCancelled, job.log).toBe(true);
    expect(job.outputs['exit-code']).toBe('4');
    const next = await runJob('apply');
    expect(next, next.log).toMatchObject({ succeeded: true, outputs: { 'exit-code': '0' } });
    expect(created()).toEqual([1, 1]);
  }, 60_000);

  test('a plan that was changed after its review, and a commit without one, do nothing', async () => {
    await runJob('plan');
    const unknown = await runJob('apply');
    expect(unknown.succeeded).toBe(false);
    expect(unknown.log).toContain('came from no merged pull request');
    github.mergedHeads.set(MERGE, HEAD);
    const changed = await runJob('apply', { plan: PLAN.replace('orders-2025', 'orders-2026') });
    expect(changed).toMatchObject({ succeeded: false, outputs: { 'exit-code': '6' } });
    expect(created()).toEqual([]);
    const other = await runJob('apply', { inputs: { 'reviewed-sha': MERGE } });
    expect(other.log).toContain(`There is no preview of shop for commit ${MERGE}.`);
  }, 60_000);

  test('a plan with mistakes fails the job and comments nothing', async () => {
    const { succeeded, outputs, log } = await runJob('plan', { plan: PLAN.replace('for_each', 'for_eech') });
    expect([succeeded, outputs['exit-code'], github.comments]).toEqual([false, '1', []]);
    expect(log).toContain('did you mean');
  }, 30_000);

  test('a chain of jobs has an end', async () => {
    await runJob('plan');
    sandbox.control.setDurations({ alicloudRunningMs: 2_500 });
    const inputs = { 'max-runtime': '1s', 'continue-with': 'waybill.yml', 'reviewed-sha': HEAD, round: '20' };
    const { succeeded, log } = await runJob('apply', { inputs });
    expect(succeeded).toBe(false);
    expect(log).toContain('Stopped after 20 jobs in a row.');
    expect(github.dispatches).toEqual([]);
  }, 30_000);
});

describe('the files', () => {
  test('the workflow is one by GitHub’s own parser, and gives the actions what they take', async () => {
    const content = readFileSync(join(CI, 'github', 'workflow.yml'), 'utf8');
    expect(await findWorkflowErrors(content)).toEqual([]);
    expect(await findWorkflowErrors(content.replace('runs-on:', 'runs-at:'))).not.toEqual([]);
    const workflow = parse(content) as { jobs: Record<string, { steps: { uses: string; with?: object }[] }> };
    const used = Object.values(workflow.jobs).flatMap(({ steps }) =>
      steps.filter(({ uses }) => uses.includes('waybill')),
    );
    expect(used).toHaveLength(2);
    for (const { uses, with: given = {} } of used) {
      const name = /ci\/github\/(\w+)@/.exec(uses)?.[1] ?? '';
      const { inputs } = parse(readFileSync(join(CI, 'github', name, 'action.yml'), 'utf8')) as { inputs: object };
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    }
  });

  test('nothing from outside is put into a script by an expression', () => {
    for (const action of ['plan', 'apply']) {
      const text = readFileSync(join(CI, 'github', action, 'action.yml'), 'utf8');
      const {
        runs: { steps },
      } = parse(text) as { runs: { steps: { run?: string }[] } };
      for (const { run = '' } of steps) expect(run).not.toContain('${{');
    }
    expect(readdirSync(join(CI, 'github')).filter((name) => name.endsWith('.sh'))).toEqual(['apply.sh', 'plan.sh']);
  });
});
