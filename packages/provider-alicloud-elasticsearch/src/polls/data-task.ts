import { isJsonObject, type Json, ProviderError } from '@waybill/core';
import { type Fields, fieldsOf, type Part, textOf } from '@waybill/provider-kit';
import type { ListDataTasksResponse } from '../generated/answers.generated.ts';
import { DEFAULT_STATUS_WORDS, meaningOf, type StatusMeaning } from './status-words.ts';

/** One row of ListDataTasks, reduced to what tells tasks apart. */
export interface DataTask {
  readonly taskId: string;
  /** The vendor's word, as it came. */
  readonly status: string;
  readonly meaning: StatusMeaning;
  readonly source: ClusterIndex;
  readonly sink: ClusterIndex;
  /** Address of the source; undefined where the list does not say. */
  readonly endpoint: string | undefined;
  /** As the vendor writes it, without a zone. */
  readonly createdAt: string | undefined;
  /** The row has the address on the sink's side and the index definition on the source's: the sides may be swapped. */
  readonly isSwapped: boolean;
}

export interface ClusterIndex {
  readonly index: string | undefined;
  readonly type: string | undefined;
}

/**
 * The session adds this field to each row when the plan gives its own status words: judging an observation is pure and
 * sees no configuration.
 */
export const MEANING_FIELD = 'x-waybill-meaning';

/** Rows of a ListDataTasks answer. An answer without a readable list is an error: it must not look like "no tasks". */
export function parseDataTasks(response: Json): readonly DataTask[] {
  const rows = fieldsOf<ListDataTasksResponse>(response).Result;
  if (!Array.isArray(rows)) throw unreadableList('has no list of tasks');
  return rows.map((row: Json) => {
    const task = knownTask(row);
    if (task === undefined) throw unreadableList('has a row without a taskId');
    return task;
  });
}

/** Rows that one answer shares with the next are read once. */
const knownTasks = new WeakMap<object, DataTask>();

function knownTask(row: Json): DataTask | undefined {
  if (!isJsonObject(row)) return undefined;
  const known = knownTasks.get(row);
  if (known !== undefined) return known;
  const task = parseDataTask(fieldsOf(row));
  if (task !== undefined) knownTasks.set(row, task);
  return task;
}

type Row = Part<ListDataTasksResponse, 'Result'>;
type Cluster = Part<Row, 'sourceCluster'> & Part<Row, 'sinkCluster'>;

function parseDataTask(row: Fields<Row> & { readonly [MEANING_FIELD]?: Json }): DataTask | undefined {
  const taskId = textOf(row.taskId);
  if (taskId === undefined) return undefined;
  const source = fieldsOf<Cluster>(row.sourceCluster);
  const sink = fieldsOf<Cluster>(row.sinkCluster);
  const status = textOf(row.status) ?? '';
  return {
    taskId,
    status,
    meaning: givenMeaning(row[MEANING_FIELD]) ?? meaningOf(status, DEFAULT_STATUS_WORDS),
    source: clusterIndex(source),
    sink: clusterIndex(sink),
    endpoint: textOf(source.endpoint) ?? textOf(sink.endpoint),
    createdAt: textOf(row.createTime),
    isSwapped: isSourceShaped(sink) && !isSourceShaped(source),
  };
}

function clusterIndex(cluster: Fields<Cluster>): ClusterIndex {
  return { index: textOf(cluster.index), type: textOf(cluster.type) };
}

/** The vendor's sample gives the address of a source and the settings of a sink; its table says the reverse. */
function isSourceShaped(cluster: Fields<Cluster>): boolean {
  const { endpoint, vpcId, vpcInstanceId, vpcIp } = cluster;
  return [endpoint, vpcId, vpcInstanceId, vpcIp].some((value) => textOf(value) !== undefined);
}

function givenMeaning(value: Json | undefined): StatusMeaning | undefined {
  return value === 'succeeded' || value === 'failed' || value === 'running' || value === 'unknown' ? value : undefined;
}

function unreadableList(what: string): ProviderError {
  return new ProviderError(`The answer of ListDataTasks ${what}.`, {
    vendorCode: 'UNREADABLE_ANSWER',
    class: 'transient',
    effect: 'none',
    operation: 'ListDataTasks',
  });
}
