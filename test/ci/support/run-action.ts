import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type Contexts, fill, isMet } from './evaluate.ts';
import type { FakeGithub } from './fake-github.ts';

export interface ActionRun {
  readonly succeeded: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  /** What the steps printed. */
  readonly log: string;
  /** What the steps wrote for the job's page; empty without `hasSummary`. */
  readonly summary: string;
}

export interface RunActionOptions {
  /** `plan` or `apply`. */
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Workspace of the job. */
  readonly workspace: string;
  readonly github: FakeGithub;
  readonly runId: number;
  readonly sha: string;
  /** The event's body, as GitHub leaves it on disk. */
  readonly event: object;
  readonly env: Readonly<Record<string, string>>;
  /** Whether the job has a page that steps write to. Default: no, which spares the processes that would fill it. */
  readonly hasSummary?: boolean;
  /** Called with the id of each process that a step starts. */
  readonly onStep?: (pid: number) => void;
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

interface ActionStep {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | boolean | number>>;
  readonly env?: Readonly<Record<string, string>>;
}

const ACTIONS = join(import.meta.dirname, '..', '..', '..', 'templates', 'ci', 'github');

/**
 * Runs a composite action of `templates/ci/github` as a runner would: its conditions and expressions by GitHub's own library, its
 * scripts by bash and Node, artifacts in a folder.
 */
export async function runAction(options: RunActionOptions): Promise<ActionRun> {
  const path = join(ACTIONS, options.action, 'action.yml');
  const action = parse(readFileSync(path, 'utf8')) as ActionFile;
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  const contexts: Contexts = {
    inputs: inputsOf(action, options),
    github: { action_path: dirname(path), sha: options.sha, token: 'canary-github-token', event: options.event },
    steps,
  };
  let hasFailed = false;
  let log = '';
  for (const step of action.runs.steps) {
    if (!isMet(step.if, contexts, hasFailed)) continue;
    const { code, text, outputs } = await runStep(step, contexts, options);
    log += text;
    if (step.id !== undefined) steps[step.id] = { outputs };
    if (code !== 0) hasFailed = true;
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value, contexts)] as const);
  return { succeeded: !hasFailed, outputs: Object.fromEntries(outputs), log, summary: readSummary(options) };
}

function summaryPath({ workspace }: RunActionOptions): string {
  return join(workspace, '..', 'summary');
}

function readSummary(options: RunActionOptions): string {
  const path = summaryPath(options);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function inputsOf(action: ActionFile, { inputs }: RunActionOptions): Readonly<Record<string, string>> {
  for (const name of Object.keys(inputs)) if (!(name in action.inputs)) throw new Error(`no input ${name}`);
  const values = Object.entries(action.inputs).map(([name, { default: byDefault }]) => {
    const value = inputs[name] ?? byDefault ?? '';
    return [name, value.includes('github.token') ? 'canary-github-token' : value] as const;
  });
  return Object.fromEntries(values);
}

interface StepResult {
  readonly code: number;
  readonly text: string;
  readonly outputs: Record<string, string>;
}

async function runStep(step: ActionStep, contexts: Contexts, options: RunActionOptions): Promise<StepResult> {
  const values = Object.entries(step.with ?? {}).map(([name, value]) => [name, fill(String(value), contexts)] as const);
  if (step.uses !== undefined) {
    useAction(step.uses, Object.fromEntries(values), options);
    return { code: 0, text: '', outputs: {} };
  }
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value, contexts)] as const);
  return await runScript(fill(step.run ?? '', contexts), Object.fromEntries(env), options);
}

function useAction(name: string, given: Readonly<Record<string, string>>, options: RunActionOptions): void {
  const { github, runId, workspace } = options;
  const path = resolve(workspace, given['path'] ?? '.');
  switch (name.split('@')[0]) {
    case 'actions/setup-node':
      return;
    case 'actions/upload-artifact':
      if (existsSync(path)) github.upload(given['name'] ?? '', path, runId);
      else if (given['if-no-files-found'] !== 'ignore') throw new Error(`nothing to upload at ${path}`);
      return;
    default:
      throw new Error(`this harness does not know ${name}`);
  }
}

function runScript(
  script: string,
  env: Readonly<Record<string, string>>,
  options: RunActionOptions,
): Promise<StepResult> {
  const { workspace, github, event } = options;
  const [outputPath, eventPath] = [join(workspace, '..', 'output'), join(workspace, '..', 'event.json')];
  const runnerTemp = join(workspace, '..', 'temp');
  mkdirSync(runnerTemp, { recursive: true });
  writeFileSync(outputPath, '');
  writeFileSync(eventPath, JSON.stringify(event));
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      HOME: workspace,
      ...options.env,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: 'acme/migrations',
      GITHUB_SHA: options.sha,
      GITHUB_REF_NAME: 'main',
      GITHUB_RUN_ID: String(options.runId),
      RUNNER_TEMP: runnerTemp,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_OUTPUT: outputPath,
      ...(options.hasSummary === true ? { GITHUB_STEP_SUMMARY: summaryPath(options) } : {}),
      ...env,
    },
  });
  if (child.pid !== undefined) options.onStep?.(child.pid);
  let text = '';
  child.stdout.on('data', (piece: Buffer) => {
    text += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => {
    text += piece.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const outputs = Object.fromEntries(
        readFileSync(outputPath, 'utf8')
          .split('\n')
          .filter((line) => line.includes('='))
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      rmSync(outputPath);
      resolve({ code: code ?? 1, text, outputs });
    });
  });
}
