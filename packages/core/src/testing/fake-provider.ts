import type { Verdict } from '../provider/poll.ts';
import type { Provider } from '../provider/provider.ts';
import { isJsonObject, type Json, type JsonObject } from '../value/value.ts';
import { fakeJob } from './fake-job.ts';
import { FAKE_KINDS } from './fake-kinds.ts';
import { FakeSession } from './fake-session.ts';
import { type FakeVendor, textOf } from './fake-vendor.ts';

/**
 * A provider over a `FakeVendor`, with the kinds of `FAKE_KINDS`. `others`: vendors of their own behind connections, by
 * alias.
 */
export function createFakeProvider(vendor: FakeVendor, others: ReadonlyMap<string, FakeVendor> = new Map()): Provider {
  return {
    type: 'fake',
    version: '1',
    configSchema: { type: 'object' },
    operations: OPERATIONS,
    kinds: FAKE_KINDS,
    checks: {
      'none-of-name': {
        judge: (left, _args, { name }, right) => {
          const found = [left, right].flatMap((answer) => tasksIn(answer ?? null));
          return found.some((task) => task['name'] === textOf(name))
            ? { kind: 'failed', detail: 'One side has a task of that name.', hint: 'Delete it.' }
            : { kind: 'passed', detail: 'Neither side has one.' };
        },
      },
      shows: {
        judge: (answer, _args, { name, status }) => {
          const shown = tasksIn(answer).find((task) => task['name'] === name)?.['status'] ?? 'ABSENT';
          return shown === status || (status === 'LISTED' && shown !== 'ABSENT')
            ? { kind: 'passed', detail: `It is ${textOf(shown)}.` }
            : { kind: 'failed', detail: `It is ${textOf(shown)}, not ${textOf(status)}.`, hint: 'Ask again.' };
        },
      },
    },
    jobs: { tally: fakeJob(vendor.data) },
    polls: {
      tasks: {
        scope: () => 'all',
        read: async (items, { read }) => {
          const tasks = tasksIn(await read('ListTasks', {}));
          return items.map((item) => tasks.find((task) => task['id'] === item.arguments['id']));
        },
        judge: ({ goal }, observation): Verdict => {
          const status = textOf(observation?.['status'] ?? 'not listed');
          if (status === 'SUCCESS' || (goal === 'listed' && observation !== undefined))
            return { kind: 'reached', status, outputs: {} };
          return status === 'FAILED'
            ? { kind: 'failed', status, reason: 'The task failed.' }
            : { kind: 'pending', status };
        },
        callsOfRound: () => [{ operation: 'ListTasks', calls: 1 }],
        assumedDuration: () => ({ p50Ms: 60_000, p90Ms: 120_000, source: 'a guess' }),
      },
    },
    defaultLimits: { requests: { count: 1_000, intervalMs: 1_000 }, inFlight: 8 },
    defaultPolling: { initialIntervalMs: 5_000, maxIntervalMs: 30_000 },
    buildRequest: (_config, operation, args) => ({
      method: 'POST',
      endpoint: 'http://127.0.0.1',
      path: `/${operation}`,
      query: {},
      body: args,
    }),
    connect: async ({ alias, clock }) =>
      new FakeSession(others.get(alias) ?? vendor, clock, others.has(alias) ? `fake of ${alias}` : 'fake'),
  };
}

const OPERATIONS: Provider['operations'] = {
  CreateTask: {
    ...operation('CreateTask'),
    recovery: { policy: 'lookup' },
    outputs: { task_id: '/response/id' },
    taskId: '/response/id',
  },
  CreateTaskWithToken: {
    ...operation('CreateTaskWithToken'),
    recovery: { policy: 'token', argument: 'Token' },
    outputs: { task_id: '/response/id' },
    taskId: '/response/id',
  },
  CreateTaskBlind: {
    ...operation('CreateTaskBlind'),
    recovery: { policy: 'manual' },
    outputs: { task_id: '/response/id' },
    taskId: '/response/id',
  },
  DeleteTask: { ...operation('DeleteTask'), recovery: { policy: 'repeatable' }, outputs: {} },
  ListTasks: { ...operation('ListTasks'), outputs: {} },
};

function operation(name: string) {
  return { name, title: name, document: 'fake', requestSchema: { type: 'object' }, responseSchema: { type: 'object' } };
}

function tasksIn(answer: Json): readonly JsonObject[] {
  return isJsonObject(answer) && Array.isArray(answer['tasks']) ? answer['tasks'].filter(isJsonObject) : [];
}
