import type { JsonObject } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import type { ClusterIndex, DataTask } from './data-task.ts';

/** The natural key of a data task: what is copied to where, on one sink instance. */
export interface IndexPair {
  readonly source: ClusterIndex;
  readonly sink: ClusterIndex;
}

/** The pair in the arguments of a wait. */
export function pairInWait(args: JsonObject): IndexPair {
  return {
    source: { index: textOf(args['sourceIndex']), type: textOf(args['sourceType']) },
    sink: { index: textOf(args['sinkIndex']), type: textOf(args['sinkType']) },
  };
}

/** The pair in the arguments of CreateDataTasks. */
export function pairInCreate(args: JsonObject): IndexPair {
  const source = objectOf(args['sourceCluster']);
  const sink = objectOf(args['sinkCluster']);
  return {
    source: { index: textOf(source['index']), type: textOf(source['type']) },
    sink: { index: textOf(sink['index']), type: textOf(sink['type']) },
  };
}

export function matchesPair(task: DataTask, pair: IndexPair): boolean {
  if (isSame(task.source, pair.source) && isSame(task.sink, pair.sink)) return true;
  return task.isSwapped && isSame(task.sink, pair.source) && isSame(task.source, pair.sink);
}

/** A side that leaves the type out is not compared by it. */
function isSame(listed: ClusterIndex, wanted: ClusterIndex): boolean {
  if (wanted.index === undefined || listed.index !== wanted.index) return false;
  return listed.type === undefined || wanted.type === undefined || listed.type === wanted.type;
}
