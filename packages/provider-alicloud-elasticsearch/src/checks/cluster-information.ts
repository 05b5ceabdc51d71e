import { isJsonObject, type Json } from '@waybill/core';
import { type Fields, fieldsOf, type Part, parseJsonObject, textOf, textsOf } from '@waybill/provider-kit';
import type { GetClusterDataInformationResponse } from '../generated/answers.generated.ts';

/** What GetClusterDataInformation says about a cluster and, when one was asked for, an index. */
export interface ClusterInformation {
  readonly isConnectable: boolean;
  /** Whether it is among the indices that the answer lists. */
  readonly lists: (index: string) => boolean;
  /** Mapping types of the index that was asked for; empty when the answer names none. */
  readonly types: readonly string[];
  /** The answer describes the index that was asked for. */
  readonly hasMapping: boolean;
}

/** One answer serves many checks, and lists every index of the cluster. */
const readAnswers = new WeakMap<object, ClusterInformation>();

export function readClusterInformation(response: Json): ClusterInformation {
  if (!isJsonObject(response)) return informationIn({});
  const known = readAnswers.get(response);
  if (known !== undefined) return known;
  const information = informationIn(fieldsOf(fieldsOf<GetClusterDataInformationResponse>(response).Result));
  readAnswers.set(response, information);
  return information;
}

type Result = Part<GetClusterDataInformationResponse, 'Result'>;

function informationIn(result: Fields<Result>): ClusterInformation {
  const meta = fieldsOf<Part<Result, 'metaInfo'>>(result.metaInfo);
  const mapped = Object.keys(parseJsonObject(textOf(meta.mapping) ?? '') ?? {});
  const named = textsOf(meta.typeName);
  return {
    isConnectable: result.connectable === true,
    lists: listReader(meta.indices),
    types: named.length > 0 ? named : mapped,
    hasMapping: mapped.length > 0,
  };
}

/**
 * Every answer lists all indices of the cluster, and most are asked about one. A set is made for an answer that is asked
 * about more.
 */
function listReader(indices: Json | undefined): (index: string) => boolean {
  if (!Array.isArray(indices)) return () => false;
  let known: ReadonlySet<Json> | undefined;
  let hasBeenAsked = false;
  return (index) => {
    if (hasBeenAsked) known ??= new Set<Json>(indices);
    hasBeenAsked = true;
    return known?.has(index) ?? indices.includes(index);
  };
}

/** An answer about one index describes it; some also list the cluster's indices. */
export function isIndexShown(information: ClusterInformation, index: string): boolean {
  return information.hasMapping || information.lists(index);
}
