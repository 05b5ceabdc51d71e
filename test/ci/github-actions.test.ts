import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Sandbox, startSandbox } from '@waybill/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { runCli } from '../../packages/cli/src/run-cli.ts';
import { ciFile } from '../../packages/cli/src/scaffold/ci-file.ts';
import { FakeIo } from '../../packages/cli/src/testing/fake-io.ts';
import { SECRETS, SHOP_PLAN } from '../../packages/cli/src/testing/sandbox-session.ts';
import { commandProgram } from '../e2e/support/command-program.ts';
import { COMPILE_CACHE } from '../e2e/support/processes.ts';
import type { ZipEntry } from './support/build-zip.ts';
import { fill } from './support/evaluate.ts';
import { FakeGithub, OWN_REPOSITORY, OWN_WORKFLOW, type WorkflowRun } from './support/fake-github.ts';
import { findWorkflowErrors } from './support/find-workflow-errors.ts';
import { type ActionRun, type RunActionOptions, runAction } from './support/run-action.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CI = join(ROOT, 'templates', 'ci');
const HEAD = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const MERGE = 'ffb2c3d4e5f60718293a4b5c6d7e8f9012345678';
const OWN_PLAN_RUN: WorkflowRun = {
  id: 900,
  event: 'pull_request',
  branch: 'move-orders',
  sha: HEAD,
  repository: OWN_REPOSITORY,
  workflow: OWN_WORKFLOW,
};
const OWN_APPLY_RUN: WorkflowRun = { ...OWN_PLAN_RUN, id: 901, event: 'push', branch: 'main', sha: MERGE };

const DURATIONS = { alicloudPendingMs: 20, alicloudRunningMs: 60, jitterFraction: 0 };
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
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${commandProgram()}' "$@"\n`);
  chmodSync(command, 0o755);
  sandbox = await startSandbox({ seed: 3, durations: DURATIONS });
  github = await FakeGithub.open();
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

function keysOf({ credentials: { alicloud, huaweicloud } }: Sandbox): Readonly<Record<string, string>> {
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret,
    HUAWEICLOUD_SDK_AK: huaweicloud.accessKey,
    HUAWEICLOUD_SDK_SK: huaweicloud.secretKey,
  };
}

/** A job on a fresh checkout of the repository. */
async function runJob(
  action: 'plan' | 'apply',
  more: Partial<RunActionOptions> & {
    readonly plan?: string;
    /** What else the commit brings along. */
    readonly prepare?: (workspace: string) => void;
  } = {},
): Promise<ActionRun> {
  runs += 1;
  const workspace = checkOut(join(folder, `job-${runs}`, 'work'), more.plan);
  more.prepare?.(workspace);
  const isPlan = action === 'plan';
  github.runs.set(runs, { ...(isPlan ? OWN_PLAN_RUN : OWN_APPLY_RUN), id: runs });
  const keys = { ...keysOf(sandbox), ...(isPlan ? {} : SECRETS) };
  return await runAction({
    action,
    workspace,
    github,
    runId: runs,
    sha: action === 'plan' ? HEAD : MERGE,
    event: action === 'plan' ? { pull_request: { number: 12, head: { sha: HEAD } } } : {},
    env: {
      PATH: `${join(folder, 'bin')}${delimiter}${join(process.execPath, '..')}${delimiter}/usr/bin${delimiter}/bin`,
      LANG: 'C.UTF-8',
      ...COMPILE_CACHE,
    },
    ...more,
    inputs: {
      plan: 'shop.yaml',
      keys: Object.entries(keys)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
      ...(isPlan ? { 'allow-endpoints': sandbox.url, args: '--no-estimate' } : {}),
      ...more.inputs,
    },
  });
}

function checkOut(workspace: string, plan = PLAN): string {
  mkdirSync(workspace, { recursive: true });
  const text = plan.replace(
    'endpoint: { description: Address of the APIs }',
    `endpoint: { default: "${sandbox.url}" }`,
  );
  writeFileSync(join(workspace, 'shop.yaml'), text);
  return workspace;
}

/** What a plan job leaves behind, made in this process: dozens of processes less. */
async function review(): Promise<void> {
  const cwd = checkOut(join(folder, 'review'));
  const preview = join(folder, 'reviewed', 'shop.preview.json');
  mkdirSync(join(preview, '..'));
  const paths = ['--state', join(folder, 'reviewed', 'shop.db'), '--out', preview];
  const options = ['--without-secrets', '--allow-endpoint', sandbox.url, '--no-estimate', '--detailed-exitcode'];
  const io = new FakeIo({ cwd, env: keysOf(sandbox) });
  expect(await runCli(['plan', 'shop.yaml', ...paths, ...options], io), io.stderr.text).toBe(2);
  github.runs.set(OWN_PLAN_RUN.id, OWN_PLAN_RUN);
  github.upload(`waybill-preview-shop-${HEAD}`, preview, OWN_PLAN_RUN.id);
}

/** Tasks show no progress, whatever the time is. */
function holdTasks(): void {
  sandbox.control.setFaults([{ operation: 'ListDataTasks', fault: { kind: 'stale-status', ms: 86_400_000 } }]);
}

function releaseTasks(): void {
  sandbox.control.setFaults([]);
}

function created(): readonly number[] {
  return Object.values(sandbox.control.state().alicloud.created);
}

describe('from a pull request to the report', () => {
  test('plan, comment, apply what was reviewed, stop at the deadline, resume in the next job', async () => {
    const plan = await runJob('plan', { hasSummary: true });
    expect(plan, plan.log).toMatchObject({
      succeeded: true,
      summary: expect.stringContaining('2 to do'),
      outputs: { 'exit-code': '2', preview: expect.stringMatching(/\/shop\.preview\.json$/) },
    });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain('2 to do');
    expect(github.comments[0]?.body).toContain('`waybill apply shop.preview.json`');
    expect(github.comments[0]?.body).toContain('is not read for this preview');
    expect(created()).toEqual([]);
    await runJob('plan');
    expect(github.comments).toHaveLength(1);

    github.mergedHeads.set(MERGE, HEAD);
    holdTasks();
    const first = await runJob('apply', { inputs: { 'max-runtime': '1s', 'continue-with': 'waybill.yml' } });
    expect(first, first.log).toMatchObject({ succeeded: true, outputs: { 'exit-code': '4' } });
    expect(github.dispatches).toEqual([
      { workflow: 'waybill.yml', ref: 'main', inputs: { reviewed_sha: HEAD, round: '2' } },
    ]);
    releaseTasks();
    const second = await runJob('apply', { inputs: { 'reviewed-sha': HEAD, round: '2' }, hasSummary: true });
    expect(second, second.log).toMatchObject({
      succeeded: true,
      outputs: { 'exit-code': '0' },
      summary: expect.stringContaining('2 units: 2 succeeded'),
    });
    expect(created()).toEqual([1, 1]);
    expect(github.artifactNames).toEqual([
      `waybill-preview-shop-${HEAD}`,
      `waybill-preview-shop-${HEAD}`,
      'waybill-state-shop',
      `waybill-report-shop-${HEAD}`,
      'waybill-state-shop',
      `waybill-report-shop-${HEAD}`,
    ]);
    expect(github.entryNames('waybill-state-shop')).toEqual(['shop.db']);
    expect(github.leakedTokens).toEqual([]);
  });

  test('a job that is cancelled in the middle leaves a state that the next one resumes', async () => {
    await review();
    github.mergedHeads.set(MERGE, HEAD);
    holdTasks();
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
    releaseTasks();
    const next = await runJob('apply');
    expect(next, next.log).toMatchObject({ succeeded: true, outputs: { 'exit-code': '0' } });
    expect(created()).toEqual([1, 1]);
  });

  test('a plan that was changed after its review, and a commit without one, do nothing', async () => {
    await review();
    const unknown = await runJob('apply');
    expect(unknown.succeeded).toBe(false);
    expect(unknown.log).toContain('came from no merged pull request');
    github.mergedHeads.set(MERGE, HEAD);
    const changed = await runJob('apply', { plan: PLAN.replace('orders-2025', 'orders-2026') });
    expect(changed).toMatchObject({ succeeded: false, outputs: { 'exit-code': '6' } });
    expect(created()).toEqual([]);
    const other = await runJob('apply', { inputs: { 'reviewed-sha': MERGE } });
    expect(other.log).toContain(`There is no preview of shop for commit ${MERGE}.`);
  });

  test('a plan with mistakes fails the job and comments nothing', async () => {
    const { succeeded, outputs, log } = await runJob('plan', { plan: PLAN.replace('for_each', 'for_eech') });
    expect([succeeded, outputs['exit-code'], github.comments]).toEqual([false, '1', []]);
    expect(log).toContain('did you mean');
  });

  test('a job of an environment starts that environment again, and no other one', async () => {
    const prepare = (workspace: string): void => writeFileSync(join(workspace, 'prod.yaml'), '{}\n');
    await runJob('plan', { prepare, inputs: { environment: 'prod' } });
    github.mergedHeads.set(MERGE, HEAD);
    holdTasks();
    const inputs = { 'max-runtime': '1s', 'continue-with': 'waybill.yml', environment: 'prod' };
    const job = await runJob('apply', { prepare, inputs });
    expect(job, job.log).toMatchObject({ succeeded: true, outputs: { 'exit-code': '4' } });
    expect(github.dispatches).toEqual([
      { workflow: 'waybill.yml', ref: 'main', inputs: { reviewed_sha: HEAD, round: '2', environment: 'prod' } },
    ]);
  });

  test('a chain of jobs has an end', async () => {
    await review();
    holdTasks();
    const inputs = { 'max-runtime': '1s', 'continue-with': 'waybill.yml', 'reviewed-sha': HEAD, round: '20' };
    const { succeeded, log } = await runJob('apply', { inputs });
    expect(succeeded).toBe(false);
    expect(log).toContain('Stopped after 20 jobs in a row.');
    expect(github.dispatches).toEqual([]);
  });
});

describe('the preview of the push before', () => {
  const NEXT = 'b1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
  const event = { before: HEAD, pull_request: { number: 12, head: { sha: NEXT, ref: OWN_PLAN_RUN.branch } } };
  const plan = PLAN.replace('number_of_shards: "2"', 'number_of_shards: "3"');

  test('is what the comment compares with', async () => {
    await review();
    const job = await runJob('plan', { plan, event });
    expect(job, job.log).toMatchObject({ succeeded: true });
    expect(github.comments[0]?.body).toContain('**Since the previous preview** (');
    expect(github.comments[0]?.body).toContain('2 changed, of 2 units.');
  });

  test.each<[Partial<WorkflowRun>, string]>([
    [{ branch: 'other' }, 'is of branch other'],
    [{ repository: 666 }, 'is of a fork'],
  ])('is not used when its run has %j', async (other, reason) => {
    await review();
    github.runs.set(OWN_PLAN_RUN.id, { ...OWN_PLAN_RUN, ...other });
    const job = await runJob('plan', { plan, event });
    expect(job, job.log).toMatchObject({ succeeded: true, log: expect.stringContaining(reason) });
    expect(github.comments[0]?.body).not.toContain('Since the previous preview');
  });
});

test('each environment has a preview and a comment of its own, and is applied by its own preview only', async () => {
  const prepare = (workspace: string): void => writeFileSync(join(workspace, 'prod.yaml'), '{}\n');
  await review();
  await runJob('plan');
  const prod = await runJob('plan', { prepare, inputs: { environment: 'prod' } });
  expect(prod, prod.log).toMatchObject({ succeeded: true });
  expect(github.comments.map(({ body }) => body.split('\n')[0])).toEqual([
    '<!-- waybill preview of shop -->',
    '<!-- waybill preview of shop.prod -->',
  ]);
  expect(github.entryNames(`waybill-preview-shop.prod-${HEAD}`)).toEqual(['shop.prod.preview.json']);
  github.mergedHeads.set(MERGE, HEAD);
  const missing = await runJob('apply', { inputs: { environment: 'staging' } });
  expect([missing.succeeded, missing.log]).toEqual([
    false,
    expect.stringContaining('There is no preview of shop.staging'),
  ]);
  const plain = readFileSync(join(folder, 'reviewed', 'shop.preview.json'));
  github.uploadEntries(
    `waybill-preview-shop.prod-${HEAD}`,
    [{ name: 'shop.prod.preview.json', content: plain }],
    OWN_PLAN_RUN.id,
  );
  const other = await runJob('apply', { prepare, inputs: { environment: 'prod' } });
  expect([other.succeeded, other.log]).toEqual([
    false,
    expect.stringContaining('is for environment "" and not for "prod"'),
  ]);
  expect(created()).toEqual([]);
});

const ACTIONS = ['plan', 'apply'] as const;

interface Workflow {
  readonly on: { readonly workflow_dispatch: { readonly inputs: Readonly<Record<string, object>> } };
  readonly concurrency: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly steps: readonly { readonly uses: string; readonly with?: Readonly<Record<string, unknown>> }[] }
    >
  >;
}

function readSteps(action: string): readonly { readonly id?: string }[] {
  const text = readFileSync(join(CI, 'github', action, 'action.yml'), 'utf8');
  return (parse(text) as { runs: { steps: { id?: string }[] } }).runs.steps;
}

describe('artifacts of others', () => {
  /** A preview of a plan of the attacker's own, which sends everything to an address of the attacker. */
  async function makeEvil(attacker: Sandbox): Promise<readonly ZipEntry[]> {
    const evil = join(folder, 'evil');
    mkdirSync(evil);
    const plan = PLAN.replace(
      'endpoint: { description: Address of the APIs }',
      `endpoint: { default: "${attacker.url}" }`,
    );
    writeFileSync(join(evil, 'evil.yaml'), plan);
    await runCli(['plan', 'evil.yaml', '--offline', '--out', 'shop.preview.json'], new FakeIo({ cwd: evil }));
    return ['shop.preview.json', 'evil.yaml'].map((name) => ({ name, content: readFileSync(join(evil, name)) }));
  }

  const FORK = 666;

  test('the control: applied by its name, a foreign preview sends the passwords to its own address', async () => {
    const attacker = await startSandbox({ seed: 9, durations: DURATIONS });
    await makeEvil(attacker);
    const io = new FakeIo({ cwd: join(folder, 'evil'), env: { ...SECRETS, ...keysOf(attacker) } });
    await runCli(['apply', 'shop.preview.json'], io);
    const asked = attacker.control.requests().map(({ operation }) => operation);
    expect(asked).toContain('GetClusterDataInformation');
    await attacker.close();
  });

  test('are passed over however new they are, and nothing reaches the attacker', async () => {
    const attacker = await startSandbox({ seed: 9 });
    const evil = await makeEvil(attacker);
    await review();
    const runsOfOthers: readonly Partial<WorkflowRun>[] = [
      { repository: FORK },
      { event: 'pull_request_target' },
      { event: 'workflow_dispatch' },
      { sha: MERGE },
      { workflow: 8 },
      { repository: FORK, branch: 'main', event: 'push' },
    ];
    for (const [index, other] of runsOfOthers.entries()) {
      github.runs.set(700 + index, { ...OWN_PLAN_RUN, ...other, id: 700 + index });
      github.uploadEntries(`waybill-preview-shop-${HEAD}`, evil.slice(0, 1), 700 + index);
    }
    for (let index = 0; index < 210; index += 1)
      github.uploadEntries(`waybill-preview-shop-${HEAD}`, [{ name: 'x', content: '' }], 700);
    github.mergedHeads.set(MERGE, HEAD);
    const job = await runJob('apply');
    expect(job, job.log).toMatchObject({ succeeded: true, outputs: { 'exit-code': '0' } });
    expect(job.log).toContain('::warning::Ignored 212 of this name: the artifact is of a fork.');
    expect(created()).toEqual([1, 1]);
    expect(attacker.control.requests()).toEqual([]);
    await attacker.close();
  });

  test('of the right origin, but for another plan, or with more in it than a preview, are refused', async () => {
    const attacker = await startSandbox({ seed: 9 });
    const [preview, plan] = await makeEvil(attacker);
    github.mergedHeads.set(MERGE, HEAD);
    github.runs.set(OWN_PLAN_RUN.id, OWN_PLAN_RUN);
    const content = preview?.content ?? '';
    const attempts: readonly (readonly [readonly ZipEntry[], string])[] = [
      [[{ name: 'shop.preview.json', content }], 'is of plan "evil.yaml" and not of shop.yaml'],
      [
        [
          { name: 'shop.preview.json', content },
          { name: 'shop.yaml', content: plan?.content ?? '' },
        ],
        'holds 2 files',
      ],
      [[{ name: '../../work/shop.yaml', content: plan?.content ?? '' }], 'and not shop.preview.json'],
      [[{ name: 'shop.preview.json', content: '/etc/passwd', mode: 0o120777 }], 'no regular file'],
      [[{ name: 'shop.preview.json', content: 'no JSON' }], 'not whole JSON'],
      [[], 'holds 0 files'],
    ];
    for (const [entries, message] of attempts) {
      github.uploadEntries(`waybill-preview-shop-${HEAD}`, entries, OWN_PLAN_RUN.id);
      const job = await runJob('apply');
      expect([job.succeeded, job.log]).toEqual([false, expect.stringContaining(message)]);
      expect(readFileSync(join(folder, `job-${runs}`, 'work', 'shop.yaml'), 'utf8')).toContain(sandbox.url);
    }
    expect([created(), attacker.control.requests()]).toEqual([[], []]);
    await attacker.close();
  });

  test('are no state: neither a fork’s nor that of a pull request or another branch', async () => {
    await review();
    github.mergedHeads.set(MERGE, HEAD);
    const first = await runJob('apply');
    expect(first, first.log).toMatchObject({ succeeded: true });
    const forged = { name: 'shop.db', content: 'forged' };
    const runsOfOthers: readonly Partial<WorkflowRun>[] = [
      { repository: FORK },
      { event: 'pull_request' },
      { branch: 'other' },
      { workflow: 8 },
    ];
    for (const [index, other] of runsOfOthers.entries()) {
      github.runs.set(800 + index, { ...OWN_APPLY_RUN, ...other, id: 800 + index });
      github.uploadEntries('waybill-state-shop', [forged], 800 + index);
    }
    const again = await runJob('apply');
    expect(again, again.log).toMatchObject({ succeeded: true, outputs: { 'exit-code': '0' } });
    expect(created()).toEqual([1, 1]);
    // A tag that bears the branch's name: nothing in the listing shows it, and starting over would be worse than to stop.
    const stray = 'cc'.repeat(20);
    github.strayCommits.add(stray);
    github.runs.set(OWN_APPLY_RUN.id, { ...OWN_APPLY_RUN, sha: stray });
    github.uploadEntries('waybill-state-shop', [forged], OWN_APPLY_RUN.id);
    const stopped = await runJob('apply');
    expect([stopped.succeeded, stopped.log]).toEqual([false, expect.stringContaining('which main does not have')]);
    expect(created()).toEqual([1, 1]);
  });

  test('of a pull request from a fork are not applied after its merge', async () => {
    github.mergedHeads.set(MERGE, HEAD);
    github.headRepository = FORK;
    const { succeeded, log } = await runJob('apply');
    expect([succeeded, log]).toEqual([false, expect.stringContaining('came from a fork')]);
  });

  test('a plan that is a link out of the checkout is not read', async () => {
    const secret = join(folder, 'of-the-runner');
    writeFileSync(secret, 'canary-of-the-runner: [');
    const prepare = (workspace: string): void => symlinkSync(secret, join(workspace, 'linked.yaml'));
    const { succeeded, log } = await runJob('plan', { inputs: { plan: 'linked.yaml' }, prepare });
    expect([succeeded, log]).toEqual([false, expect.stringContaining('not a file of this checkout')]);
    expect(log).not.toContain('canary');
  });

  test('links in the place of what the job writes are not followed', async () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'as it was');
    const names = ['shop.preview.json', 'shop.preview.md', 'waybill-report.html'];
    const prepare = (workspace: string): void => {
      for (const name of names) symlinkSync(victim, join(workspace, name));
      mkdirSync(join(workspace, '.waybill'));
      writeFileSync(join(workspace, '.waybill', 'shop.db'), 'a state that a commit brings along');
    };
    const job = await runJob('plan', { prepare });
    expect(job, job.log).toMatchObject({ succeeded: true, outputs: { 'exit-code': '2' } });
    expect(readFileSync(victim, 'utf8')).toBe('as it was');
  });

  test('what a pull request brings along does not decide where its requests go', async () => {
    const attacker = await startSandbox({ seed: 9 });
    const plan = PLAN.replace(
      'endpoint: { description: Address of the APIs }',
      `endpoint: { default: "${attacker.url}" }`,
    );
    const job = await runJob('plan', { plan });
    expect(job).toMatchObject({ succeeded: false, outputs: { 'exit-code': '1' } });
    expect(attacker.control.requests()).toEqual([]);
    expect(github.comments[0]?.body).toContain('is not an https address of the vendor');
    await attacker.close();
  });
});

describe('the files', () => {
  test('the workflow that `waybill init` writes is one by GitHub’s own parser too, and applies through the actions', async () => {
    const { text } = ciFile('github', { name: 's', plan: 'a b.yaml', secrets: ['ES'], credentials: ['AK'] });
    expect(await findWorkflowErrors(text)).toEqual([]);
    expect(await findWorkflowErrors(text.replace('runs-on:', 'runs-at:'))).not.toEqual([]);
    expect(text).toContain('uses: acme/waybill/templates/ci/github/apply@');
  });

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

  test('two environments make a whole workflow of the example in the documentation, in which each is given once', async () => {
    const workflow = parse(readFileSync(join(CI, 'github', 'workflow.yml'), 'utf8')) as Workflow;
    const [, section = ''] = readFileSync(join(ROOT, 'docs', 'ci.md'), 'utf8').split('### Two environments\n');
    const [, block = ''] = /```yaml\n([\s\S]*?)```/.exec(section) ?? [];
    const { jobs: added, on, concurrency } = parse(block) as Workflow;
    expect(Object.keys(added)).toEqual(Object.keys(workflow.jobs));
    const jobs = Object.entries(workflow.jobs).map(([name, { steps, ...job }]) => {
      const {
        steps: [more],
        ...rest
      } = added[name] ?? { steps: [] };
      const own = steps.map((step) =>
        step.uses === more?.uses ? { ...step, with: { ...step.with, ...more.with } } : step,
      );
      expect([name, own.filter(({ with: given = {} }) => 'environment' in given)]).toMatchObject([
        name,
        [{ with: { environment: '${{ matrix.environment }}', version: '0.1.0' } }],
      ]);
      return [name, { ...job, ...rest, steps: own }] as const;
    });
    const dispatched = { ...workflow.on.workflow_dispatch.inputs, ...on.workflow_dispatch.inputs };
    const whole = {
      ...workflow,
      on: { ...workflow.on, workflow_dispatch: { inputs: dispatched } },
      concurrency: { ...workflow.concurrency, ...concurrency },
      jobs: Object.fromEntries(jobs),
    };
    expect(await findWorkflowErrors(stringify(whole))).toEqual([]);
    expect(await findWorkflowErrors(stringify(whole).replace('matrix.environment', 'matrix('))).not.toEqual([]);
    expect(whole.jobs['apply']).toMatchObject({ environment: '${{ matrix.environment }}' });
    const { matrix } = (added['apply'] as unknown as { strategy: { matrix: { environment: string } } }).strategy;
    const environments = (environment: string) =>
      fill(matrix.environment.replace('fromJSON', 'toJSON'), { inputs: { environment } });
    expect([environments(''), environments('prod')].map((text) => JSON.parse(JSON.parse(text)))).toEqual([
      ['staging', 'prod'],
      ['prod'],
    ]);
    for (const action of ACTIONS) {
      const { inputs } = parse(readFileSync(join(CI, 'github', action, 'action.yml'), 'utf8')) as { inputs: object };
      expect(inputs).toHaveProperty('environment');
    }
  });

  test('nothing from outside is put into a script by an expression', () => {
    for (const action of ACTIONS) {
      const text = readFileSync(join(CI, 'github', action, 'action.yml'), 'utf8');
      const {
        runs: { steps },
      } = parse(text) as { runs: { steps: { run?: string }[] } };
      for (const { run = '' } of steps) expect(run).not.toContain('${{');
    }
    expect(readdirSync(join(CI, 'github')).filter((name) => name.endsWith('.sh'))).toEqual([
      'apply.sh',
      'keys.sh',
      'plan.sh',
    ]);
  });

  test('keys are given to one step of each action, and to no other', () => {
    for (const action of ACTIONS) {
      const steps = readSteps(action).filter((step) => JSON.stringify(step).includes('inputs.keys'));
      expect(steps.map(({ id }) => id)).toEqual([action]);
    }
    const workflow = parse(readFileSync(join(CI, 'github', 'workflow.yml'), 'utf8')) as {
      env?: object;
      jobs: Record<string, { env?: object; steps: { with?: { keys?: string } }[] }>;
    };
    const { plan, apply } = workflow.jobs;
    expect([workflow.env, plan?.env, apply?.env]).toEqual([undefined, undefined, undefined]);
    const named = (job: typeof plan): readonly string[] =>
      [...(job?.steps[1]?.with?.keys ?? '').matchAll(/secrets\.(\w+)/g)].map(([, name = '']) => name);
    expect(named(plan)).toEqual(
      ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'].map((name) => `READONLY_${name}`),
    );
    expect(named(apply)).toContain('ES_SOURCE_PASSWORD');
  });

  test('actions are pinned by their whole commits', () => {
    const texts = ['workflow.yml', 'plan/action.yml', 'apply/action.yml'].map((file) =>
      readFileSync(join(CI, 'github', file), 'utf8'),
    );
    const used = texts.flatMap((text) => [...text.matchAll(/uses: (\S+)/g)].map(([, name = '']) => name));
    expect(used.length).toBeGreaterThan(6);
    for (const name of used) expect(name).toMatch(/@[0-9a-f]{40}$/);
  });
});
