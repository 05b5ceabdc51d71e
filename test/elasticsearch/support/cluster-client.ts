import type { ServerUser } from '../../servers/catalogue.ts';
import { basicAuthorization } from '../../servers/wait-until-healthy.ts';

/** A cluster as a test sees it: by plain requests that share nothing with the product. */
export class ClusterClient {
  readonly url: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** `user`: where the cluster has security. */
  constructor(url: string, user?: ServerUser) {
    this.url = url;
    this.#headers = user === undefined ? {} : { authorization: basicAuthorization(user) };
  }

  /** The answer as it is written. */
  async text(method: string, path: string, body?: object): Promise<string> {
    return await (await this.#fetch(method, path, body)).text();
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.#fetch(method, path, body);
    const answer = (await response.json()) as Answer;
    return { ...answer, http_status: response.status };
  }

  /** A text is lines of JSON. */
  async #fetch(method: string, path: string, body: unknown): Promise<Response> {
    const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json';
    return await fetch(`${this.url}${path}`, {
      method,
      headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** Throws with what the cluster says when it refuses. */
  async must(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.send(method, path, body);
    if (answer['http_status'] !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  async count(index: string): Promise<number> {
    await this.must('POST', `/${index}/_refresh`);
    return Number((await this.must('GET', `/${index}/_count`))['count']);
  }

  /** Settings of the index by their short names. */
  async settings(index: string): Promise<Readonly<Record<string, unknown>>> {
    const answer = (await this.must('GET', `/${index}/_settings`)) as unknown as Record<
      string,
      { settings: { index: Record<string, unknown> } }
    >;
    return answer[index]?.settings.index ?? {};
  }

  async aliasesOf(index: string): Promise<readonly string[]> {
    const answer = (await this.must('GET', `/${index}/_alias`)) as unknown as Record<string, { aliases: object }>;
    return Object.keys(answer[index]?.aliases ?? {});
  }

  /** Copies into an index under way that were started under an id; the probe before them has none. */
  async copies(destination: string): Promise<number> {
    return (await this.#copies(destination)).length;
  }

  /** Lets the copies into an index under way go as fast as they can. */
  async unthrottle(destination: string): Promise<void> {
    for (const { node, id } of await this.#copies(destination))
      await this.send('POST', `/_reindex/${node}:${id}/_rethrottle?requests_per_second=-1`);
  }

  /** Ends the copies into an index that are under way, as an operator does. */
  async cancelCopies(destination: string): Promise<void> {
    for (const { node, id } of await this.#copies(destination))
      await this.send('POST', `/_tasks/${node}:${id}/_cancel`);
  }

  async #copies(destination: string): Promise<readonly CopyTask[]> {
    const answer = await this.must('GET', '/_tasks?actions=*reindex&group_by=none&detailed=true');
    return (answer['tasks'] as readonly CopyTask[]).filter(
      ({ headers, description = '' }) =>
        headers?.['X-Opaque-Id'] !== undefined && description.includes(`[${destination}]`),
    );
  }

  /** How many copies the cluster has kept the result of, and how many documents each of them made. */
  async results(destination: string): Promise<readonly number[]> {
    await this.send('POST', '/.tasks/_refresh');
    const query = { match_phrase: { 'task.description': destination } };
    const answer = (await this.must('POST', '/.tasks/_search?ignore_unavailable=true', {
      query,
      size: 100,
    })) as unknown as {
      hits: { hits: readonly { _source: { response: { created: number } } }[] };
    };
    return answer.hits.hits.map(({ _source }) => _source.response.created);
  }

  /** Of 6.x with the type `_doc`; later versions know none. */
  async load(index: string, documents: readonly TestDocument[], type?: string): Promise<void> {
    const lines = documents.flatMap(({ id, routing, source }) => [
      JSON.stringify({
        index: {
          _id: id,
          ...(type === undefined ? {} : { _type: type }),
          ...(routing === undefined ? {} : { routing }),
        },
      }),
      source,
    ]);
    const answer = await this.must('POST', `/${index}/_bulk`, `${lines.join('\n')}\n`);
    if (answer['errors'] !== false) throw new Error(JSON.stringify(answer).slice(0, 2_000));
  }
}

interface CopyTask {
  readonly node: string;
  readonly id: number;
  /** Names the source and, last, the destination, both in brackets. */
  readonly description?: string;
  readonly headers?: { readonly 'X-Opaque-Id'?: string };
}

export type Answer = Readonly<Record<string, unknown>>;

export interface TestDocument {
  readonly id: string;
  readonly routing?: string;
  /** JSON as it is written, in one line. */
  readonly source: string;
}
