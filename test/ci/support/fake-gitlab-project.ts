import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const PROJECT = 42;
/** Of the project access token; notes of others are not touched. */
const BOT = 900;

export interface Pipeline {
  readonly id: number;
  readonly source: 'merge_request_event' | 'push';
  readonly ref: string;
  readonly sha: string;
}

export interface FinishedJob {
  readonly name: string;
  readonly pipeline: Pipeline;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** As much of a GitLab project as the template and `waybill comment` use: one merge request, its pipelines, jobs and notes. */
export class FakeGitlabProject implements AsyncDisposable {
  readonly notes: { id: number; body: string; author: { id: number } }[] = [];
  /** The commit that the merge request was merged as, and its head; undefined while it is open. */
  merged: { readonly commit: string; readonly head: string } | undefined;
  readonly #jobs: FinishedJob[] = [];
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  static async open(): Promise<FakeGitlabProject> {
    const project = new FakeGitlabProject();
    await new Promise<void>((resolve) => project.#server.listen(0, '127.0.0.1', resolve));
    return project;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  keep(job: FinishedJob): void {
    this.#jobs.push(job);
  }

  filesOf(name: string): readonly string[] {
    return [...(this.#jobs.findLast((job) => job.name === name)?.files.keys() ?? [])].toSorted();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const path = url.pathname.replace(`/projects/${PROJECT}/`, '');
    const file = /^jobs\/(\d+)\/artifacts\/(.+)$/.exec(path);
    const content = file === null ? undefined : this.#jobs[Number(file[1]) - 1]?.files.get(file[2] ?? '');
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const answer = content ?? this.#answer(request.method ?? 'GET', path, Buffer.concat(pieces).toString());
    response.writeHead(answer === undefined ? 404 : 200);
    response.end(Buffer.isBuffer(answer) ? answer : JSON.stringify(isPast(url) ? [] : (answer ?? {})));
  }

  #answer(method: string, path: string, body: string): unknown {
    const pipeline = /^pipelines\/(\d+)(\/jobs)?$/.exec(path);
    if (pipeline !== null)
      return pipeline[2] === undefined ? this.#pipeline(Number(pipeline[1])) : this.#jobsOf(Number(pipeline[1]));
    if (path === '/user') return { id: BOT };
    if (path === 'jobs') return this.#jobs.map(describeJob).toReversed();
    if (path === 'merge_requests/12/pipelines')
      return this.#pipelines()
        .filter(({ source }) => source !== 'push')
        .toReversed();
    if (path === `repository/commits/${this.merged?.commit}/merge_requests`) return [this.#request()];
    const note = /^merge_requests\/12\/notes(?:\/(\d+))?$/.exec(path);
    return note === null ? undefined : this.#note(method, note[1], body);
  }

  #request(): object {
    return {
      iid: 12,
      state: 'merged',
      target_branch: 'main',
      target_project_id: PROJECT,
      source_project_id: PROJECT,
      sha: this.merged?.head,
    };
  }

  #pipelines(): readonly Pipeline[] {
    const byId = new Map(this.#jobs.map(({ pipeline }) => [pipeline.id, { ...pipeline, project_id: PROJECT }]));
    return [...byId.values()];
  }

  #pipeline(id: number): Pipeline | undefined {
    return this.#pipelines().find((pipeline) => pipeline.id === id);
  }

  #jobsOf(id: number): readonly unknown[] {
    return this.#jobs.map(describeJob).filter(({ pipeline }) => pipeline.id === id);
  }

  #note(method: string, id: string | undefined, text: string): unknown {
    if (method === 'GET') return this.notes;
    const { body } = JSON.parse(text) as { body: string };
    const known = this.notes.find((note) => String(note.id) === id);
    if (known !== undefined) known.body = body;
    else this.notes.push({ id: this.notes.length + 1, body, author: { id: BOT } });
    return known ?? this.notes.at(-1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function isPast(url: URL): boolean {
  return Number(url.searchParams.get('page') ?? 1) > 1;
}

function describeJob({ name, pipeline, files }: FinishedJob, at: number) {
  const { ref, id } = pipeline;
  return { id: at + 1, name, ref, tag: false, artifacts_file: files.size === 0 ? null : { size: 1 }, pipeline: { id } };
}
