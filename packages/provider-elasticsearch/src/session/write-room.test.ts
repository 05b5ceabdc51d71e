import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WriteRoom } from './write-room.ts';

/** Bulks that are under way, each with what ends it. */
class Cluster {
  readonly room: WriteRoom = new WriteRoom();
  readonly underWay: ((isOverload: boolean) => void)[] = [];
  ended = 0;
  /** What waits for a place of the connection. */
  readonly waiting: (() => void)[] = [];
  /** Places that are free. */
  places = Number.POSITIVE_INFINITY;

  send(signal: AbortSignal = new AbortController().signal): Promise<void> {
    const sent = () => new Promise<boolean>((resolve) => this.underWay.push(resolve));
    return this.room
      .admit(signal, () => this.#place(() => this.room.carry(sent, ({ answer }) => answer === true)))
      .then(() => {
        this.ended += 1;
      });
  }

  async #place<Answer>(carry: () => Promise<Answer>): Promise<Answer> {
    if (this.places === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.places -= 1;
    const answer = await carry();
    const next = this.waiting.shift();
    if (next === undefined) this.places += 1;
    else next();
    return answer;
  }

  /** Ends the one that was sent first. */
  async end(isOverload: boolean): Promise<void> {
    await settled();
    this.underWay.shift()?.(isOverload);
    await settled();
  }
}

/** All that does not wait for the cluster has gone on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function sent(count: number): Promise<Cluster> {
  const cluster = new Cluster();
  for (let bulk = 0; bulk < count; bulk += 1) void cluster.send();
  await settled();
  return cluster;
}

describe('bulks of a connection', () => {
  it('wait for nothing until the cluster has refused one', async () => {
    const cluster = await sent(40);
    expect([cluster.underWay.length, cluster.room.most]).toEqual([40, Number.POSITIVE_INFINITY]);
  });

  it('are half as many after a refusal, once for all that were under way then', async () => {
    const cluster = await sent(8);
    for (let bulk = 0; bulk < 8; bulk += 1) {
      await cluster.end(true);
      expect(cluster.room.most).toBe(4);
    }
    for (let bulk = 0; bulk < 8; bulk += 1) void cluster.send();
    await settled();
    expect(cluster.underWay).toHaveLength(4);
    await cluster.end(true);
    expect([cluster.room.most, cluster.underWay.length]).toEqual([2, 3]);
  });

  it('that wait for a place of their connection are not under way: half of those that are fit', async () => {
    const cluster = new Cluster();
    cluster.places = 4;
    for (let bulk = 0; bulk < 20; bulk += 1) void cluster.send();
    await settled();
    expect([cluster.underWay.length, cluster.waiting.length]).toEqual([4, 16]);
    await cluster.end(true);
    expect(cluster.room.most).toBe(2);
    // Those that had room before come to their places all the same.
    while (cluster.underWay.length > 0) await cluster.end(false);
    expect([cluster.ended, cluster.waiting.length]).toEqual([20, 0]);
  });

  it('are one more each time that as many as fit have gone through', async () => {
    const cluster = await sent(2);
    await cluster.end(true);
    await cluster.end(true);
    expect(cluster.room.most).toBe(1);
    for (let bulk = 0; bulk < 20; bulk += 1) void cluster.send();
    const most: number[] = [];
    for (let bulk = 0; bulk < 6; bulk += 1) {
      await cluster.end(false);
      most.push(cluster.room.most);
    }
    expect(most).toEqual([2, 2, 3, 3, 3, 4]);
    expect(cluster.underWay).toHaveLength(4);
  });

  it('do not become more by what was sent before a refusal and goes through after it', async () => {
    const cluster = await sent(8);
    await cluster.end(true);
    for (let bulk = 0; bulk < 7; bulk += 1) await cluster.end(false);
    expect(cluster.room.most).toBe(4);
    for (let bulk = 0; bulk < 4; bulk += 1) void cluster.send();
    for (let bulk = 0; bulk < 3; bulk += 1) await cluster.end(false);
    expect(cluster.room.most).toBe(4);
    await cluster.end(false);
    expect(cluster.room.most).toBe(5);
  });

  it('are never none, and every one of them is sent, whatever the cluster refuses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), async (ends) => {
        const cluster = new Cluster();
        for (let bulk = 0; bulk < ends.length; bulk += 1) void cluster.send();
        for (const isOverload of ends) {
          await settled();
          expect(cluster.underWay.length).toBeGreaterThan(0);
          await cluster.end(isOverload);
          expect(cluster.room.most).toBeGreaterThanOrEqual(1);
        }
        expect([cluster.ended, cluster.underWay.length]).toEqual([ends.length, 0]);
      }),
      { numRuns: 60 },
    );
  });

  it('that wait end with the run, and take no room', async () => {
    const cluster = await sent(2);
    await cluster.end(true);
    const stopping = new AbortController();
    const late = cluster.send(stopping.signal);
    await settled();
    stopping.abort(new Error('stopped'));
    await expect(late).rejects.toThrow('stopped');
    await cluster.end(false);
    void cluster.send();
    await settled();
    expect(cluster.underWay).toHaveLength(1);
  });

  it('count as refused where sending them throws what says so, and never as gone through', async () => {
    const room = new WriteRoom();
    const isOverload = ({ error }: { readonly error?: unknown }) => error instanceof RangeError;
    const send = (error: Error) => room.carry(() => Promise.reject(error), isOverload).catch(() => {});
    await send(new TypeError('no connection'));
    expect(room.most).toBe(Number.POSITIVE_INFINITY);
    await send(new RangeError('429'));
    expect(room.most).toBe(1);
    for (let bulk = 0; bulk < 5; bulk += 1) await send(new TypeError('no connection'));
    expect(room.most).toBe(1);
  });
});
