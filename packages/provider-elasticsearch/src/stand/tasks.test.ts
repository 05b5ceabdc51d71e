import { objectOf } from '@waybill/stand-kit';
import { describe, expect, test } from 'vitest';
import { elasticsearch } from './stand.ts';
import { copyOf } from './testing/test-clusters.ts';
import { openTestStand, type TestRequest } from './testing/test-stand.ts';

const DURATIONS = { elasticsearchReindexStartMs: 100, elasticsearchReindexMs: 1_000 };
const LIST = '/_tasks?actions=*reindex&detailed=true&group_by=none';

/** A target that copies 5,000 documents in five batches of a second. */
function lab(version = '7.10.2') {
  const indices = { orders: { documents: 5_000 } };
  const clusters = [
    { name: '10.20.0.5:9200', security: null, version: '6.7.2', indices },
    { name: 'new', security: null, version },
  ];
  const stand = openTestStand(elasticsearch, { settings: { clusters }, durations: DURATIONS });
  const call = (method: 'GET' | 'POST', path: string, body?: unknown) =>
    stand.call(method, `/clusters/new${path}`, body);
  return {
    ...stand,
    call,
    callLate: (method: 'GET', path: string, request: TestRequest) =>
      stand.call(method, `/clusters/new${path}`, undefined, request).json,
    start: (query = '', request: TestRequest = { headers: { 'X-Opaque-Id': 'unit-7' } }) => {
      const path = `/clusters/new/_reindex?wait_for_completion=false${query}`;
      return String(stand.call('POST', path, copyOf('orders'), request).json['task']);
    },
    status: (id: string) => objectOf(objectOf(call('GET', `/_tasks/${id}`).json, 'task'), 'status'),
    running: () => (call('GET', LIST).json['tasks'] as readonly Record<string, unknown>[]).map(({ id }) => id),
    results: (query: object) => {
      const { hits } = call('POST', '/.tasks/_search', { query }).json as { hits?: { hits: { _id: string }[] } };
      return hits?.hits.map(({ _id }) => _id);
    },
  };
}

describe('a task', () => {
  test('is listed with its id of the caller while it runs, and its result is kept', () => {
    const stand = lab();
    const id = stand.start();
    expect(stand.call('GET', LIST).json).toMatchObject({
      tasks: [{ node: id.split(':')[0], headers: { 'X-Opaque-Id': 'unit-7' }, cancellable: true }],
    });
    expect(stand.call('GET', '/_tasks?actions=*search&group_by=none').json).toEqual({ tasks: [] });
    stand.advance(60_000);
    expect(stand.running()).toEqual([]);
    expect(stand.results({ match_all: {} })).toEqual([id]);
  });

  test('is found among results by its time and its description, and not by its headers', () => {
    const stand = lab();
    const startedAtMs = Date.parse('2026-03-01T12:00:00Z');
    const id = stand.start();
    stand.advance(60_000);
    const since = (gte: number) => ({ range: { 'task.start_time_in_millis': { gte } } });
    expect(stand.results(since(startedAtMs))).toEqual([id]);
    expect(stand.results(since(startedAtMs + 1))).toEqual([]);
    expect(stand.results({ match_phrase: { 'task.description': 'to [orders]' } })).toEqual([id]);
    expect(stand.results({ match_phrase: { 'task.description': 'to [order]' } })).toEqual([]);
    expect(stand.results({ bool: { must: [since(0), { match_phrase: { 'task.description': 'orders' } }] } })).toEqual([
      id,
    ]);
    expect(stand.results({ term: { 'task.headers.X-Opaque-Id': 'unit-7' } })).toEqual([]);
  });

  test('shows neither user nor password', () => {
    const stand = lab();
    const body = copyOf('orders', {
      source: { remote: { host: 'http://10.20.0.5:9200', username: 'u5er', password: 's3cret' } },
    });
    const { json } = stand.call('POST', '/_reindex?wait_for_completion=false', body);
    expect(JSON.stringify(stand.call('GET', `/_tasks/${String(json['task'])}`).json)).not.toMatch(/u5er|s3cret/);
  });

  test('is slowed down, and let go again', () => {
    const stand = lab();
    const id = stand.start('&requests_per_second=100');
    stand.advance(1_100);
    expect(stand.status(id)).toMatchObject({
      created: 1_000,
      requests_per_second: 100,
      throttled_until_millis: 10_000,
    });
    stand.advance(9_000);
    expect(stand.status(id)).toMatchObject({ created: 1_000 });
    const { json } = stand.call('POST', `/_reindex/${id}/_rethrottle?requests_per_second=-1`);
    expect(Object.keys(objectOf(json, 'nodes'))).toEqual([id.split(':')[0]]);
    expect(stand.status(id)).toMatchObject({ created: 2_000, requests_per_second: -1 });
    stand.advance(3_000);
    expect(stand.call('GET', `/_tasks/${id}`).json).toMatchObject({ response: { created: 5_000, batches: 5 } });
    expect(stand.call('POST', `/_reindex/${id}/_rethrottle?requests_per_second=5`).json).toMatchObject({ nodes: {} });
  });

  test('is cancelled at its next batch, and keeps what it wrote', () => {
    const stand = lab();
    const id = stand.start();
    stand.advance(2_500);
    expect(stand.call('POST', `/_tasks/${id}/_cancel`)).toMatchObject({ status: 200, effects: 1 });
    expect(stand.running()).toHaveLength(1);
    stand.advance(1_000);
    expect(stand.call('GET', `/_tasks/${id}`).json).toMatchObject({
      completed: true,
      response: { created: 2_000, canceled: 'by user request' },
    });
    expect(stand.call('POST', `/_tasks/${id}/_cancel`)).toMatchObject({
      status: 200,
      json: { nodes: {}, node_failures: [{}] },
    });
    expect(stand.call('POST', '/orders/_count').json['count']).toBe(2_000);
  });

  test('ends with an error when its source is deleted', () => {
    const stand = openTestStand(elasticsearch, {
      settings: { clusters: [{ name: 'new', security: null, indices: { a: { documents: 5_000 } } }] },
      durations: DURATIONS,
    });
    const body = copyOf('a', { host: null, dest: { index: 'b' } });
    const { json } = stand.call('POST', '/clusters/new/_reindex?wait_for_completion=false', body);
    stand.advance(1_200);
    stand.call('DELETE', '/clusters/new/a');
    stand.advance(5_000);
    expect(stand.call('GET', `/clusters/new/_tasks/${String(json['task'])}`).json).toMatchObject({
      error: { type: 'search_phase_execution_exception' },
      task: { status: { created: 1_000 } },
    });
  });
});

describe('a node that is restarted', () => {
  test('loses the tasks that run, keeps results and documents, and counts tasks anew', () => {
    const stand = lab();
    const ended = stand.start();
    stand.advance(60_000);
    const lost = stand.start();
    stand.advance(2_500);
    stand.setSettings({ restarts: { new: 1 } });
    expect(stand.running()).toEqual([]);
    expect(stand.call('GET', `/_tasks/${lost}`)).toMatchObject({
      status: 404,
      json: { error: { reason: `task [${lost}] isn't running and hasn't stored its results` } },
    });
    expect(stand.results({ match_all: {} })).toEqual([ended]);
    expect(stand.call('POST', '/orders/_count').json['count']).toBe(5_000);
    const again = stand.start('', { headers: { 'X-Opaque-Id': 'unit-8' } });
    expect(again).toBe(ended);
    expect(stand.call('GET', `/_tasks/${again}`).json).toMatchObject({
      completed: false,
      task: { headers: { 'X-Opaque-Id': 'unit-8' } },
    });
    expect(stand.report()).toMatchObject({
      clusters: [{ tasks: [{ status: 'completed' }, { status: 'lost' }, { status: 'running' }] }, {}],
    });
  });

  test('leaves half a copy, which op_type create finishes', () => {
    const stand = lab();
    stand.start();
    stand.advance(3_100);
    stand.setSettings({ restarts: { new: 1 } });
    const id = stand.start();
    stand.advance(60_000);
    const response = { total: 5_000, created: 2_000, version_conflicts: 3_000, failures: [] };
    expect(stand.call('GET', `/_tasks/${id}`).json).toMatchObject({ response });
  });

  test('knows no tasks of nodes that are gone', () => {
    expect(lab().call('GET', '/_tasks/other:5')).toMatchObject({
      status: 404,
      json: {
        error: {
          type: 'resource_not_found_exception',
          reason: expect.stringContaining("isn't part of the cluster") as unknown,
        },
      },
    });
  });
});

test('a result that could not be kept is gone, though the copy went well', () => {
  const stand = lab();
  stand.setSettings({ keepsTaskResults: false });
  const id = stand.start();
  stand.advance(60_000);
  expect(stand.call('GET', `/_tasks/${id}`).status).toBe(404);
  expect(stand.call('POST', '/orders/_count').json['count']).toBe(5_000);
});

test('faults hide a new task from lists, and show an old state of it', () => {
  const stand = lab();
  const id = stand.start('', { faults: { hiddenMs: 2_000 } });
  expect(stand.running()).toEqual([]);
  stand.advance(2_500);
  expect(stand.running()).toHaveLength(1);
  const shownAgo = (staleMs: number) => stand.callLate('GET', `/_tasks/${id}`, { faults: { staleMs } });
  expect(shownAgo(0)).toMatchObject({ task: { status: { created: 2_000 } } });
  expect(shownAgo(1_000)).toMatchObject({ task: { status: { created: 1_000 } } });
  stand.advance(60_000);
  expect(shownAgo(0)).toMatchObject({ completed: true });
  expect(shownAgo(60_000)).toMatchObject({ completed: false });
});

test('copies that run are active until they end', () => {
  const stand = lab();
  stand.start();
  expect(stand.activity().onTargets).toMatchObject([{ target: 'new/orders', endMs: Number.POSITIVE_INFINITY }]);
  stand.advance(60_000);
  expect(stand.activity().tasks.map(({ startMs, endMs }) => endMs - startMs)).toEqual([5_100]);
});
