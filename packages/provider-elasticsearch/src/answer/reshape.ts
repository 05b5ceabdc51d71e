import type { Json, JsonObject } from '@waybill/core';
import { objectOf } from '@waybill/provider-kit';

/**
 * Answers whose objects have names for keys, as lists: what is kept of an answer is named by a fixed way into it. Every other
 * answer stays as it is.
 */
export function reshape(operation: string, response: Json): Json {
  const body = objectOf(response);
  switch (operation) {
    case 'ShowNodes':
      return { ...body, nodes: listOf('id', objectOf(body['nodes'])) };
    case 'GetIndex':
      return { indices: listOf('name', body) };
    case 'GetAlias':
      return { indices: listOf('name', body).map((index) => ({ ...index, options: onlyMember(index['aliases']) })) };
    case 'ShowIndexStats':
      return { _all: body['_all'] ?? null, max_seq_no: highestSequenceNumber(objectOf(body['indices'])) };
    default:
      return response;
  }
}

function listOf(key: string, members: JsonObject): readonly JsonObject[] {
  return Object.entries(members).map(([name, member]) => ({ [key]: name, ...objectOf(member) }));
}

/** What one alias was asked for has: its filter, its routing. */
function onlyMember(aliases: Json | undefined): Json {
  const [options = null] = Object.values(objectOf(aliases));
  return options;
}

/** Over every copy of every shard; null where the answer does not say (another level, or documents from before 6.0). */
function highestSequenceNumber(indices: JsonObject): number | null {
  const copies = Object.values(indices)
    .flatMap((index) => Object.values(objectOf(objectOf(index)['shards'])))
    .flatMap((shard) => (Array.isArray(shard) ? (shard as readonly Json[]) : []));
  const numbers = copies.map((copy) => objectOf(objectOf(copy)['seq_no'])['max_seq_no']);
  const known = numbers.filter((number) => typeof number === 'number');
  return known.length === 0 ? null : Math.max(...known);
}
