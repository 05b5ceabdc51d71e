import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Artifact {
  readonly name: string;
  readonly runId: number;
  readonly createdAt: string;
  readonly folder: string;
}

export interface Dispatch {
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** As much of GitHub as the actions use: artifacts, merged pull requests, comments and workflow starts. */
export class FakeGithub implements AsyncDisposable {
  readonly comments: { id: number; body: string }[] = [];
  readonly dispatches: Dispatch[] = [];
  /** Head commit of the pull request that a commit came from. */
  readonly mergedHeads: Map<string, string> = new Map();
  readonly #artifacts: Artifact[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'waybill-github-'));
  readonly #server: Server;

  static async open(): Promise<FakeGithub> {
    const github = new FakeGithub();
    await new Promise<void>((resolve) => github.#server.listen(0, '127.0.0.1', resolve));
    return github;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((answer) => {
        response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get artifactNames(): readonly string[] {
    return this.#artifacts.map(({ name }) => name);
  }

  /** Keeps a file or folder under a name; within one run a second upload replaces the first. */
  upload(name: string, path: string, runId: number): void {
    const folder = join(this.#folder, `${this.#artifacts.length}`);
    mkdirSync(folder);
    cpSync(path, path.endsWith('/') ? folder : join(folder, path.split('/').at(-1) ?? ''), { recursive: true });
    const createdAt = new Date(Date.UTC(2026, 0, 1, 0, 0, this.#artifacts.length)).toISOString();
    this.#artifacts.push({ name, runId, createdAt, folder });
  }

  download(name: string, runId: number, into: string): void {
    const found = this.#artifacts.findLast((artifact) => artifact.name === name && artifact.runId === runId);
    if (found === undefined) throw new Error(`run ${runId} has no artifact ${name}`);
    cpSync(found.folder, into, { recursive: true });
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const path = pathname.replace('/repos/acme/migrations/', '');
    if (path === 'actions/artifacts') return this.#listArtifacts(searchParams.get('name'));
    const commit = /^commits\/(\w+)\/pulls$/.exec(path)?.[1];
    if (commit !== undefined) return this.#listPulls(commit);
    const workflow = /^actions\/workflows\/(.+)\/dispatches$/.exec(path)?.[1];
    const body = (await readBody(request)) as { body?: string; ref?: string; inputs?: Record<string, string> };
    if (workflow !== undefined) {
      this.dispatches.push({ workflow, ref: body.ref ?? '', inputs: body.inputs ?? {} });
      return {};
    }
    if (request.method === 'GET') return this.comments;
    return this.#comment(path, body.body ?? '');
  }

  #listArtifacts(name: string | null): unknown {
    const found = this.#artifacts.filter((artifact) => artifact.name === name);
    const artifacts = found.map((artifact) => ({
      name: artifact.name,
      expired: false,
      created_at: artifact.createdAt,
      workflow_run: { id: artifact.runId },
    }));
    return { artifacts };
  }

  #listPulls(commit: string): unknown {
    const head = this.mergedHeads.get(commit);
    return head === undefined ? [] : [{ merged_at: '2026-01-01T00:00:00Z', head: { sha: head } }];
  }

  #comment(path: string, body: string): unknown {
    const known = this.comments.find(({ id }) => path.endsWith(`/comments/${id}`));
    if (known !== undefined) known.body = body;
    else this.comments.push({ id: this.comments.length + 1, body });
    return known ?? this.comments.at(-1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    if (existsSync(this.#folder)) rmSync(this.#folder, { recursive: true });
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString();
  return text === '' ? {} : JSON.parse(text);
}
