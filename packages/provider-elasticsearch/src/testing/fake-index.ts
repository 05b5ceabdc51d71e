import { assertInvariant, type HttpRequest, type HttpResponse, type Transport, TransportError } from '@waybill/core';
import { bulkLines, type FakeDocument, searchAnswer } from './fake-documents.ts';

/** What a cluster does with one request in place of answering it. */
export type Fault = Partial<HttpResponse> | Error;

/**
 * A cluster of one index in memory, as a transport: as much of one as jobs need. It keeps sources as the text that they came
 * as. Not the stand, which knows a whole cluster: this one is bent by tests.
 */
export class FakeIndex implements Transport {
  readonly documents: Map<string, FakeDocument> = new Map();
  readonly requests: HttpRequest[] = [];
  readonly openScrolls: Set<string> = new Set();
  readonly types: string[] = [];
  /** Asked before each request; what it gives is the answer. */
  fault: (request: HttpRequest) => Fault | undefined = () => undefined;
  /** Asked for each document of a bulk: the status and error it gets in place of being written. */
  refuse: (document: FakeDocument) => { readonly status: number; readonly error?: object } | undefined = () =>
    undefined;
  maxResponseCharacters: number = Number.POSITIVE_INFINITY;
  hasSequenceNumbers = true;
  readonly #shards: number;
  readonly #mappings: object;
  readonly #next: number[];
  readonly #scrolls = new Map<string, FakeDocument[][]>();
  #scrollCount = 0;

  constructor({
    shards = 2,
    mappings = { properties: {} },
  }: { readonly shards?: number; readonly mappings?: object } = {}) {
    this.#shards = shards;
    this.#mappings = mappings;
    this.#next = Array.from({ length: shards }, () => 0);
  }

  /** As a client writes it: a document that was there gets a new sequence number. */
  put(id: string, source: string, routing?: string): void {
    const shard = (routing ?? id).length % this.#shards;
    const key = `${id}\0${routing ?? ''}`;
    this.documents.delete(key);
    this.documents.set(key, { id, routing, source, shard, sequence: this.#next[shard] ?? 0 });
    this.#next[shard] = (this.#next[shard] ?? 0) + 1;
  }

  has(id: string, routing?: string): boolean {
    return this.documents.has(`${id}\0${routing ?? ''}`);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const fault = this.fault(request);
    if (fault instanceof Error) throw fault;
    const body = fault?.body ?? this.#answer(request);
    if (body.length > this.maxResponseCharacters)
      throw new TransportError('too large', { wasSent: true, reason: 'RESPONSE_TOO_LARGE' });
    return { status: 200, headers: {}, ...fault, body };
  }

  #answer({ method, url, body = '' }: HttpRequest): string {
    const { pathname, searchParams } = new URL(url);
    if (pathname.endsWith('/_bulk')) return this.#bulk(body);
    const asked = body === '' ? {} : (JSON.parse(body) as SearchBody);
    if (pathname === '/_search/scroll') return method === 'DELETE' ? this.#clear(asked) : this.#scroll(asked);
    if (pathname.endsWith('/_search')) return this.#search(asked, searchParams.has('scroll'));
    if (pathname.endsWith('/_count')) return JSON.stringify({ count: this.#matching(asked.query).length });
    if (pathname.endsWith('/_refresh')) return '{"_shards":{"total":2,"successful":2,"failed":0}}';
    if (pathname.includes('/_stats/')) return JSON.stringify(this.#stats());
    if (method === 'GET') return JSON.stringify({ index: { aliases: {}, settings: {}, mappings: this.#mappings } });
    assertInvariant(false, `the fake knows ${method} ${pathname}`);
  }

  #bulk(body: string): string {
    const outcomes = bulkLines(body).map((line) => {
      const refusal = this.refuse({ ...line, shard: 0, sequence: 0 });
      if (refusal !== undefined) return { create: refusal };
      if (line.type !== undefined) this.types.push(line.type);
      if (this.has(line.id, line.routing))
        return { create: { status: 409, error: { type: 'version_conflict_engine_exception' } } };
      this.put(line.id, line.source, line.routing);
      return { create: { status: 201 } };
    });
    return JSON.stringify({ errors: outcomes.some(({ create }) => create.status > 201), items: outcomes });
  }

  #search({ query, size = 10 }: SearchBody, isScroll: boolean): string {
    const found = this.#matching(query);
    if (!isScroll) return searchAnswer(found.slice(0, size), found.length, undefined);
    const pages: FakeDocument[][] = [];
    for (let at = 0; at < found.length; at += size) pages.push(found.slice(at, at + size));
    const id = `scroll-${this.#scrollCount}`;
    this.#scrollCount += 1;
    this.#scrolls.set(id, pages);
    this.openScrolls.add(id);
    return this.#scroll({ scroll_id: id });
  }

  #scroll({ scroll_id: id }: SearchBody): string {
    const pages = this.#scrolls.get(String(id)) ?? [];
    const total = pages.reduce((sum, page) => sum + page.length, 0);
    return searchAnswer(pages.shift() ?? [], total, String(id));
  }

  #clear({ scroll_id: ids }: SearchBody): string {
    for (const id of Array.isArray(ids) ? ids : []) this.openScrolls.delete(id);
    return '{"succeeded":true,"num_freed":1}';
  }

  #matching(query: FakeQuery | undefined): FakeDocument[] {
    if (query?.function_score !== undefined) return this.#matching(query.function_score.query);
    const ranges = [query, ...(query?.bool?.filter ?? [])]
      .map((each) => each?.range?._seq_no)
      .filter((range) => range !== undefined);
    const isIn = ({ sequence }: FakeDocument): boolean =>
      ranges.every(
        ({ gte = 0, lt = Number.POSITIVE_INFINITY }) => this.hasSequenceNumbers && sequence >= gte && sequence < lt,
      );
    return [...this.documents.values()].filter(isIn);
  }

  #stats(): object {
    const shards = this.#next.map((next, shard) => [shard, [{ seq_no: { max_seq_no: next - 1 } }]]);
    return { _all: { primaries: {} }, indices: { index: { shards: Object.fromEntries(shards) } } };
  }
}

interface FakeQuery {
  readonly function_score?: { readonly query: FakeQuery };
  readonly range?: { readonly _seq_no?: { readonly gte?: number; readonly lt?: number } };
  readonly bool?: { readonly filter?: readonly FakeQuery[] };
}

interface SearchBody {
  readonly query?: FakeQuery;
  readonly size?: number;
  readonly scroll_id?: string | readonly string[];
}
