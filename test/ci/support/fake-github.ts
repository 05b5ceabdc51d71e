import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { buildZip, type ZipEntry } from './build-zip.ts';

interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly runId: number;
  readonly createdAt: string;
  readonly isExpired: boolean;
  readonly files: readonly string[];
  readonly zip: Buffer;
}

export interface WorkflowRun {
  readonly id: number;
  readonly event: string;
  readonly branch: string;
  readonly sha: string;
  /** `OWN_REPOSITORY` or that of a fork. */
  readonly repository: number;
  readonly workflow: number;
}

export interface Dispatch {
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

export const OWN_REPOSITORY = 101;
export const OWN_WORKFLOW = 7;

/** As much of GitHub as the actions use: runs, artifacts, merged pull requests, comments and workflow starts. */
export class FakeGithub implements AsyncDisposable {
  readonly comments: { id: number; body: string; user: { login: string; type: string } }[] = [];
  readonly dispatches: Dispatch[] = [];
  /** Head commit of the pull request that a commit came from. */
  readonly mergedHeads: Map<string, string> = new Map();
  /** Repository that merged pull requests come from. */
  headRepository = OWN_REPOSITORY;
  /** Commits that the default branch does not have. */
  readonly strayCommits: Set<string> = new Set();
  readonly runs: Map<number, WorkflowRun> = new Map();
  /** Paths of downloads that were asked for with the job's token; storage must never see it. */
  readonly leakedTokens: string[] = [];
  readonly #artifacts: Artifact[] = [];
  readonly #server: Server;

  static async open(): Promise<FakeGithub> {
    const github = new FakeGithub();
    await new Promise<void>((resolve) => github.#server.listen(0, '127.0.0.1', resolve));
    return github;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#serve(request, response);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get artifactNames(): readonly string[] {
    return this.#artifacts.map(({ name }) => name);
  }

  /** Entries of the newest artifact of a name. */
  entryNames(name: string): readonly string[] {
    return this.#artifacts.findLast((artifact) => artifact.name === name)?.files ?? [];
  }

  /** Keeps a file or folder under a name; within one run a second upload replaces the first. */
  upload(name: string, path: string, runId: number): void {
    const files = statSync(path).isDirectory() ? readdirSync(path).map((file) => join(path, file)) : [path];
    this.uploadEntries(
      name,
      files.map((file) => ({ name: basename(file), content: readFileSync(file) })),
      runId,
    );
  }

  uploadEntries(name: string, entries: readonly ZipEntry[], runId: number, isExpired = false): void {
    const id = this.#artifacts.length + 1;
    const createdAt = new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString();
    this.#artifacts.push({
      id,
      name,
      runId,
      createdAt,
      isExpired,
      files: entries.map((entry) => entry.name),
      zip: buildZip(entries),
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '', this.url).pathname;
    const blob = /^\/storage\/(\d+)$/.exec(path)?.[1];
    if (blob !== undefined) {
      if (request.headers.authorization !== undefined) this.leakedTokens.push(path);
      response.end(this.#artifacts[Number(blob) - 1]?.zip);
      return;
    }
    const zip = /\/actions\/artifacts\/(\d+)\/zip$/.exec(path)?.[1];
    if (zip !== undefined) {
      response.writeHead(302, { location: `${this.url}/storage/${zip}` });
      response.end();
      return;
    }
    const answer = await this.#answer(request);
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const path = pathname.replace(/^\/repos\/acme\/migrations\/?/, '');
    if (path === '') return { id: OWN_REPOSITORY, default_branch: 'main' };
    if (path === 'actions/artifacts') return this.#listArtifacts(searchParams);
    const run = /^actions\/runs\/(\d+)$/.exec(path)?.[1];
    if (run !== undefined) return this.#showRun(Number(run));
    const compared = /^compare\/main\.\.\.(\w+)$/.exec(path)?.[1];
    if (compared !== undefined) return { status: this.strayCommits.has(compared) ? 'diverged' : 'behind' };
    const commit = /^commits\/(\w+)\/pulls$/.exec(path)?.[1];
    if (commit !== undefined) return this.#listPulls(commit);
    const workflow = /^actions\/workflows\/(.+)\/dispatches$/.exec(path)?.[1];
    const body = (await readBody(request)) as { body?: string; ref?: string; inputs?: Record<string, string> };
    if (workflow !== undefined) {
      this.dispatches.push({ workflow, ref: body.ref ?? '', inputs: body.inputs ?? {} });
      return {};
    }
    if (pathname === '/user') return undefined;
    if (request.method === 'GET') return this.comments;
    return this.#comment(path, body.body ?? '');
  }

  /** Newest first, as GitHub lists them. */
  #listArtifacts(query: URLSearchParams): unknown {
    const found = this.#artifacts.filter((artifact) => artifact.name === query.get('name')).toReversed();
    const [size, page] = [Number(query.get('per_page') ?? 30), Number(query.get('page') ?? 1)];
    const artifacts = found.slice((page - 1) * size, page * size).map((artifact) => {
      const run = this.runs.get(artifact.runId);
      return {
        id: artifact.id,
        name: artifact.name,
        expired: artifact.isExpired,
        size_in_bytes: artifact.zip.length,
        created_at: artifact.createdAt,
        workflow_run: {
          id: artifact.runId,
          repository_id: OWN_REPOSITORY,
          head_repository_id: run?.repository,
          head_branch: run?.branch,
          head_sha: run?.sha,
        },
      };
    });
    return { total_count: found.length, artifacts };
  }

  #showRun(id: number): unknown {
    const run = this.runs.get(id);
    if (run === undefined) return undefined;
    return {
      id,
      event: run.event,
      head_branch: run.branch,
      head_sha: run.sha,
      workflow_id: run.workflow,
      repository: { id: OWN_REPOSITORY },
      head_repository: { id: run.repository },
    };
  }

  #listPulls(commit: string): unknown {
    const head = this.mergedHeads.get(commit);
    if (head === undefined) return [];
    return [
      {
        merged_at: '2026-01-01T00:00:00Z',
        head: { sha: head, repo: { id: this.headRepository } },
        base: { ref: 'main', repo: { id: OWN_REPOSITORY } },
      },
    ];
  }

  #comment(path: string, body: string): unknown {
    const known = this.comments.find(({ id }) => path.endsWith(`/comments/${id}`));
    const user = { login: 'github-actions[bot]', type: 'Bot' };
    if (known !== undefined) known.body = body;
    else this.comments.push({ id: this.comments.length + 1, body, user });
    return known ?? this.comments.at(-1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString();
  return text === '' ? {} : JSON.parse(text);
}
