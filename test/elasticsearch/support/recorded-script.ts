import { isJsonObject, type Json, type JsonObject, ProviderError, type ProviderSession } from '@waybill/core';
import { readBulkAnswer } from '../../../packages/provider-elasticsearch/src/jobs/bulk-answer.ts';
import { tasksOfOpaqueId } from '../../../packages/provider-elasticsearch/src/reconcile/tasks-of-opaque-id.ts';
import { waitFor } from '../../e2e/support/processes.ts';

/** What is sent, and which part of the answer migrations go by. */
interface Line {
  readonly operation: string;
  readonly args: JsonObject;
  /** Undefined: that it was answered with a success. */
  readonly read?: (response: Json) => unknown;
}

const INDEX = 'same-answers';
const COPY = 'same-answers-copy';
const THROTTLED = 'same-answers-throttled';
const ID = 'waybill-000000000abc-same';
const SLOW_ID = 'waybill-000000000abd-same';
const OTHER_TASK = 'AAAAAAAAAAAAAAAAAAAAAA:1';

const objectOf = (value: unknown): JsonObject => (isJsonObject(value as Json) ? (value as JsonObject) : {});
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const at =
  (...path: readonly string[]) =>
  (response: Json): unknown =>
    path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], response);

/** `type`: of the mapping, where the cluster has types. */
const bulkOf =
  (type: string | undefined) =>
  (action: string, ids: readonly number[], source = (id: number): string => `{"n":${id}}`): string =>
    ids
      .map((id) => {
        const named = JSON.stringify({ [action]: { _id: `d${id}`, ...(type === undefined ? {} : { _type: type }) } });
        return `${named}
${
  action === 'delete'
    ? ''
    : `${source(id)}
`
}`;
      })
      .join('');
/** Values of another type than their field; the last one is more than a long can hold. */
const WRONG_VALUES = [
  '{"n":"seven"}',
  '{"b":"yes"}',
  '{"s":{"a":1}}',
  '{"o":7}',
  '{"o":{"n":"x"}}',
  '{"n":[1,"two"]}',
  '{"n":1e30}',
];
const aliasOf = (routing: string): string => `same-${routing.replace(/\W+/g, '-')}`;
/** Aliases that search the shards of a routing alone. */
const ROUTINGS = ['1', '2', 'x', 'a longer one, with ü', '1,2'];
const ROUTED = ROUTINGS.map((routing) => ({
  add: { index: INDEX, alias: aliasOf(routing), search_routing: routing },
}));
/** How many tasks an answer names. */
const tasksIn = (response: Json): number =>
  Object.values(objectOf(objectOf(response)['nodes'])).reduce<number>(
    (sum, node) => sum + Object.keys(objectOf(objectOf(node)['tasks'])).length,
    0,
  );
const kinds =
  (count: number) =>
  (response: Json): unknown =>
    readBulkAnswer(textOf(response) ?? '', count).map((item) =>
      item.kind === 'refused' ? `refused: ${item.reason}` : item.kind,
    );
const settings = (names: readonly string[]) => (response: Json) => {
  const index = objectOf(objectOf(at('indices', '0', 'settings')(response) as Json)['index']);
  return names.map((name) => index[name] ?? null);
};

/** Calls whose answers are the same on every cluster, ids and times aside. `type`: of the mapping, where the cluster has types. */
function linesBefore(type: string | undefined): readonly Line[] {
  const bulk = bulkOf(type);
  const fields = {
    n: { type: 'long' },
    s: { type: 'keyword' },
    b: { type: 'boolean' },
    o: { properties: { n: { type: 'long' } } },
  };
  const shape = { dynamic: 'strict', properties: fields };
  const mappings = type === undefined ? shape : { [type]: shape };
  const typed: JsonObject = type === undefined ? {} : { type };
  const make = {
    index: INDEX,
    settings: { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' },
    mappings,
  };
  const query = { term: { n: 3 } };
  const add = { add: { index: INDEX, alias: 'same-alias', filter: { term: { n: 3 } }, routing: '1' } };
  const from = { index: INDEX, size: 10 };
  return [
    { operation: 'ShowNodes', args: {} },
    {
      operation: 'ShowClusterState',
      args: { filter_path: 'cluster_uuid,metadata.templates' },
      read: (answer) => [typeof at('cluster_uuid')(answer), Array.isArray(at('templates')(answer) ?? [])],
    },
    { operation: 'HasPrivileges', args: { cluster: ['monitor'], index: [{ names: [INDEX], privileges: ['read'] }] } },
    { operation: 'GetIndex', args: { index: INDEX } },
    { operation: 'CountDocuments', args: { index: INDEX } },
    { operation: 'CreateIndex', args: make, read: at('acknowledged') },
    { operation: 'CreateIndex', args: make },
    { operation: 'CreateIndex', args: { ...make, index: 'same-wrong', settings: { no_such_setting: 1 } } },
    { operation: 'TryDefinition', args: { settings: { number_of_shards: 2 }, mappings: shape } },
    { operation: 'TryDefinition', args: { settings: { no_such_setting: 1 }, mappings: shape } },
    { operation: 'TryDefinition', args: { settings: {}, mappings: { properties: { n: { type: 'no_such_type' } } } } },
    {
      operation: 'GetIndex',
      args: { index: INDEX },
      read: settings(['number_of_shards', 'number_of_replicas', 'refresh_interval']),
    },
    { operation: 'ListIndices', args: { index: INDEX, h: 'index,status,health' }, read: (answer) => answer },
    {
      operation: 'ShowIndexHealth',
      args: { index: INDEX, wait_for_status: 'green', timeout: '10s' },
      read: at('status'),
    },
    {
      operation: 'BulkDocuments',
      args: { index: INDEX, text: bulk(...(['create', [...Array(20).keys()]] as const)) },
      read: kinds(20),
    },
    { operation: 'BulkDocuments', args: { index: INDEX, text: bulk('create', [3, 30]) }, read: kinds(2) },
    {
      operation: 'BulkDocuments',
      args: { index: INDEX, text: bulk('create', [50], () => '{"other":1}') },
      read: kinds(1),
    },
    ...WRONG_VALUES.map((source) => ({
      operation: 'BulkDocuments',
      args: { index: INDEX, text: bulk('create', [50], () => source) },
      read: kinds(1),
    })),
    // Taken all the same.
    {
      operation: 'BulkDocuments',
      args: { index: INDEX, text: bulk('create', [51], () => '{"n":"7","b":"true","s":7}') },
      read: kinds(1),
    },
    { operation: 'BulkDocuments', args: { index: INDEX, text: bulk('delete', [30, 51, 99]) }, read: kinds(3) },
    { operation: 'CountDocuments', args: { index: INDEX }, read: at('count') },
    { operation: 'RefreshIndex', args: { index: INDEX }, read: at('_shards', 'failed') },
    { operation: 'CountDocuments', args: { index: INDEX }, read: at('count') },
    { operation: 'CountDocuments', args: { index: INDEX, query }, read: at('count') },
    {
      operation: 'ShowIndexStats',
      args: { index: INDEX, level: 'shards' },
      read: (answer) => (at('positions')(answer) as readonly number[]).length,
    },
    {
      operation: 'PutSettings',
      args: { index: INDEX, settings: { index: { refresh_interval: '5s' } } },
      read: at('acknowledged'),
    },
    { operation: 'PutSettings', args: { index: INDEX, settings: { index: { no_such_setting: 1 } } } },
    { operation: 'PutSettings', args: { index: 'same-none', settings: { index: { refresh_interval: '5s' } } } },
    { operation: 'GetIndex', args: { index: INDEX }, read: settings(['refresh_interval']) },
    { operation: 'GetAlias', args: { name: 'same-alias' } },
    { operation: 'UpdateAliases', args: { actions: [add] }, read: at('acknowledged') },
    {
      operation: 'GetAlias',
      args: { name: 'same-alias' },
      read: (answer) => [at('indices', '0', 'name')(answer), at('indices', '0', 'aliases', 'same-alias')(answer)],
    },
    { operation: 'UpdateAliases', args: { actions: ROUTED }, read: at('acknowledged') },
    ...ROUTINGS.map((routing) => ({
      operation: 'CountDocuments',
      args: { index: aliasOf(routing) },
      read: at('count'),
    })),
    { operation: 'CountDocuments', args: { index: 'same-alias' }, read: at('count') },
    {
      operation: 'ShowIndexUsage',
      args: { index: INDEX },
      read: (answer) => [typeof at('searches')(answer), at('writes')(answer)],
    },
    { operation: 'ShowIndexUsage', args: { index: 'same-none' } },
    { operation: 'UpdateAliases', args: { actions: [{ remove: { index: INDEX, alias: 'same-other' } }] } },
    { operation: 'UpdateAliases', args: { actions: [{ add: { index: 'same-none', alias: 'same-other' } }] } },
    {
      operation: 'TryReindex',
      args: { source: { index: INDEX, size: 1 }, dest: { index: 'same-tried', pipeline: 'same-no-pipeline' } },
      read: (answer) => [at('total')(answer), at('created')(answer), at('failures', '0', 'cause', 'reason')(answer)],
    },
    { operation: 'TryReindex', args: { source: { index: 'same-none', size: 1 }, dest: { index: 'same-tried' } } },
    { operation: 'GetTask', args: { task_id: OTHER_TASK } },
    { operation: 'CancelTask', args: { task_id: OTHER_TASK }, read: tasksIn },
    { operation: 'RethrottleReindex', args: { task_id: OTHER_TASK, requests_per_second: 5 }, read: tasksIn },
    {
      operation: 'Reindex',
      args: { x_opaque_id: ID, conflicts: 'proceed', source: from, dest: { index: COPY, op_type: 'create', ...typed } },
      read: (answer) => typeof at('task')(answer),
    },
  ];
}

/** Of a copy that is slow enough to be seen while it runs. */
function linesOfThrottled(type: string | undefined): Line {
  const dest = { index: THROTTLED, op_type: 'create', ...(type === undefined ? {} : { type }) };
  const args = { x_opaque_id: SLOW_ID, requests_per_second: 0.1, source: { index: INDEX, size: 1 }, dest };
  return { operation: 'Reindex', args, read: (answer) => typeof at('task')(answer) };
}

function linesOfRunning(taskId: string): readonly Line[] {
  return [
    { operation: 'GetTask', args: { task_id: taskId }, read: at('completed') },
    { operation: 'RethrottleReindex', args: { task_id: taskId, requests_per_second: 0.2 }, read: tasksIn },
    { operation: 'GetTask', args: { task_id: taskId }, read: at('task', 'status', 'requests_per_second') },
    { operation: 'CancelTask', args: { task_id: taskId }, read: tasksIn },
  ];
}

function linesAfter(taskId: string, type: string | undefined, version: string): readonly Line[] {
  const bulk = bulkOf(type);
  return [
    {
      operation: 'GetTask',
      args: { task_id: taskId },
      read: (answer) => ['total', 'created', 'version_conflicts'].map((name) => at('response', name)(answer)),
    },
    { operation: 'RefreshIndex', args: { index: COPY }, read: at('_shards', 'failed') },
    { operation: 'CountDocuments', args: { index: COPY }, read: at('count') },
    { operation: 'AddIndexBlock', args: { index: INDEX, block: 'write', version }, read: at('acknowledged') },
    {
      operation: 'BulkDocuments',
      args: { index: INDEX, text: bulk('create', [40]) },
      read: (answer) => {
        try {
          return kinds(1)(answer);
        } catch (error) {
          return described(error);
        }
      },
    },
    {
      operation: 'GetIndex',
      args: { index: INDEX },
      read: (answer) =>
        objectOf(objectOf(objectOf(at('indices', '0', 'settings')(answer) as Json)['index'])['blocks'])['write'],
    },
    {
      operation: 'PutSettings',
      args: { index: INDEX, settings: { 'index.blocks.write': null } },
      read: at('acknowledged'),
    },
  ];
}

function linesAtEnd(): readonly Line[] {
  return [
    { operation: 'DeleteIndex', args: { index: COPY }, read: at('acknowledged') },
    { operation: 'DeleteIndex', args: { index: COPY } },
    { operation: 'DeleteIndex', args: { index: COPY, if_there: true }, read: at('acknowledged') },
    { operation: 'DeleteIndex', args: { index: INDEX }, read: at('acknowledged') },
  ];
}

/**
 * What a cluster answers to all of it, one text for each call. `version`: of the cluster, as it says. What it makes is deleted,
 * also when it fails.
 */
export async function record(session: ProviderSession, version: string): Promise<readonly string[]> {
  const { signal } = new AbortController();
  const ask = async (operation: string, args: JsonObject): Promise<Json> =>
    (await session.call(operation, args, { signal })).response;
  try {
    return await recordAll(ask, version);
  } finally {
    for (const index of [INDEX, COPY, THROTTLED, 'same-wrong']) await ask('DeleteIndex', { index, if_there: true });
  }
}

type Ask = (operation: string, args: JsonObject) => Promise<Json>;

async function recordAll(ask: Ask, version: string): Promise<readonly string[]> {
  const type = version.startsWith('6.') ? '_doc' : undefined;
  const said: string[] = [];
  let task = '';
  const send = async ({ operation, args, read }: Line): Promise<void> => {
    said.push(`${said.length + 1} ${operation}: ${JSON.stringify(await answerTo())}`);

    async function answerTo(): Promise<unknown> {
      let response: Json;
      try {
        response = await ask(operation, args);
      } catch (error) {
        return described(error);
      }
      if (operation === 'Reindex') task = textOf(objectOf(response)['task']) ?? '';
      return read === undefined ? 'answered' : read(response);
    }
  };
  const ended = (): Promise<Json> =>
    waitFor('a copy that has ended', async () => {
      const shown = await ask('GetTask', { task_id: task });
      return objectOf(shown)['completed'] === true && shown;
    });
  for (const line of linesBefore(type)) await send(line);
  await ended();
  // A result can be searched for once its index was refreshed.
  const found = await waitFor('the result of the copy by its id', async () => {
    const tasks = await tasksOfOpaqueId({ isMeant: (id) => id === ID, destination: COPY }, ask);
    return tasks.length > 0 && tasks;
  });
  said.push(`tasks of its id: ${JSON.stringify(found.map(({ isRunning }) => isRunning))}`);
  for (const line of linesAfter(task, type, version)) await send(line);
  await send(linesOfThrottled(type));
  // One that is canceled during its first search ends with the error of that search, on some versions.
  await waitFor('a copy that has searched', async () => {
    const batches = at('task', 'status', 'batches')(await ask('GetTask', { task_id: task }));
    return typeof batches === 'number' && batches > 0;
  });
  for (const line of linesOfRunning(task)) await send(line);
  said.push(`cancelled: ${JSON.stringify(at('response', 'canceled')(await ended()))}`);
  for (const line of linesAtEnd()) await send(line);
  return said;
}

function described(error: unknown): string {
  if (!(error instanceof ProviderError)) throw error;
  return `${error.class} ${error.vendorCode} ${error.httpStatus ?? ''}`;
}
