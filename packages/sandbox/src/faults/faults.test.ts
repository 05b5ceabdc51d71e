import { describe, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { JsonResponse } from '../testing/sandbox-client.ts';
import { onlineTask, startTestSandbox, type TestSandbox } from '../testing/start-test-sandbox.ts';
import type { Fault, FaultScript } from './fault-script.ts';

const MALFORMED = ['empty', 'html', 'truncated', 'huge', 'wrong-types', 'without-ids', 'error-in-200'] as const;

async function withFaults(faults: FaultScript, run: (lab: TestSandbox) => Promise<void>): Promise<void> {
  await using lab = await startTestSandbox({ faults });
  await run(lab);
}

function onCreate(fault: Fault): FaultScript {
  return [{ operation: 'CreateDataTasks', nth: 1, fault }];
}

function createOnline(lab: TestSandbox): Promise<JsonResponse> {
  return lab.client.huaweicloud({ method: 'POST', target: '/migration/instance', body: onlineTask('sessions') });
}

/** Tasks of either vendor that exist, however their creation was answered. */
function taskCount({ control }: Sandbox): number {
  const { alicloud, huaweicloud } = control.state();
  return alicloud.tasks.length + huaweicloud.tasks.length;
}

/** Lets what was sent arrive before time is moved. */
async function untilArrived(lab: TestSandbox, requests: number): Promise<void> {
  while (lab.sandbox.control.requests().length < requests) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

async function untilHeld(lab: TestSandbox, calls: number): Promise<void> {
  while (lab.sandbox.control.held().length < calls) await nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Moves time on, a little per turn of the event loop, for as long as the outcome is open. */
async function advanceUntilSettled<T>(lab: TestSandbox, outcome: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = outcome.finally(() => {
    isSettled = true;
  });
  while (!isSettled) {
    lab.clock.advance(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return settled;
}

describe('latency', () => {
  test('holds the call back, effect included', () =>
    withFaults(onCreate({ kind: 'latency', ms: 500 }), async (lab) => {
      const pending = lab.createDataTask('orders', { token: 'late' });
      await untilArrived(lab, 1);
      lab.clock.advance(499);
      expect(taskCount(lab.sandbox)).toBe(0);
      lab.clock.advance(1);
      expect((await pending).status).toBe(200);
      expect(taskCount(lab.sandbox)).toBe(1);
    }));

  test('does not hold up closing', async () => {
    const lab = await startTestSandbox({ faults: onCreate({ kind: 'latency', ms: 60_000 }) });
    const pending = lab.createDataTask('orders').catch((error: unknown) => error);
    await untilArrived(lab, 1);
    await lab.sandbox.close();
    await pending;
  });
});

describe('hold', () => {
  test('keeps a call waiting before its effect until it is released', () =>
    withFaults(onCreate({ kind: 'hold', when: 'before' }), async (lab) => {
      const pending = lab.createDataTask('orders', { token: 'held' });
      await untilHeld(lab, 1);
      lab.clock.advance(60_000);
      expect(taskCount(lab.sandbox)).toBe(0);
      expect(lab.sandbox.control.requests().map(({ status }) => status)).toEqual([null]);
      expect(lab.sandbox.control.release()).toBe(1);
      expect((await pending).status).toBe(200);
      expect(lab.sandbox.control.held()).toEqual([]);
    }));

  test('keeps back the answer of a call that has had its effect', () =>
    withFaults(onCreate({ kind: 'hold', when: 'after' }), async (lab) => {
      const pending = lab.createDataTask('orders');
      await untilHeld(lab, 1);
      expect(lab.sandbox.control.held()).toEqual([{ seq: 1, operation: 'CreateDataTasks', when: 'after' }]);
      expect(taskCount(lab.sandbox)).toBe(1);
      lab.sandbox.control.release('CreateDataTasks');
      expect((await pending).status).toBe(200);
    }));

  test('drops a call whose client has gone before it was released', () =>
    withFaults([{ fault: { kind: 'hold', when: 'before' } }], async (lab) => {
      const gone = new AbortController();
      const url = `${lab.sandbox.url}/openapi/instances/es-cn-n6w1o1x0w001c/data-task`;
      const pending = fetch(url, { signal: gone.signal }).catch(() => 'aborted');
      await untilHeld(lab, 1);
      gone.abort();
      expect(await pending).toBe('aborted');
      while (lab.sandbox.control.requests()[0]?.doneAtMs === null) await nextTurn();
      lab.sandbox.control.release();
      while (lab.sandbox.control.requests()[0]?.status === null) await nextTurn();
      expect(lab.sandbox.control.requests()).toMatchObject([{ status: 0, effects: 0 }]);
    }));

  test('leaves calls of other operations held, and is over when the sandbox closes', async () => {
    const lab = await startTestSandbox({ faults: [{ fault: { kind: 'hold', when: 'before' } }] });
    const pending = lab.createDataTask('orders').catch((error: unknown) => error);
    await untilHeld(lab, 1);
    expect(lab.sandbox.control.release('ListDataTasks')).toBe(0);
    expect(lab.sandbox.control.held()).toHaveLength(1);
    await lab.sandbox.close();
    await pending;
    expect(lab.sandbox.control.held()).toEqual([]);
  });
});

describe('throttle', () => {
  test('is a 400 with milliseconds at Alibaba', () =>
    withFaults(onCreate({ kind: 'throttle', retryAfterMs: 1_500 }), async (lab) => {
      const answer = await lab.createDataTask('orders');
      expect(answer).toMatchObject({ status: 400, json: { Code: 'Throttling.User' } });
      expect(answer.headers['x-acs-retry-after']).toBe('1500');
      expect((await lab.createDataTask('orders')).status).toBe(200);
    }));

  test('is a 429 with seconds at Huawei, or without', () =>
    withFaults(
      [{ provider: 'huaweicloud', times: 1, fault: { kind: 'throttle', retryAfterMs: 1_500 } }],
      async (lab) => {
        const answer = await createOnline(lab);
        expect(answer).toMatchObject({
          status: 429,
          json: { error_code: 'APIGW.0308' },
          headers: { 'retry-after': '2' },
        });
        lab.sandbox.control.setFaults([{ fault: { kind: 'throttle' } }]);
        expect((await createOnline(lab)).headers).not.toHaveProperty('retry-after');
      },
    ));

  test('may be a 429 at Alibaba too', () =>
    withFaults(onCreate({ kind: 'throttle', style: 429 }), async (lab) => {
      expect((await lab.createDataTask('orders')).status).toBe(429);
    }));
});

describe('status', () => {
  test('before the effect leaves nothing behind', () =>
    withFaults(onCreate({ kind: 'status', status: 503, when: 'before' }), async (lab) => {
      expect(await lab.createDataTask('orders')).toMatchObject({ status: 503, json: { Code: 'ServiceUnavailable' } });
      expect(taskCount(lab.sandbox)).toBe(0);
    }));

  test('after the effect leaves the task behind', () =>
    withFaults(
      [{ operation: 'CreateOnlineMigrationTask', fault: { kind: 'status', status: 504, when: 'after' } }],
      async (lab) => {
        expect(await createOnline(lab)).toMatchObject({ status: 504, json: { error_code: 'APIGW.0201' } });
        expect(taskCount(lab.sandbox)).toBe(1);
        expect(lab.sandbox.control.requests()).toMatchObject([{ status: 504, effects: 1, subject: 'sessions' }]);
      },
    ));

  test('can say anything', () =>
    withFaults(
      onCreate({ kind: 'status', status: 418, code: 'Teapot', message: 'short', when: 'before' }),
      async (lab) => {
        expect(await lab.createDataTask('orders')).toMatchObject({
          status: 418,
          json: { Code: 'Teapot', Message: 'short' },
        });
      },
    ));
});

describe('reset', () => {
  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('%s the effect', async (when, tasks) => {
    await withFaults(onCreate({ kind: 'reset', when }), async (lab) => {
      await expect(lab.createDataTask('orders')).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect(taskCount(lab.sandbox)).toBe(tasks);
      expect(lab.sandbox.control.requests()).toMatchObject([{ status: 0, effects: tasks }]);
    });
  });

  test('is got over with the same token', () =>
    withFaults(onCreate({ kind: 'reset', when: 'after' }), async (lab) => {
      await expect(lab.createDataTask('orders')).rejects.toThrow('ECONNRESET');
      expect((await lab.createDataTask('orders')).status).toBe(200);
      expect(taskCount(lab.sandbox)).toBe(1);
    }));
});

describe('bodies', () => {
  test('come slowly', () =>
    withFaults(onCreate({ kind: 'slow-body', ms: 1_000 }), async (lab) => {
      const startedAtMs = lab.clock.now();
      const answer = await advanceUntilSettled(lab, lab.createDataTask('orders'));
      expect(answer.json).toHaveProperty('Result');
      expect(lab.clock.now() - startedAtMs).toBeGreaterThanOrEqual(1_000);
    }));

  test('are cut', () =>
    withFaults(onCreate({ kind: 'cut-body' }), async (lab) => {
      // Nobody moves the clock: a cut needs no time.
      await expect(lab.createDataTask('orders')).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect(taskCount(lab.sandbox)).toBe(1);
    }));

  test.each(MALFORMED)('are %s', async (body) => {
    await withFaults(onCreate({ kind: 'malformed', body }), async (lab) => {
      const answer = await lab.createDataTask('orders');
      expect(answer.status).toBe(200);
      expect(taskCount(lab.sandbox)).toBe(1);
      const shape = {
        empty: () => answer.text === '',
        html: () => answer.text.startsWith('<html>'),
        truncated: () => answer.text.startsWith('{"Result"') && Object.keys(answer.json).length === 0,
        huge: () => answer.text.length > 8_000_000,
        'wrong-types': () => typeof answer.json['RequestId'] === 'object',
        'without-ids': () => 'Result' in answer.json && !answer.text.includes('Id"'),
        'error-in-200': () => answer.json['Code'] === 'InternalError',
      }[body];
      expect(shape()).toBe(true);
    });
  });
});

describe('what tasks show', () => {
  test('a status that is behind', () =>
    withFaults([{ operation: 'ListDataTasks', nth: 1, fault: { kind: 'stale-status', ms: 600 } }], async (lab) => {
      await lab.createDataTask('orders');
      lab.clock.advance(1_100);
      expect(await lab.listDataTasks()).toMatchObject([{ status: 'RUNNING' }]);
      expect(await lab.listDataTasks()).toMatchObject([{ status: 'SUCCESS' }]);
    }));

  test('the old end of a task that was configured again', () =>
    withFaults([{ operation: 'ShowMigrationTask', fault: { kind: 'stale-status', ms: 50 } }], async (lab) => {
      const taskId = await lab.createOnlineTask('sessions');
      lab.clock.advance(500);
      await lab.setOnlineTask(taskId);
      lab.clock.advance(2_000);
      await lab.setOnlineTask(taskId, 'incremental_migration');
      expect(await lab.showTask(taskId)).toMatchObject({ status: 'SUCCESS' });
      lab.clock.advance(50);
      expect(await lab.showTask(taskId)).toMatchObject({ status: 'FULLMIGRATING' });
    }));

  test('nothing in lists for a while after they were created', () =>
    withFaults(onCreate({ kind: 'hidden-in-list', ms: 300 }), async (lab) => {
      await lab.createDataTask('hidden');
      await lab.createDataTask('visible');
      expect(await lab.listDataTasks()).toMatchObject([{ sinkCluster: { index: 'visible' } }]);
      lab.clock.advance(300);
      expect(await lab.listDataTasks()).toHaveLength(2);
    }));

  test('nothing in one list while they are young', () =>
    withFaults(
      [{ operation: 'ListMigrationTask', nth: 1, fault: { kind: 'hidden-in-list', ms: 300 } }],
      async (lab) => {
        await createOnline(lab);
        const list = (): Promise<JsonResponse> => lab.client.huaweicloud({ method: 'GET', target: '/migration-tasks' });
        expect((await list()).json).toMatchObject({ count: 0 });
        expect((await list()).json).toMatchObject({ count: 1 });
      },
    ));

  test('a word that nobody documented', () =>
    withFaults(
      [{ operation: 'CreateOnlineMigrationTask', fault: { kind: 'unknown-status', word: 'ZOMBIE' } }],
      async (lab) => {
        const taskId = await lab.createOnlineTask('sessions');
        expect(await lab.showTask(taskId)).toMatchObject({ status: 'ZOMBIE' });
        lab.clock.advance(500);
        await lab.setOnlineTask(taskId);
        expect(await lab.showTask(taskId)).toMatchObject({ status: 'ZOMBIE' });
        lab.clock.advance(1_000);
        expect(await lab.showTask(taskId)).toMatchObject({ status: 'SUCCESS' });
      },
    ));

  test('such a word in one read only', () =>
    withFaults(
      [{ operation: 'ListDataTasks', nth: 1, fault: { kind: 'unknown-status', word: 'ZOMBIE' } }],
      async (lab) => {
        await lab.createDataTask('orders');
        expect(await lab.listDataTasks()).toMatchObject([{ status: 'ZOMBIE' }]);
        expect(await lab.listDataTasks()).toMatchObject([{ status: 'PENDING' }]);
      },
    ));

  test('a failed end', () =>
    withFaults([{ fault: { kind: 'task-fails', message: 'broken pipe' } }], async (lab) => {
      await lab.createDataTask('orders');
      lab.clock.advance(1_100);
      expect(await lab.listDataTasks()).toMatchObject([{ status: 'FAILED' }]);
      lab.sandbox.control.setFaults([
        { operation: 'SetOnlineMigrationTask', fault: { kind: 'task-fails', message: 'broken pipe' } },
      ]);
      const taskId = await lab.createOnlineTask('sessions');
      lab.clock.advance(500);
      await lab.setOnlineTask(taskId, 'incremental_migration');
      lab.clock.advance(1_000);
      expect(await lab.showTask(taskId)).toMatchObject({ status: 'MIGRATION_FAILED', error_message: 'broken pipe' });
    }));

  test('a failed creation, in the job too', () =>
    withFaults(
      [{ operation: 'CreateOnlineMigrationTask', fault: { kind: 'task-fails', status: 'ERROR' } }],
      async (lab) => {
        const created = await createOnline(lab);
        lab.clock.advance(500);
        expect(await lab.showTask(String(created.json['instance_id']))).toMatchObject({ status: 'ERROR' });
        const job = await lab.client.huaweicloud({ method: 'GET', target: `/jobs/${String(created.json['job_id'])}` });
        expect(job.json).toMatchObject({ status: 'FAIL', fail_reason: expect.any(String) });
        expect((await lab.setOnlineTask(String(created.json['instance_id']))).json).toMatchObject({
          error_code: 'DCS.4957',
        });
      },
    ));
});

test('a withdrawn operation is unknown to the gateway', () =>
  withFaults([{ operation: 'CreateDataTasks', fault: { kind: 'withdrawn' } }], async (lab) => {
    expect(await lab.createDataTask('orders')).toMatchObject({ status: 404, json: { Code: 'InvalidApi.NotFound' } });
    expect(await lab.listDataTasks()).toEqual([]);
  }));

describe('rules', () => {
  test('apply to the calls that they name', () =>
    withFaults([{ operation: 'CreateDataTasks', nth: [2, 3], times: 1, fault: { kind: 'throttle' } }], async (lab) => {
      const statuses: number[] = [];
      for (const index of ['a', 'b', 'c', 'd']) statuses.push((await lab.createDataTask(index)).status);
      expect(statuses).toEqual([200, 400, 200, 200]);
    }));

  test('meet the same calls for the same seed', async () => {
    const statuses = async (seed: number): Promise<readonly number[]> => {
      await using lab = await startTestSandbox({ seed, faults: [{ probability: 0.5, fault: { kind: 'throttle' } }] });
      const seen: number[] = [];
      for (let number = 0; number < 16; number += 1) seen.push((await lab.createDataTask(`index-${number}`)).status);
      return seen;
    };
    const first = await statuses(7);
    expect(first).toContain(200);
    expect(first).toContain(400);
    expect(await statuses(7)).toEqual(first);
    expect(await statuses(8)).not.toEqual(first);
  });
});
