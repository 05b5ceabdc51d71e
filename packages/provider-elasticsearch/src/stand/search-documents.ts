import { type Answer, isJsonObject, type JsonObject, queryOf } from '@waybill/stand-kit';
import { clusterAnswer } from './cluster-answer.ts';
import { ClusterError, illegalArgument } from './cluster-error.ts';
import { type Documents, idOf, splitAt, totalOf } from './document-store.ts';
import { highestValues } from './highest-values.ts';
import { refuseClosed } from './index-documents.ts';
import { documentsOf, resolveIndices } from './resolve-indices.ts';
import type { HitParts, Scroll } from './scroll.ts';
import type { ClusterCall } from './service.ts';

/** How many documents a page has when the search does not say it. */
const DEFAULT_SIZE = 10;

/** Documents in the order in which they were written; with `scroll`, the first page of all of them. */
export function searchDocuments({ call, cluster, service }: ClusterCall): Answer {
  const body = isJsonObject(call.json) ? call.json : {};
  const query = isJsonObject(body['query']) ? body['query'] : undefined;
  const resolved = resolveIndices(cluster, call.params['index'] ?? '');
  for (const { index } of resolved) refuseClosed(index);
  const shard = shardIn(queryOf(call, 'preference'));
  const found = resolved.flatMap((each) => documentsOf(each, { cluster, query, shard }));
  for (const { index } of resolved) index.noteSearched();
  const size = typeof body['size'] === 'number' ? body['size'] : DEFAULT_SIZE;
  const keepAlive = queryOf(call, 'scroll');
  const endsAtMs = service.world.nowMs() + (keepAlive === null ? 0 : keepAliveMs(keepAlive));
  const parts = { hasSource: body['_source'] !== false, hasVersion: body['version'] === true };
  const scroll = { rest: found, size, index: resolved[0]?.index.name ?? '', parts, endsAtMs };
  if (keepAlive === null)
    return clusterAnswer(call, { ...pageOf(scroll, { call, cluster }).page, ...highestValues(body['aggs'], found) });
  return clusterAnswer(call, nextPage(cluster.openScroll(), scroll, { call, cluster }));
}

/** Of `_shards:2`; undefined: all shards. */
function shardIn(preference: string | null): number | undefined {
  const [, number] = /^_shards:(\d+)$/.exec(preference ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Whether documents are there and in which version, as they are now. */
export function getVersions({ call, cluster }: ClusterCall): Answer {
  const [{ index } = { index: undefined }] = resolveIndices(cluster, call.params['index'] ?? '');
  const asked =
    isJsonObject(call.json) && Array.isArray(call.json['docs']) ? call.json['docs'].filter(isJsonObject) : [];
  const docs = asked.map(({ _id: id }) => {
    const there = index?.documents.get(String(id));
    const version = there === undefined ? {} : { _version: there.version };
    return { _index: index?.name ?? null, _id: id ?? null, ...version, found: there !== undefined };
  });
  return clusterAnswer(call, { docs });
}

export function scrollDocuments({ call, cluster, service }: ClusterCall): Answer {
  const body = isJsonObject(call.json) ? call.json : {};
  const id = String(body['scroll_id']);
  const scroll = cluster.scrolls.get(id);
  const nowMs = service.world.nowMs();
  if (scroll === undefined || scroll.endsAtMs < nowMs)
    throw new ClusterError(404, 'search_phase_execution_exception', 'all shards failed', {
      caused_by: { type: 'search_context_missing_exception', reason: `No search context found for id [${id}]` },
    });
  const endsAtMs = nowMs + keepAliveMs(String(body['scroll']));
  return clusterAnswer(call, nextPage(id, { ...scroll, endsAtMs }, { call, cluster }));
}

export function clearScroll({ call, cluster }: ClusterCall): Answer {
  const ids = isJsonObject(call.json) ? [call.json['scroll_id']].flat().map(String) : [];
  const freed = ids.filter((id) => cluster.scrolls.delete(id)).length;
  return clusterAnswer(call, { succeeded: true, num_freed: freed }, { status: freed === 0 ? 404 : 200 });
}

type Asked = Pick<ClusterCall, 'call' | 'cluster'>;

function nextPage(id: string, scroll: Scroll, asked: Asked): JsonObject {
  const { page, rest } = pageOf(scroll, asked);
  asked.cluster.scrolls.set(id, { ...scroll, rest });
  return { _scroll_id: id, ...page };
}

function pageOf(
  { rest, size, index, parts }: Scroll,
  { cluster }: Asked,
): { page: JsonObject; rest: readonly Documents[] } {
  const { first, rest: left } = splitAt(rest, size);
  const total = totalOf(rest);
  const hits = first.flatMap((documents) =>
    hitsOf(documents, { index, parts, hasType: cluster.version.hasTypeInHits }),
  );
  const page = {
    took: 1,
    timed_out: false,
    _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
    hits: { total: cluster.version.hasTypes ? total : { value: total, relation: 'eq' }, max_score: null, hits },
  };
  return { page, rest: left };
}

interface Shown {
  readonly index: string;
  readonly parts: HitParts;
  readonly hasType: boolean;
}

/** A document without a body has one by its number, the same wherever it is read. */
function hitsOf(documents: Documents, { index, parts, hasType }: Shown): readonly JsonObject[] {
  const type = hasType ? { _type: '_doc' } : {};
  const version = parts.hasVersion ? { _version: documents.version } : {};
  const bodyOf = (source: JsonObject): JsonObject => (parts.hasSource ? { _source: source } : {});
  if (documents.kind === 'document') {
    const routing = documents.routing === null ? {} : { _routing: documents.routing };
    const { id, source } = documents;
    return [{ _index: index, ...type, _id: id, ...version, _score: null, ...routing, ...bodyOf(source) }];
  }
  return Array.from({ length: documents.to - documents.from }, (_, at) => {
    const number = documents.from + at;
    return { _index: index, ...type, _id: idOf(documents, number), ...version, _score: null, ...bodyOf({ number }) };
  });
}

const MS_OF_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function keepAliveMs(text: string): number {
  const [, count = '', unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  const ms = Number(count) * (MS_OF_UNIT[unit] ?? Number.NaN);
  if (Number.isNaN(ms)) throw illegalArgument(`failed to parse setting [scroll] with value [${text}] as a time value`);
  return ms;
}
