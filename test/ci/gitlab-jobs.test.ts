import { chmodSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Sandbox, startSandbox } from '@waybill/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ciFile } from '../../packages/cli/src/scaffold/ci-file.ts';
import { SECRETS, SHOP_PLAN } from '../../packages/cli/src/testing/sandbox-session.ts';
import { commandProgram } from '../e2e/support/command-program.ts';
import { StartedProcess } from '../e2e/support/processes.ts';
import { FakeGitlabProject, type Pipeline, PROJECT } from './support/fake-gitlab-project.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const HEADS = ['a1', 'a2', 'a3'].map((start) => start.padEnd(40, '0'));
const MERGE = 'ff'.padEnd(40, '0');
const DURATIONS = { alicloudPendingMs: 20, alicloudRunningMs: 60, jitterFraction: 0 };

interface Template {
  readonly variables: Readonly<Record<string, string>>;
}

interface Job {
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly artifacts?: { readonly paths: readonly string[] };
}

/** What `waybill init --ci gitlab` writes, and the template that it includes. */
const OWN = parse(
  ciFile('gitlab', { name: 'shop', plan: 'migrations/shop.yaml', secrets: [], credentials: [] }).text,
) as Template;
const TEMPLATE = parse(
  readFileSync(join(ROOT, 'templates', 'ci', 'gitlab', 'waybill.gitlab-ci.yml'), 'utf8'),
) as Template & Readonly<Record<string, Job>>;

/** Orders only: no gate stops the run. */
const PLAN = SHOP_PLAN.slice(0, SHOP_PLAN.indexOf('  sessions:')).replace(
  'for_each: [orders-2024, orders-2025]',
  'for_each: { file: orders.csv, key: index }',
);

let folder: string;
let sandbox: Sandbox;
let project: FakeGitlabProject;
let jobCount = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-gitlab-'));
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin', 'waybill');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${commandProgram()}' "$@"\n`);
  chmodSync(command, 0o755);
  sandbox = await startSandbox({ seed: 3, durations: DURATIONS });
  project = await FakeGitlabProject.open();
});

afterEach(async () => {
  await project[Symbol.asyncDispose]();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

test('plan, comment, what the next push changed, apply what was reviewed, and the next preview knows of it', async () => {
  const first = await planJob(1, ['orders-2024']);
  expect([first.code, first.log]).toEqual([0, expect.any(String)]);
  expect(project.notes.map(({ body }) => body)).toEqual([expect.stringContaining('1 to do')]);
  expect(project.filesOf('waybill plan')).toEqual(['shop.preview.json']);
  expect(first.log).not.toContain('canary');

  const second = await planJob(2, ['orders-2024', 'orders-2025']);
  expect([second.code, project.notes.length]).toEqual([0, 1]);
  expect(project.notes[0]?.body).toContain('2 to do');
  expect(project.notes[0]?.body).toMatch(/since the previous preview[\s\S]*orders-2025/i);
  expect(created()).toEqual([]);

  project.merged = { commit: MERGE, head: HEADS[2] ?? '' };
  const applied = await applyJob(3, ['orders-2024', 'orders-2025']);
  expect([applied.code, applied.log]).toEqual([0, expect.stringContaining('2 units: 2 succeeded')]);
  expect(created()).toEqual([1, 1]);
  expect(project.filesOf('waybill apply')).toEqual(['report.html', 'shop.db']);

  const later = await planJob(4, ['orders-2024', 'orders-2025', 'orders-2026']);
  expect([later.code, project.notes[0]?.body]).toEqual([0, expect.stringContaining('1 to do')]);
});

test('each environment has a preview, a state and a comment of its own', async () => {
  for (const name of ['staging', 'prod']) await planJob(1, ['orders-2024'], name);
  expect(project.notes).toHaveLength(2);
  expect(project.filesOf('waybill plan: [prod]')).toEqual(['shop.prod.preview.json']);
  project.merged = { commit: MERGE, head: HEADS[1] ?? '' };
  const { code, log } = await applyJob(2, ['orders-2024'], 'prod');
  expect([code, log]).toEqual([0, expect.stringContaining('1 unit: 1 succeeded')]);
  expect(project.filesOf('waybill apply: [prod]')).toEqual(['report.html', 'shop.prod.db']);
  expect(created()).toEqual([1]);
});

test('rows that were changed after the review do nothing', async () => {
  await planJob(1, ['orders-2024']);
  project.merged = { commit: MERGE, head: HEADS[1] ?? '' };
  const { code } = await applyJob(2, ['orders-2025']);
  expect([code, created()]).toEqual([6, []]);
});

function created(): readonly number[] {
  return Object.values(sandbox.control.state().alicloud.created);
}

interface JobEnd {
  readonly code: number;
  readonly log: string;
}

function planJob(push: number, rows: readonly string[], environment = ''): Promise<JobEnd> {
  const pipeline = {
    id: push,
    source: 'merge_request_event',
    ref: 'refs/merge-requests/12/head',
    sha: HEADS[push] ?? '',
  } as const;
  const variables = { CI_MERGE_REQUEST_IID: '12', WAYBILL_PLAN_ARGS: `--allow-endpoint ${sandbox.url} --no-estimate` };
  return runJob('waybill plan', { pipeline, rows, environment, variables });
}

function applyJob(push: number, rows: readonly string[], environment = ''): Promise<JobEnd> {
  const pipeline = { id: push, source: 'push', ref: 'main', sha: MERGE } as const;
  return runJob('waybill apply', { pipeline, rows, environment, variables: SECRETS });
}

interface RunJobOptions {
  readonly pipeline: Pipeline;
  readonly rows: readonly string[];
  readonly environment: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** A job of the template as a runner carries it out: on a fresh checkout, in a shell, and in another one what comes after. */
async function runJob(name: string, { pipeline, rows, environment, variables }: RunJobOptions): Promise<JobEnd> {
  const workspace = checkOut(rows, environment);
  const job = TEMPLATE[name] ?? {};
  const env = {
    ...TEMPLATE.variables,
    ...OWN.variables,
    ...environmentOf(pipeline),
    ...variables,
    WAYBILL_STATE_DIR: join(folder, 'state'),
    WAYBILL_ENV: environment,
  };
  const main = await runLines([...(TEMPLATE['.waybill']?.before_script ?? []), ...(job.script ?? [])], workspace, env);
  const after = await runLines(job.after_script ?? [], workspace, env);
  const paths = globSync([...(job.artifacts?.paths ?? [])], { cwd: workspace });
  const files = new Map(paths.map((path) => [path, readFileSync(join(workspace, path))]));
  project.keep({ name: environment === '' ? name : `${name}: [${environment}]`, pipeline, files });
  return { code: main.code, log: main.log + after.log };
}

function checkOut(rows: readonly string[], environment: string): string {
  jobCount += 1;
  const workspace = join(folder, `job-${jobCount}`);
  const migrations = join(workspace, 'migrations');
  mkdirSync(migrations, { recursive: true });
  const input = `endpoint: { default: "${sandbox.url}" }`;
  writeFileSync(join(migrations, 'shop.yaml'), PLAN.replace('endpoint: { description: Address of the APIs }', input));
  writeFileSync(join(migrations, 'orders.csv'), ['index', ...rows, ''].join('\n'));
  if (environment !== '') writeFileSync(join(migrations, `${environment}.yaml`), '# nothing differs\n');
  return workspace;
}

function environmentOf({ id, sha }: Pipeline): Readonly<Record<string, string>> {
  const { alicloud, huaweicloud } = sandbox.credentials;
  return {
    PATH: `${join(folder, 'bin')}${delimiter}${join(process.execPath, '..')}${delimiter}/usr/bin${delimiter}/bin`,
    HOME: folder,
    LANG: 'C.UTF-8',
    CI: 'true',
    GITLAB_CI: 'true',
    CI_API_V4_URL: project.url,
    CI_PROJECT_ID: String(PROJECT),
    CI_PROJECT_URL: 'https://gitlab.example.com/acme/migrations',
    CI_DEFAULT_BRANCH: 'main',
    CI_COMMIT_SHA: sha,
    CI_PIPELINE_ID: String(id),
    GITLAB_TOKEN: 'canary-gitlab-token',
    ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret,
    HUAWEICLOUD_SDK_AK: huaweicloud.accessKey,
    HUAWEICLOUD_SDK_SK: huaweicloud.secretKey,
  };
}

async function runLines(lines: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<JobEnd> {
  const words = ['--norc', '-e', '-o', 'pipefail', '-c', lines.join('\n')];
  const { code, stdout, stderr } = await new StartedProcess('bash', words, { cwd, env }).ended;
  return { code: code ?? 1, log: stdout + stderr };
}
