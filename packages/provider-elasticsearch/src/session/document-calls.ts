import { defined, type JsonObject, ProviderError, type RequestOutline } from '@waybill/core';
import { objectOf, percentEncode, textOf } from '@waybill/provider-kit';
import { bodyOfPage, bulkReader } from '../answer/bulk-pages.ts';
import { digestAnswer } from '../answer/page-digests.ts';
import { parseConfig } from '../config.ts';
import { clusterAddress } from '../endpoint/endpoints.ts';

/**
 * Calls that carry documents. They are for jobs alone, and no operations of plans: their bodies are passed on as they were
 * written, because a document that is parsed and printed again has other numbers. Each answer is its text.
 */
export type DocumentCall = 'SearchDocuments' | 'ScrollDocuments' | 'ClearScroll' | 'BulkDocuments' | 'GetVersions';

export const BULK: DocumentCall = 'BulkDocuments';

export interface DocumentRequest {
  readonly outline: RequestOutline;
  /** The body as it is sent, where the outline has none. */
  readonly text?: string;
  /** The body where it is no text. */
  readonly bytes?: Uint8Array;
  readonly hasEffect: boolean;
  /** Where the documents are not asked for as their text. */
  readonly readBody?: (bytes: Uint8Array) => string;
}

/** The request of a call that carries documents; undefined: it is another call. */
export function documentRequest(config: JsonObject, call: string, args: JsonObject): DocumentRequest | undefined {
  const build = Object.hasOwn(BUILDERS, call) ? BUILDERS[call as DocumentCall] : undefined;
  if (build === undefined) return undefined;
  const { origin, prefix } = clusterAddress(parseConfig(config));
  const { method, path, query = {}, hasEffect = false, ...body } = build(args);
  const { text, bytes, body: json } = body;
  return {
    outline: {
      method,
      endpoint: origin,
      path: `${prefix}${path}`,
      query,
      ...defined({ body: json }),
    },
    hasEffect,
    ...defined({ text, bytes, readBody: readerOf(args) }),
  };
}

function readerOf({ digest, pass }: JsonObject): DocumentRequest['readBody'] {
  if (digest === true) return digestAnswer;
  return pass === undefined ? undefined : bulkReader(textOf(pass) ?? '');
}

interface BuiltRequest {
  readonly method: RequestOutline['method'];
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  readonly text?: string | undefined;
  readonly bytes?: Uint8Array | undefined;
  readonly hasEffect?: boolean;
}

const BUILDERS: Readonly<Record<DocumentCall, (args: JsonObject) => BuiltRequest>> = {
  /**
   * `index`, `body`, `scroll` for how long the next page may be asked for, and `preference` for some shards alone. With `digest`,
   * here and of the next pages, the answer is what `digestAnswer` makes of it; with `pass`, what that `BulkPass` does.
   */
  SearchDocuments: ({ index, body, scroll, preference }) => ({
    method: 'POST',
    path: `/${percentEncode(textOf(index) ?? '')}/_search`,
    query: { ...defined({ scroll: textOf(scroll), preference: textOf(preference) }) },
    body: objectOf(body),
  }),
  ScrollDocuments: ({ scroll = '', scroll_id: id = '' }) => ({
    method: 'POST',
    path: '/_search/scroll',
    body: { scroll, scroll_id: id },
  }),
  ClearScroll: ({ scroll_id: id = '' }) => ({ method: 'DELETE', path: '/_search/scroll', body: { scroll_id: [id] } }),
  /**
   * `index`, and `text`: actions and documents, a line each, or the name of a `page` that has them; `pipeline` in place of the
   * index's own, and `refresh`: searches see the documents when the answer comes. What the answer says of each document is all
   * it holds. The cluster waits for a shard that is on no node for less than an answer may take, and then says so of each
   * document.
   */
  BulkDocuments: ({ index, text, page, pipeline, refresh }) => ({
    method: 'POST',
    path: `/${percentEncode(textOf(index) ?? '')}/_bulk`,
    query: {
      filter_path: 'errors,items.*.status,items.*.error.type,items.*.error.reason',
      timeout: '20s',
      ...defined({ pipeline: textOf(pipeline), refresh: refresh === true ? 'true' : undefined }),
    },
    ...(page === undefined ? { text: textOf(text) ?? '' } : { bytes: bodyOfPage(textOf(page) ?? '') }),
    hasEffect: true,
  }),
  /** `index`, and `text`: the documents as `{"docs":[…]}`. As they are now, whether searches see it yet or not. */
  GetVersions: ({ index, text }) => ({
    method: 'POST',
    path: `/${percentEncode(textOf(index) ?? '')}/_mget`,
    query: { _source: 'false', filter_path: 'docs.found,docs._version,docs.error.type' },
    text: textOf(text) ?? '',
  }),
};

/** What a job gets of an answer that carries documents. */
export function unreadable(call: string, why: string): ProviderError {
  return new ProviderError(`${call} got an unusable answer: ${why}.`, {
    vendorCode: 'UNREADABLE_ANSWER',
    class: 'transient',
    effect: 'none',
    operation: call,
  });
}
