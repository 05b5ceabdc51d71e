import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { SandboxClient } from '../testing/sandbox-client.ts';
import { SINK, startTestSandbox, TARGET, type TestSandbox } from '../testing/start-test-sandbox.ts';
import { createRealClock } from '../world/clock.ts';

let lab: TestSandbox;
beforeEach(async () => {
  lab = await startTestSandbox();
});
afterEach(() => lab[Symbol.asyncDispose]());

function post(path: string, body: unknown): ReturnType<TestSandbox['client']['plain']> {
  return lab.client.plain({ method: 'POST', target: `/_sandbox/${path}`, body });
}

function get(path: string): ReturnType<TestSandbox['client']['plain']> {
  return lab.client.plain({ method: 'GET', target: `/_sandbox/${path}` });
}

/** Through JSON, as the HTTP interface gives it. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

test('both vendors share one port, and the interface shows what the twin in the process shows', async () => {
  await lab.createDataTask('orders');
  const taskId = await lab.createOnlineTask('sessions');
  lab.clock.advance(500);
  await lab.setOnlineTask(taskId);
  const { control } = lab.sandbox;
  expect((await get('state')).json).toEqual(asJson(control.state()));
  expect((await get('metrics')).json).toEqual(asJson(control.metrics()));
  expect((await get('requests')).json['requests']).toEqual(asJson(control.requests()));
  expect((await get('requests?operation=CreateDataTasks')).json['requests']).toMatchObject([
    {
      seq: 1,
      operation: 'CreateDataTasks',
      provider: 'alicloud',
      status: 200,
      effects: 1,
      subject: 'orders',
      idempotencyToken: 'token-orders',
    },
  ]);
  expect((await get('health')).json).toEqual({ status: 'ok' });
});

test('the state names every task and counts creations by natural key', async () => {
  await lab.createDataTask('orders');
  const taskId = await lab.createOnlineTask('sessions');
  lab.clock.advance(500);
  await lab.setOnlineTask(taskId);
  lab.clock.advance(1_000);
  expect(lab.sandbox.control.state()).toMatchObject({
    alicloud: {
      tasks: [{ instanceId: SINK, sinkIndex: 'orders', status: 'SUCCESS', isDeleted: false }],
      created: { [`${SINK}/orders -> orders`]: 1 },
    },
    huaweicloud: {
      tasks: [
        { taskId, name: 'sessions', status: 'SUCCESS', targetInstance: TARGET, phases: ['creating', 'migrating'] },
      ],
      created: { sessions: 1 },
    },
  });
});

describe('metrics', () => {
  test('count tasks as active until they end, though nobody looked', async () => {
    await lab.createDataTask('a');
    await lab.createDataTask('b');
    lab.clock.advance(1_100);
    await lab.createDataTask('c');
    const { alicloud } = lab.sandbox.control.metrics().providers;
    expect(alicloud).toMatchObject({
      activeTasks: 1,
      highestActiveTasks: 2,
      highestActiveTasksPerTarget: { [SINK]: 2 },
    });
  });

  test('count a DCS task from its creation, and on its target from Set until it is stopped', async () => {
    const [first, second] = [await lab.createOnlineTask('first'), await lab.createOnlineTask('second')];
    lab.clock.advance(500);
    await lab.setOnlineTask(first, 'incremental_migration');
    lab.clock.advance(10_000);
    await lab.client.huaweicloud({ method: 'POST', target: `/migration-task/${first}/stop` });
    expect(lab.sandbox.control.metrics().providers.huaweicloud).toMatchObject({ activeTasks: 2 });
    lab.clock.advance(300);
    await lab.setOnlineTask(second);
    expect(lab.sandbox.control.metrics().providers.huaweicloud).toMatchObject({
      activeTasks: 1,
      highestActiveTasks: 2,
      highestActiveTasksPerTarget: { [TARGET]: 1 },
    });
  });

  test('count calls per window, at once, and by operation and status', async () => {
    for (const index of ['a', 'b']) await lab.createDataTask(index);
    lab.clock.advance(999);
    await lab.createDataTask('a', { token: 'again' });
    lab.clock.advance(1);
    await Promise.all([lab.listDataTasks(), lab.listDataTasks()]);
    expect(lab.sandbox.control.metrics()).toMatchObject({
      totalRequests: 5,
      operations: { CreateDataTasks: { calls: 3, effects: 2, byStatus: { 200: 2, 400: 1 } } },
      providers: { alicloud: { highestCallsPerWindow: 3, inFlight: 0 }, huaweicloud: { highestCallsPerWindow: 0 } },
    });
  });

  test('see calls that wait at once', async () => {
    lab.sandbox.control.setFaults([{ fault: { kind: 'latency', ms: 10 } }]);
    const calls = [lab.listDataTasks(), lab.listDataTasks(), lab.listDataTasks()];
    while (lab.sandbox.control.requests().length < 3) await new Promise((resolve) => setImmediate(resolve));
    lab.clock.advance(10);
    await Promise.all(calls);
    expect(lab.sandbox.control.metrics().providers.alicloud).toMatchObject({ highestInFlight: 3, inFlight: 0 });
  });
});

test('a reset takes everything back, the seed too', async () => {
  await post('settings', { alicloud: { statusWords: { pending: 'WAITING' } } });
  await post('durations', { alicloudPendingMs: 9_999 });
  await lab.createDataTask('orders');
  const before = await lab.listDataTasks();
  expect(before).toMatchObject([{ status: 'WAITING' }]);
  await post('reset', {});
  expect(lab.sandbox.control.state()).toMatchObject({ alicloud: { tasks: [], created: {} } });
  expect(lab.sandbox.control.metrics().totalRequests).toBe(0);
  await lab.createDataTask('orders');
  expect(await lab.listDataTasks()).toMatchObject([{ taskId: before[0]?.taskId, status: 'PENDING' }]);
  lab.clock.advance(100);
  expect(await lab.listDataTasks()).toMatchObject([{ status: 'RUNNING' }]);
});

test('calls that are held are listed, and continue when they are released', async () => {
  await post('faults', [{ operation: 'CreateDataTasks', fault: { kind: 'hold', when: 'after' } }]);
  const pending = lab.createDataTask('orders');
  while (lab.sandbox.control.held().length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect((await get('held')).json['held']).toEqual([{ seq: 1, operation: 'CreateDataTasks', when: 'after' }]);
  expect((await post('release', { operation: 'CreateDataTasks' })).status).toBe(200);
  expect((await pending).status).toBe(200);
  expect((await get('held')).json['held']).toEqual([]);
});

describe('the clock', () => {
  test('moves on request', async () => {
    await lab.createDataTask('orders');
    expect((await post('clock', { advanceMs: 1_100 })).status).toBe(200);
    expect(await lab.listDataTasks()).toMatchObject([{ status: 'SUCCESS' }]);
  });

  test('moves by itself when it is real', async () => {
    await using sandbox = await startSandbox();
    const client = new SandboxClient(sandbox, () => createRealClock().now());
    const answer = await client.plain({ method: 'POST', target: '/_sandbox/clock', body: { advanceMs: 1 } });
    expect(answer).toMatchObject({ status: 409, json: { code: 'SANDBOX_CLOCK_NOT_VIRTUAL' } });
    expect((await client.huaweicloud({ method: 'GET', target: '/migration-tasks' })).status).toBe(200);
  });
});

describe('control requests that are not understood change nothing', () => {
  test.each([
    ['settings', { alicloud: { echoPassword: false } }],
    ['settings', []],
    ['durations', { alicloudPendingMs: -1 }],
    ['faults', [{ operation: 'CreateDataTasks', fault: { kind: 'latency' } }]],
    ['faults', [{ fault: { kind: 'earthquake' } }]],
    ['clock', {}],
    ['release', { operations: ['CreateDataTasks'] }],
  ])('%s %j', async (path, body) => {
    expect(await post(path, body)).toMatchObject({ status: 400, json: { code: 'SANDBOX_CONTROL_REQUEST' } });
  });
});

test('every fault that can be scripted is accepted', async () => {
  const faults = [
    { kind: 'latency', ms: 1 },
    { kind: 'hold', when: 'before' },
    { kind: 'throttle', style: 429, retryAfterMs: 1 },
    { kind: 'status', status: 500, code: 'X', message: 'x', when: 'after' },
    { kind: 'reset', when: 'before' },
    { kind: 'slow-body', ms: 1 },
    { kind: 'cut-body' },
    { kind: 'stale-status', ms: 1 },
    { kind: 'hidden-in-list', ms: 1 },
    { kind: 'unknown-status', word: 'X' },
    { kind: 'task-fails', status: 'X', message: 'x' },
    { kind: 'withdrawn' },
    { kind: 'malformed', body: 'huge' },
  ].map((fault, index) => ({
    operation: 'ListInstances',
    provider: 'huaweicloud',
    nth: [index + 1],
    probability: 1,
    times: 1,
    fault,
  }));
  expect((await post('faults', faults)).status).toBe(200);
});
