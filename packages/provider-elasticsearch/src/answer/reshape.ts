import type { Json, JsonObject } from '@waybill/core';
import { objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { withMethod } from './judge-probe.ts';

/**
 * Answers whose objects have names for keys, as lists: what is kept of an answer is named by a fixed way into it. Every other
 * answer stays as it is.
 */
export function reshape(operation: string, response: Json): Json {
  const body = objectOf(response);
  switch (operation) {
    case 'ShowNodes':
      return { ...body, nodes: listOf('id', objectOf(body['nodes'])) };
    case 'TryReindex':
      return withMethod(body);
    case 'ShowClusterState':
      return clusterState(body);
    case 'GetIndex':
      return { indices: listOf('name', body) };
    case 'GetAlias':
      return { indices: listOf('name', body).map((index) => ({ ...index, options: onlyMember(index['aliases']) })) };
    case 'ShowIndexStats':
      return { _all: body['_all'] ?? null, ...sequenceNumbers(objectOf(body['indices'])) };
    case 'ShowIndexUsage':
      return usageOf(objectOf(body['_all']));
    default:
      return response;
  }
}

/** Pipelines are a list already, below a name of their own. */
function clusterState({ cluster_uuid: id = null, metadata }: JsonObject): Json {
  const { templates, index_template: composable, ingest } = objectOf(metadata);
  const pipelines = rowsOf<{ id?: string }>(objectOf(ingest)['pipeline']);
  return {
    cluster_uuid: id,
    templates: [
      ...listOf('name', objectOf(objectOf(composable)['index_template'])).map((each) => template(each, 'composable')),
      ...listOf('name', objectOf(templates)).map((each) => template(each, 'legacy')),
    ],
    pipelines: pipelines.map((pipeline) => textOf(pipeline.id)).filter((name) => name !== undefined),
  };
}

function template({ name = null, index_patterns: patterns = null, priority = null }: JsonObject, form: string): Json {
  return { name, patterns, priority, form };
}

function listOf(key: string, members: JsonObject): readonly JsonObject[] {
  return Object.entries(members).map(([name, member]) => ({ [key]: name, ...objectOf(member) }));
}

/** What one alias was asked for has: its filter, its routing. */
function onlyMember(aliases: Json | undefined): Json {
  const [options = null] = Object.values(objectOf(aliases));
  return options;
}

/** Null where the answer does not say it. */
function usageOf({ total, primaries }: JsonObject): JsonObject {
  const { search, get } = objectOf(total);
  const read = [objectOf(search)['query_total'], objectOf(get)['total']].filter((count) => typeof count === 'number');
  const indexing = objectOf(objectOf(primaries)['indexing']);
  const written = [indexing['index_total'], indexing['delete_total']].filter((count) => typeof count === 'number');
  return {
    searches: read.length === 0 ? null : read.reduce((sum, count) => sum + count, 0),
    writes: written.length === 0 ? null : written.reduce((sum, count) => sum + count, 0),
  };
}

/** Null where the answer does not say (another level, or documents from before 6.0). */
function sequenceNumbers(indices: JsonObject): JsonObject {
  const shards = Object.values(indices).flatMap((index) => shardsOf(objectOf(objectOf(index)['shards'])));
  const highest = shards.map(highestNumber);
  const known = highest.filter((number) => number !== null);
  return {
    max_seq_no: known.length === 0 ? null : Math.max(...known),
    max_seq_nos: allOf(highest),
    positions: allOf(shards.map(writtenUpTo)),
  };
}

/** The copies of each shard, in the order of their numbers; none of one that the answer leaves out. */
function shardsOf(shards: JsonObject): readonly (readonly Json[])[] {
  const count = Math.max(-1, ...Object.keys(shards).map(Number)) + 1;
  return Array.from({ length: count }, (_, number) => {
    const copies = shards[String(number)];
    return Array.isArray(copies) ? (copies as readonly Json[]) : [];
  });
}

function highestNumber(copies: readonly Json[]): number | null {
  const numbers = copies.map((copy) => objectOf(objectOf(copy)['seq_no'])['max_seq_no']);
  const known = numbers.filter((number) => typeof number === 'number');
  return known.length === 0 ? null : Math.max(...known);
}

/** Below it, everything is written in every copy: the primary knows. */
function writtenUpTo(copies: readonly Json[]): number | null {
  const primary = copies.find((copy) => objectOf(objectOf(copy)['routing'])['primary'] === true);
  const checkpoint = objectOf(objectOf(primary)['seq_no'])['global_checkpoint'];
  return typeof checkpoint === 'number' ? Math.max(0, checkpoint + 1) : null;
}

function allOf(numbers: readonly (number | null)[]): readonly number[] | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === numbers.length && known.length > 0 ? known : null;
}
