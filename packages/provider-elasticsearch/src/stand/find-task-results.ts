import { type Answer, isJsonObject, type JsonObject, objectOf, queryOf, textOf } from '@waybill/stand-kit';
import type { KeptResult } from './cluster.ts';
import { clusterAnswer } from './cluster-answer.ts';
import { illegalArgument, noSuchIndex } from './cluster-error.ts';
import { matches } from './query.ts';
import type { ClusterCall } from './service.ts';
import type { ClusterVersion } from './version.ts';

const INDEX = '.tasks';
const DEFAULT_SIZE = 10;
/** What the mapping of `.tasks` does not index: a query on it finds nothing. */
const NOT_INDEXED = /^(task\.(headers|status)|response|error)\b/;

/** The index `.tasks` is made with the first result. */
export function findTaskResults({ call, cluster, service }: ClusterCall): Answer {
  const { version, results } = cluster;
  const ignoresMissing = ['true', ''].includes(queryOf(call, 'ignore_unavailable') ?? 'false');
  if (results.size === 0 && !ignoresMissing) throw noSuchIndex(INDEX);
  const body = isJsonObject(call.json) ? call.json : {};
  const size = typeof body['size'] === 'number' ? body['size'] : DEFAULT_SIZE;
  if (size < 0) throw illegalArgument(`[size] parameter cannot be negative, found [${size}]`);
  const from = typeof body['from'] === 'number' ? body['from'] : 0;
  const query = isJsonObject(body['query']) ? body['query'] : undefined;
  const nowMs = service.world.nowMs();
  const found = [...results.values()].filter((kept) => kept.visibleFromMs <= nowMs && isFound(kept, query));
  const hits = found.slice(from, from + size).map((kept) => hitOf(kept, version));
  return clusterAnswer(call, {
    took: 1,
    timed_out: false,
    _shards: { total: results.size === 0 ? 0 : 1, successful: results.size === 0 ? 0 : 1, skipped: 0, failed: 0 },
    hits: {
      total: version.isTotalANumber ? found.length : { value: found.length, relation: 'eq' },
      max_score: hits.length === 0 ? null : 1,
      hits,
    },
  });
}

function isFound(kept: KeptResult, query: JsonObject | undefined): boolean {
  if (asksForHidden(query)) return false;
  const description = textOf(objectOf(kept.source, 'task'), 'description') ?? '';
  const source = { ...kept.source, task: { ...objectOf(kept.source, 'task'), description: wordsOf(description) } };
  return matches(phrasesAsWords(query), { id: kept.id, seqNo: 0, routing: null, source });
}

function asksForHidden(query: unknown): boolean {
  if (Array.isArray(query)) return query.some(asksForHidden);
  if (!isJsonObject(query)) return false;
  return Object.entries(query).some(([name, value]) => NOT_INDEXED.test(name) || asksForHidden(value));
}

/** A phrase is found where its words follow each other: every run of words of the text is one of its values. */
function wordsOf(text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_.]+/u)
    .filter((word) => word !== '');
  return words.flatMap((_, from) =>
    words.slice(from).map((__, length) => words.slice(from, from + length + 1).join(' ')),
  );
}

function phrasesAsWords(query: unknown): JsonObject | undefined {
  return isJsonObject(query) ? (asWords(query) as JsonObject) : undefined;
}

function asWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asWords);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'task.description' ? phraseOf(member) : asWords(member),
    ]),
  );
}

function phraseOf(value: unknown): string {
  const text = isJsonObject(value) ? (textOf(value, 'query') ?? textOf(value, 'value') ?? '') : String(value);
  return wordsOf(text).reduce((longest, phrase) => (phrase.length > longest.length ? phrase : longest), '');
}

function hitOf({ id, source }: KeptResult, version: ClusterVersion): JsonObject {
  const type = version.major === 6 || version.minor <= 10 ? 'task' : '_doc';
  return { _index: INDEX, ...(version.hasTypeInHits ? { _type: type } : {}), _id: id, _score: 1, _source: source };
}
