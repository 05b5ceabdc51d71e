import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const TEXT = readFileSync(
  join(import.meta.dirname, '..', '..', 'templates', 'ci', 'gitlab', 'waybill.gitlab-ci.yml'),
  'utf8',
);
const OWN = 42;
const FORK = 66;
const HEAD = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

interface Job {
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
  readonly environment?: string | { readonly name: string };
  readonly resource_group?: string;
  readonly interruptible?: boolean;
}

const jobs = parse(TEXT) as Readonly<Record<string, Job>>;

describe('the GitLab template', () => {
  test.each(['.waybill', 'waybill plan', 'waybill apply'])('%s has scripts that a shell can read', (name) => {
    const { script = [], before_script: before = [] } = jobs[name] ?? {};
    const lines = [...before, ...script];
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(typeof line).toBe('string');
      const { status, stderr } = spawnSync('bash', ['-n', '-c', line], { encoding: 'utf8' });
      expect([line, status, stderr]).toEqual([line, 0, '']);
    }
  });

  test('never runs two applies at once, and never cuts one off for a newer pipeline', () => {
    expect(jobs['waybill apply']).toMatchObject({ resource_group: 'waybill', interruptible: false });
  });

  test('gives merge requests other variables than applies, and their plan neither secrets nor endpoints', () => {
    const [plan, apply] = [jobs['waybill plan'], jobs['waybill apply']];
    expect([plan?.environment, apply?.environment]).toEqual([
      { name: 'waybill-preview', action: 'access' },
      'waybill-production',
    ]);
    expect(plan?.script?.find((line) => line.startsWith('waybill plan'))).toContain(' --without-secrets ');
    expect(apply?.script?.find((line) => line.startsWith('waybill apply'))).toContain(' --plan "$WAYBILL_PLAN" ');
  });
});

/** As much of GitLab as the template asks, by path below the project. */
class FakeGitlab implements AsyncDisposable {
  readonly answers: Map<string, unknown> = new Map();
  readonly #server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const answer = this.answers.get(url.pathname.replace(`/projects/${OWN}/`, ''));
    const isPast = Number(url.searchParams.get('page') ?? 1) > 1;
    response.writeHead(answer === undefined ? 404 : 200);
    response.end(typeof answer === 'string' ? answer : JSON.stringify(isPast ? [] : (answer ?? {})));
  });

  static async open(): Promise<FakeGitlab> {
    const gitlab = new FakeGitlab();
    await new Promise<void>((resolve) => gitlab.#server.listen(0, '127.0.0.1', resolve));
    return gitlab;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let folder: string;
let gitlab: FakeGitlab;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-gitlab-'));
  gitlab = await FakeGitlab.open();
});

afterEach(async () => {
  await gitlab[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** The template's own script, and what it left. */
async function fetchFile(
  wanted: 'preview' | 'state' | 'earlier',
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly log: string; readonly file: string }> {
  const script = jobs['.waybill']?.before_script?.find((line) => line.includes('fetch.mjs" <<')) ?? '';
  const into = join(folder, `fetched-${wanted}`);
  rmSync(into, { force: true });
  const child = spawn('bash', ['--norc', '-e', '-c', `${script}\nnode "$WAYBILL_TEMP/fetch.mjs" ${wanted} "${into}"`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      WAYBILL_TEMP: folder,
      WAYBILL_NAME: 'shop',
      CI_API_V4_URL: gitlab.url,
      CI_PROJECT_ID: String(OWN),
      CI_DEFAULT_BRANCH: 'main',
      CI_COMMIT_SHA: 'merged',
      GITLAB_TOKEN: 'canary-gitlab-token',
      ...env,
    },
  });
  let log = '';
  child.stderr.on('data', (piece: Buffer) => {
    log += piece.toString();
  });
  await new Promise((resolve) => child.on('close', resolve));
  const found = spawnSync('cat', [into], { encoding: 'utf8' });
  return { log, file: found.stdout };
}

const REQUEST = {
  iid: 12,
  state: 'merged',
  target_branch: 'main',
  target_project_id: OWN,
  source_project_id: OWN,
  sha: HEAD,
};
const PIPELINE = { id: 7, project_id: OWN, source: 'merge_request_event', sha: HEAD };

function serve(request: object, pipelines: readonly object[]): void {
  gitlab.answers.set('repository/commits/merged/merge_requests', [{ ...REQUEST, ...request }]);
  gitlab.answers.set('merge_requests/12/pipelines', pipelines);
  gitlab.answers.set('repository/commits/other', { parent_ids: ['somewhere'] });
  gitlab.answers.set('repository/commits/merged-result', { parent_ids: ['main-head', HEAD] });
  for (const id of [7, 8, 9]) {
    gitlab.answers.set(`pipelines/${id}/jobs`, [{ id, name: 'waybill plan', artifacts_file: { size: 1 } }]);
    gitlab.answers.set(`jobs/${id}/artifacts/shop.preview.json`, `of pipeline ${id}`);
  }
}

describe('the preview that is applied', () => {
  test.each([
    ['a fork’s pipeline', { ...PIPELINE, id: 9, project_id: FORK }],
    ['a pipeline of another kind', { ...PIPELINE, id: 9, source: 'push' }],
    ['a pipeline of another commit', { ...PIPELINE, id: 9, sha: 'other' }],
  ])('is not that of %s, though it comes first', async (_name, other) => {
    serve({}, [other, PIPELINE]);
    expect(await fetchFile('preview')).toEqual({ log: '', file: 'of pipeline 7' });
    serve({}, [other]);
    expect(await fetchFile('preview')).toEqual({ log: expect.stringContaining('there is no preview'), file: '' });
  });

  test('may be that of the merged result of the commit that was reviewed', async () => {
    serve({}, [{ ...PIPELINE, id: 8, sha: 'merged-result' }]);
    expect(await fetchFile('preview')).toEqual({ log: '', file: 'of pipeline 8' });
  });

  test.each([
    [{ source_project_id: FORK }, 'came from a fork'],
    [{ state: 'opened' }, 'came from no merged merge request'],
    [{ target_branch: 'other' }, 'came from no merged merge request'],
  ])('is not that of a merge request with %j', async (request, message) => {
    serve(request, [PIPELINE]);
    expect(await fetchFile('preview')).toEqual({ log: expect.stringContaining(message), file: '' });
  });
});

describe('the preview before, which the comment compares with', () => {
  const JOB = { CI_MERGE_REQUEST_IID: '12', CI_PIPELINE_ID: '9' };

  test('is that of the newest earlier pipeline of the same merge request', async () => {
    const own = [9, 8, 7].map((id) => ({ ...PIPELINE, id, sha: `of-${id}` }));
    serve({}, own);
    expect(await fetchFile('earlier', JOB)).toEqual({ log: '', file: 'of pipeline 8' });
    expect(await fetchFile('earlier', { ...JOB, CI_PIPELINE_ID: '7' })).toEqual({ log: '', file: '' });
    expect(await fetchFile('earlier')).toEqual({ log: '', file: '' });
  });

  test('is not that of a fork or of a pipeline of another kind, and not of another environment', async () => {
    serve({}, [
      { ...PIPELINE, id: 8, project_id: FORK },
      { ...PIPELINE, id: 7, source: 'push' },
    ]);
    expect(await fetchFile('earlier', JOB)).toEqual({ log: '', file: '' });
    serve({}, [{ ...PIPELINE, id: 8 }]);
    expect(await fetchFile('earlier', { ...JOB, WAYBILL_ENV: 'prod' })).toEqual({ log: '', file: '' });
    gitlab.answers.set('pipelines/8/jobs', [{ id: 8, name: 'waybill plan: [prod]', artifacts_file: { size: 1 } }]);
    expect(await fetchFile('earlier', { ...JOB, WAYBILL_ENV: 'prod' })).toEqual({ log: '', file: 'of pipeline 8' });
  });
});

describe('the state that previews are made against', () => {
  const JOB = {
    id: 5,
    name: 'waybill apply',
    ref: 'main',
    tag: false,
    artifacts_file: { size: 1 },
    pipeline: { id: 50 },
  };

  test('is the newest of the default branch', async () => {
    gitlab.answers.set('jobs', [
      { ...JOB, id: 9, ref: 'other' },
      { ...JOB, id: 8, tag: true },
      { ...JOB, id: 7, pipeline: { id: 51 } },
      { ...JOB, id: 3, pipeline: { id: 52 } },
      { ...JOB, id: 6, name: 'waybill plan' },
      JOB,
      { ...JOB, id: 4 },
    ]);
    const pipeline = { project_id: OWN, ref: 'main', source: 'push' };
    gitlab.answers.set('pipelines/50', pipeline);
    gitlab.answers.set('pipelines/51', { ...pipeline, source: 'merge_request_event' });
    gitlab.answers.set('pipelines/52', { ...pipeline, project_id: FORK });
    for (const id of [3, 4, 5, 6, 7, 8, 9]) gitlab.answers.set(`jobs/${id}/artifacts/shop.db`, `of job ${id}`);
    expect(await fetchFile('state')).toEqual({ log: '', file: 'of job 5' });
  });

  test('is none before the first apply, and a failure is no absence', async () => {
    gitlab.answers.set('jobs', []);
    expect(await fetchFile('state')).toEqual({ log: '', file: '' });
    gitlab.answers.delete('jobs');
    expect((await fetchFile('state')).log).toContain('GitLab answered 404 to jobs');
  });
});

describe('what a merge request brings along under the names that jobs upload', () => {
  const COMMITTED = 'of the merge request';

  /** Ends the job where its `failing` command is; the job's artifacts are uploaded nevertheless. */
  function runJob(name: string, failing: string): readonly string[] {
    const checkout = join(folder, 'checkout');
    const tools = join(folder, 'tools');
    for (const path of [join(checkout, 'migrations'), tools]) mkdirSync(path, { recursive: true });
    const uploaded = ['shop.preview.json', 'shop.db', 'report.html'];
    for (const file of [...uploaded, 'migrations/shop.yaml']) writeFileSync(join(checkout, file), COMMITTED);
    const command = (tool: string): string => `#!/bin/sh\n[ ${tool} != ${failing} ]\n`;
    for (const tool of ['waybill', 'node', 'realpath', 'mktemp'])
      writeFileSync(join(tools, tool), command(tool), { mode: 0o755 });
    const lines = [...(jobs['.waybill']?.before_script ?? []), ...(jobs[name]?.script ?? [])];
    spawnSync('bash', ['--norc', '-e', '-c', lines.join('\n')], {
      cwd: checkout,
      env: { PATH: `${tools}:${process.env['PATH']}`, WAYBILL_PLAN: 'migrations/shop.yaml', WAYBILL_STATE_DIR: folder },
    });
    const committed = (file: string): boolean => {
      const path = join(checkout, file);
      return existsSync(path) && readFileSync(path, 'utf8') === COMMITTED;
    };
    return uploaded.filter(committed);
  }

  test.each(
    ['waybill plan', 'waybill apply'].flatMap((name) =>
      ['mktemp', 'node', 'realpath', 'waybill', 'nothing'].map((failing) => [name, failing] as const),
    ),
  )('is gone wherever a job ends: %s at %s', (name, failing) => {
    expect(runJob(name, failing)).toEqual([]);
  });
});
