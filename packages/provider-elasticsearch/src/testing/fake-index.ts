import {
  assertInvariant,
  defined,
  type HttpRequest,
  type HttpResponse,
  type Transport,
  TransportError,
} from '@waybill/core';
import { type BulkLine, bulkLines, type FakeDocument, type FakeParts, searchAnswer } from './fake-documents.ts';
import { type FakeRange, highestAnswer, isInField } from './fake-fields.ts';

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
  /** Of the primaries, as it says. */
  storeBytes = 1_000_000;
  /** Of its one node. */
  processors = 8;
  /** Whether searches find what was written at once, and not only after a refresh. */
  isFresh = true;
  uuid = 'first';
  /** Versions of documents that were deleted, as far as the index remembers them. */
  readonly deleted: Map<string, number> = new Map();
  /** Of the index, by their names with `index.`; null takes one away. */
  readonly settings: Record<string, unknown> = {};
  readonly #shards: number;
  readonly #mappings: object;
  readonly #next: number[];
  readonly #scrolls = new Map<string, { readonly pages: FakeDocument[][]; readonly parts: FakeParts }>();
  #scrollCount = 0;
  #found: readonly FakeDocument[] = [];
  /** Numbers that were given out, and whose documents are not written yet. */
  readonly #underWay = new Set<{ readonly shard: number; readonly sequence: number }>();

  constructor({
    shards = 2,
    mappings = { properties: {} },
  }: { readonly shards?: number; readonly mappings?: object } = {}) {
    this.#shards = shards;
    this.#mappings = mappings;
    this.#next = Array.from({ length: shards }, () => 0);
  }

  /** As a client writes it: a document that was there gets a new sequence number and the next version. */
  put(id: string, source: string, routing?: string, version: number = this.#versionOf(id, routing) + 1): void {
    const shard = this.#shardOf(id, routing);
    const key = keyOf(id, routing);
    this.documents.delete(key);
    this.deleted.delete(key);
    this.documents.set(key, { id, routing, source, shard, version, sequence: this.#take(shard) });
  }

  /** A document that a client writes slowly: it has its number, and is there once the result is called. Nobody else writes it. */
  begin(id: string, source: string): () => void {
    const shard = this.#shardOf(id, undefined);
    const begun = { shard, sequence: this.#take(shard) };
    this.#underWay.add(begun);
    return () => {
      this.#underWay.delete(begun);
      const version = this.#versionOf(id, undefined) + 1;
      this.documents.set(keyOf(id, undefined), { id, routing: undefined, source, version, ...begun });
    };
  }

  /** As a client deletes it. A deletion takes a number as well. */
  delete(id: string, routing?: string, version: number = this.#versionOf(id, routing) + 1): boolean {
    this.#take(this.#shardOf(id, routing));
    this.deleted.set(keyOf(id, routing), version);
    return this.documents.delete(keyOf(id, routing));
  }

  /** Makes everything visible. */
  refresh(): void {
    this.#found = [...this.documents.values()];
  }

  #versionOf(id: string, routing: string | undefined): number {
    const key = keyOf(id, routing);
    return this.documents.get(key)?.version ?? this.deleted.get(key) ?? 0;
  }

  #shardOf(id: string, routing: string | undefined): number {
    return (routing ?? id).length % this.#shards;
  }

  #take(shard: number): number {
    const sequence = this.#next[shard] ?? 0;
    this.#next[shard] = sequence + 1;
    return sequence;
  }

  has(id: string, routing?: string): boolean {
    return this.documents.has(keyOf(id, routing));
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
    if (pathname.endsWith('/_search'))
      return this.#search(asked, searchParams.has('scroll'), searchParams.get('preference'));
    if (pathname.endsWith('/_mget')) return this.#versions(asked);
    if (pathname.endsWith('/_count')) return this.#count(asked.query);
    if (pathname.endsWith('/_refresh')) {
      this.refresh();
      return '{"_shards":{"total":2,"successful":2,"failed":0}}';
    }
    if (pathname.startsWith('/_nodes/'))
      return JSON.stringify({ nodes: { only: { os: { allocated_processors: this.processors } } } });
    if (pathname.includes('/_stats/')) return JSON.stringify(this.#stats());
    if (pathname.endsWith('/_settings')) return this.#change(asked as { index?: object });
    if (method === 'GET') {
      const settings = { index: { uuid: this.uuid }, ...this.settings };
      return JSON.stringify({ index: { aliases: {}, settings, mappings: this.#mappings } });
    }
    assertInvariant(false, `the fake knows ${method} ${pathname}`);
  }

  #change({ index = {} }: { readonly index?: object }): string {
    for (const [name, value] of Object.entries(index)) {
      if (value === null) delete this.settings[`index.${name}`];
      else this.settings[`index.${name}`] = value;
    }
    return '{"acknowledged":true}';
  }

  #bulk(body: string): string {
    const outcomes = bulkLines(body).map((line) => {
      const { action, id, routing, source, type } = line;
      const refusal = this.refuse({ id, routing, source, shard: 0, sequence: 0, version: 1 });
      if (refusal === undefined && type !== undefined) this.types.push(type);
      return { [action]: refusal ?? this.#write(line) };
    });
    const isFailed = outcomes.some((outcome) => Object.values(outcome).some(({ status }) => status > 201));
    return JSON.stringify({ errors: isFailed, items: outcomes });
  }

  #write({ action, id, routing, source, version }: BulkLine): { readonly status: number; readonly error?: object } {
    const isThere = this.has(id, routing);
    const isConflict = version === undefined ? isThere : this.#versionOf(id, routing) > version;
    if (isConflict) return { status: 409, error: { type: 'version_conflict_engine_exception' } };
    if (action === 'delete') return { status: this.delete(id, routing, version) ? 200 : 404 };
    this.put(id, source, routing, version);
    return { status: isThere ? 200 : 201 };
  }

  #versions({ docs = [] }: SearchBody): string {
    const versions = docs.map(({ _id: id, routing }) => this.documents.get(keyOf(id, routing))?.version);
    return JSON.stringify({
      docs: versions.map((version) => ({
        found: version !== undefined,
        ...defined({ _version: version }),
      })),
    });
  }

  #search(asked: SearchBody, isScroll: boolean, preference: string | null): string {
    const { query, size = 10 } = asked;
    const found = this.#matching(query).filter(({ shard }) => preference === null || preference === `_shards:${shard}`);
    const field = asked.aggs?.highest.max.field;
    if (field !== undefined) return highestAnswer(found, field);
    if (!isScroll) return searchAnswer(found.slice(0, size), found.length, { parts: asked });
    const pages: FakeDocument[][] = [];
    for (let at = 0; at < found.length; at += size) pages.push(found.slice(at, at + size));
    const id = `scroll-${this.#scrollCount}`;
    this.#scrollCount += 1;
    this.#scrolls.set(id, { pages, parts: asked });
    this.openScrolls.add(id);
    return this.#scroll({ scroll_id: id });
  }

  #scroll({ scroll_id: id }: SearchBody): string {
    const { pages, parts } = this.#scrolls.get(String(id)) ?? { pages: [], parts: {} };
    const total = pages.reduce((sum, page) => sum + page.length, 0);
    return searchAnswer(pages.shift() ?? [], total, { scrollId: String(id), parts });
  }

  #clear({ scroll_id: ids }: SearchBody): string {
    for (const id of Array.isArray(ids) ? ids : []) this.openScrolls.delete(id);
    return '{"succeeded":true,"num_freed":1}';
  }

  #count(query: FakeQuery | undefined): string {
    const { length: count } = this.#matching(query);
    return JSON.stringify({ count, _shards: { total: this.#shards, successful: this.#shards, failed: 0 } });
  }

  #matching(query: FakeQuery | undefined): FakeDocument[] {
    if (query?.function_score !== undefined) return this.#matching(query.function_score.query);
    const clauses = [query, ...(query?.bool?.filter ?? [])];
    const { fields, ranges } = rangesIn(clauses);
    const ids = clauses.map((each) => each?.ids?.values).filter((values) => values !== undefined);
    const isIn = ({ sequence, id, source }: FakeDocument): boolean =>
      ids.every((values) => values.includes(id)) &&
      fields.every((each) => isInField(source, each)) &&
      ranges.every(
        ({ gte = 0, lt = Number.POSITIVE_INFINITY }) => this.hasSequenceNumbers && sequence >= gte && sequence < lt,
      );
    return (this.isFresh ? [...this.documents.values()] : [...this.#found]).filter(isIn);
  }

  #stats(): object {
    const shards = this.#next.map((next, shard) => {
      const underWay = [...this.#underWay].filter((each) => each.shard === shard).map(({ sequence }) => sequence);
      const seqNo = { max_seq_no: next - 1, global_checkpoint: Math.min(next, ...underWay) - 1 };
      return [shard, [{ routing: { primary: true }, seq_no: seqNo }]];
    });
    return {
      _all: { primaries: { store: { size_in_bytes: this.storeBytes } } },
      indices: { index: { shards: Object.fromEntries(shards) } },
    };
  }
}

function keyOf(id: string, routing: string | undefined): string {
  return `${id}\0${routing ?? ''}`;
}

/** Those of sequence numbers, and those of fields with the field's name. */
function rangesIn(clauses: readonly (FakeQuery | undefined)[]) {
  const all = clauses.flatMap((each) => Object.entries(each?.range ?? {}));
  return {
    ranges: all.filter(([field]) => field === '_seq_no').map(([, range]) => range),
    fields: all.filter(([field]) => field !== '_seq_no'),
  };
}

interface FakeQuery {
  readonly function_score?: { readonly query: FakeQuery };
  readonly range?: Readonly<Record<string, FakeRange>>;
  readonly ids?: { readonly values: readonly string[] };
  readonly bool?: { readonly filter?: readonly FakeQuery[] };
}

interface SearchBody extends FakeParts {
  readonly query?: FakeQuery;
  readonly size?: number;
  readonly aggs?: { readonly highest: { readonly max: { readonly field: string } } };
  readonly scroll_id?: string | readonly string[];
  readonly docs?: readonly { readonly _id: string; readonly routing?: string }[];
}
