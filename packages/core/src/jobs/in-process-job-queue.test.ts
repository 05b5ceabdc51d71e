import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { InProcessJobQueue, type InProcessJobQueueOptions } from './in-process-job-queue.ts';
import { type Job, jobId, MAX_RESULT_BYTES } from './job-queue.ts';

describe('InProcessJobQueue', () => {
  it('never lets more jobs use a connection than it has places, and works on all', async () => {
    const connections = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 });
    const arbitrary = fc.array(fc.record({ connections, ms: fc.integer({ min: 1, max: 50 }) }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(arbitrary, fc.integer({ min: 1, max: 3 }), async (drawn, places) => {
        const clock = new VirtualClock();
        const inUse = new Map<string, number>();
        let most = 0;
        const count = (job: Job, by: number): void => {
          for (const name of job.connections) inUse.set(name, (inUse.get(name) ?? 0) + by);
          most = Math.max(most, ...inUse.values());
        };
        await using queue = queueOf({
          placesOf: () => places,
          work: async (job) => {
            count(job, 1);
            await clock.sleep(Number(job.arguments['ms']));
            count(job, -1);
            return {};
          },
        });
        await queue.enqueue(
          drawn.map(({ connections: of, ms }, at) => jobOf(`${at}`, { connections: of, arguments: { ms } })),
        );
        await clock.advance(20 * 50);
        expect(await queue.results()).toHaveLength(drawn.length);
        expect(most).toBeLessThanOrEqual(places);
      }),
      { numRuns: 50 },
    );
  });

  it('works once on a job that is enqueued again, until its result is dropped', async () => {
    const clock = new VirtualClock();
    let started = 0;
    await using queue = queueOf({
      work: async () => {
        started += 1;
        await clock.sleep(10);
        return { documents: 7 };
      },
    });
    await queue.enqueue([jobOf('1'), jobOf('1')]);
    await clock.advance(5);
    await queue.enqueue([jobOf('1')]);
    await clock.advance(10);
    await queue.enqueue([jobOf('1')]);
    await clock.advance(10);
    const done = { id: jobOf('1').id, worker: 'here', attempt: 1, outcome: 'done', result: { documents: 7 } };
    expect(await queue.results()).toEqual([done]);
    expect(started).toBe(1);
    await queue.drop([done.id]);
    expect(await queue.results()).toEqual([]);
  });

  it('repeats a failed attempt, and gives its reason when all have failed', async () => {
    const clock = new VirtualClock();
    await using queue = queueOf({
      maxAttempts: 2,
      work: () => {
        throw new Error('the shard is gone');
      },
    });
    await queue.enqueue([jobOf('1')]);
    await clock.advance(0);
    const failure = { class: 'defect', message: expect.stringContaining('the shard is gone') };
    const failed = { attempt: 2, outcome: 'failed', failure: expect.objectContaining(failure) };
    expect(await queue.results()).toEqual([expect.objectContaining(failed)]);
  });

  it('fails a job whose result is too large to be journaled', async () => {
    const clock = new VirtualClock();
    const differences = { text: 'x'.repeat(MAX_RESULT_BYTES) };
    await using queue = queueOf({ maxAttempts: 1, work: async () => ({ differences }) });
    await queue.enqueue([jobOf('1')]);
    await clock.advance(0);
    const [result] = await queue.results();
    const failure = { code: 'RUN_JOB_TOO_LARGE', message: expect.stringContaining('at most') };
    expect(result).toMatchObject({ outcome: 'failed', failure });
    expect(result).not.toHaveProperty('result');
  });

  it('cancels the jobs of one state: waiting, under way and done', async () => {
    const clock = new VirtualClock();
    const worked: string[] = [];
    const queue = queueOf({
      placesOf: () => 2,
      work: async ({ id, arguments: { ms = 0 } }, signal) => {
        worked.push(id);
        await clock.sleep(Number(ms), signal);
        return {};
      },
    });
    const mine = ['1', '2', '3'].map((slice, at) => jobOf(slice, { arguments: { ms: at * 100 } }));
    const other = { ...jobOf('1'), id: jobId({ stateId: 's-2', step: 'u.verify', generation: 0, slice: '1' }) };
    await queue.enqueue([...mine, other]);
    await clock.advance(50);
    await queue.cancel('s');
    await clock.advance(1_000);
    expect(worked).toContain(mine[1]?.id);
    // What is done is kept until it is dropped.
    expect((await queue.results()).map(({ id }) => id)).toEqual([mine[0]?.id, other.id]);
    await queue[Symbol.asyncDispose]();
    await queue.enqueue([jobOf('late')]);
    await clock.advance(1_000);
    expect(await queue.results()).toEqual([]);
  });
});

it('wakes whoever waits for a result, and whoever stops waiting', async () => {
  const clock = new VirtualClock();
  await using queue = queueOf({
    work: async () => {
      await clock.sleep(100);
      return {};
    },
  });
  const woken: string[] = [];
  const stop = new AbortController();
  void queue.changed(new AbortController().signal).then(() => woken.push('result'));
  void queue.changed(stop.signal).then(() => woken.push('stop'));
  await queue.enqueue([jobOf('1')]);
  await clock.advance(50);
  expect(woken).toEqual([]);
  stop.abort();
  await clock.advance(0);
  expect(woken).toEqual(['stop']);
  await clock.advance(50);
  expect(woken).toEqual(['stop', 'result']);
  await queue.changed(AbortSignal.abort());
});

function queueOf(
  options: Partial<InProcessJobQueueOptions> & Pick<InProcessJobQueueOptions, 'work'>,
): InProcessJobQueue {
  return new InProcessJobQueue({ placesOf: () => 1, worker: 'here', ...options });
}

function jobOf(slice: string, changes: Partial<Job> = {}): Job {
  const id = jobId({ stateId: 's', step: 'u.verify', generation: 0, slice });
  return {
    id,
    kind: 'verify',
    provider: 'fake',
    connections: ['a'],
    step: 'u.verify',
    slice,
    arguments: {},
    ...changes,
  };
}
