import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { InProcessJobQueue } from './in-process-job-queue.ts';
import { type Job, type JobDone, jobId } from './job-queue.ts';
import { runSlices, type SlicesEnding } from './run-slices.ts';

const JOBS: readonly Job[] = ['1', '2', '3', '4'].map((slice) => ({
  id: jobId({ stateId: 's', step: 'u.copy', generation: 0, slice }),
  kind: 'copy',
  provider: 'fake',
  connections: ['source', 'target'],
  step: 'u.copy',
  slice,
  arguments: {},
}));

describe('runSlices', () => {
  it('records each slice once, whenever the process dies, and does not work again on recorded ones', async () => {
    const deaths = fc.array(fc.record({ afterRecords: fc.nat(4), isWritten: fc.boolean() }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(deaths, async (planned) => {
        const world = new SliceWorld();
        for (const death of planned) await world.run(death);
        const { workedAfter } = world;
        expect(await world.run(undefined)).toEqual({ kind: 'done' });
        expect(world.journal.map(({ id }) => id).toSorted()).toEqual(JOBS.map(({ id }) => id).toSorted());
        expect(workedAfter).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('lets the other slices end when one fails, and returns to the failed one only', async () => {
    const world = new SliceWorld();
    world.broken.add('2');
    const ending = await world.run(undefined);
    expect(ending).toMatchObject({ kind: 'failed', failures: [{ id: JOBS[1]?.id, outcome: 'failed' }] });
    expect(world.journal).toHaveLength(3);
    world.broken.clear();
    world.worked.length = 0;
    expect(await world.run(undefined)).toEqual({ kind: 'done' });
    expect(world.worked).toEqual(['2']);
  });

  it('begins nothing new after a failure, and retries while it may', async () => {
    const world = new SliceWorld();
    world.window = 1;
    world.broken.add('2');
    let tries = 0;
    world.retryAfterMs = (slice) => {
      tries += 1;
      if (tries === 2) world.broken.delete(slice);
      return tries < 3 ? 60_000 : undefined;
    };
    expect(await world.run(undefined)).toEqual({ kind: 'done' });
    expect([tries, world.journal.length]).toEqual([2, 4]);
    world.journal.length = 0;
    world.broken.add('2');
    expect(await world.run(undefined)).toMatchObject({ kind: 'failed' });
    expect(world.journal).toHaveLength(1);
  });

  it('begins nothing more once the run is stopping, and records what is done all the same', async () => {
    const world = new SliceWorld();
    world.window = 2;
    const stopping = new AbortController();
    world.onWork = (slice) => {
      if (slice === '2') stopping.abort();
    };
    expect(await world.run(undefined, stopping.signal)).toEqual({ kind: 'stopped' });
    expect(world.worked).toEqual(['1', '2']);
    expect(world.journal.map(({ id }) => id)).toEqual([JOBS[0]?.id, JOBS[1]?.id]);
    world.worked.length = 0;
    expect(await world.run(undefined)).toEqual({ kind: 'done' });
    expect(world.worked).toEqual(['3', '4']);
  });

  it('records nothing where the run was stopping before', async () => {
    const world = new SliceWorld();
    expect(await world.run(undefined, AbortSignal.abort())).toEqual({ kind: 'stopped' });
    expect(world.journal).toEqual([]);
  });
});

/** The process dies at the record with this number, before or after it became durable. */
interface Death {
  readonly afterRecords: number;
  readonly isWritten: boolean;
}

class SliceWorld {
  readonly journal: JobDone[] = [];
  readonly worked: string[] = [];
  readonly broken = new Set<string>();
  onWork: (slice: string) => void = () => {};
  window = 8;
  retryAfterMs: (slice: string) => number | undefined = () => undefined;
  /** Slices that were worked on although their result was recorded. */
  workedAfter = 0;

  /** One process: its queue does not outlive it. Undefined: it died. */
  async run(
    death: Death | undefined,
    stopping: AbortSignal = new AbortController().signal,
  ): Promise<SlicesEnding | undefined> {
    const clock = new VirtualClock();
    const isRecorded = (id: string): boolean => this.journal.some((result) => result.id === id);
    await using queue = new InProcessJobQueue({
      worker: 'here',
      maxAttempts: 2,
      placesOf: () => 2,
      work: async ({ id }) => {
        const slice = id.slice(id.lastIndexOf('/') + 1);
        if (isRecorded(id)) this.workedAfter += 1;
        this.worked.push(slice);
        this.onWork(slice);
        if (this.broken.has(slice)) throw new Error('the slice cannot be read');
        return { documents: 1 };
      },
    });
    let records = 0;
    const record = async (result: JobDone): Promise<undefined> => {
      const isDeath = records === death?.afterRecords;
      records += 1;
      if (!isDeath || death.isWritten) this.journal.push(result);
      if (isDeath) throw new Dead();
    };
    try {
      return await clock.runUntil(
        runSlices({
          queue,
          stateId: 's',
          jobs: JOBS,
          isRecorded,
          record,
          retryAfterMs: ({ id }) => this.retryAfterMs(id.slice(id.lastIndexOf('/') + 1)),
          window: this.window,
          clock,
          stopping,
        }),
      );
    } catch (error) {
      if (error instanceof Dead) return undefined;
      throw error;
    }
  }
}

class Dead extends Error {}
