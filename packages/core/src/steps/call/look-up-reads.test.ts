import { expect, it } from 'vitest';
import { NOTHING_CHANGED, SharedReads } from '../../limits/shared-reads.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import type { Json } from '../../value/value.ts';
import { LookUpReads } from './look-up-reads.ts';

/** A list that shows how many tasks there are when it is asked for; it answers a second later. */
function world() {
  const clock = new VirtualClock();
  const reads = new SharedReads(clock);
  const vendor = { tasks: 0, asked: 0 };
  const list = async (): Promise<Json> => {
    vendor.asked += 1;
    const seen = vendor.tasks;
    await clock.sleep(1_000);
    return seen;
  };
  const channel = {
    readShared: (operation: string) => reads.get(operation, list),
    readFresh: (operation: string, _args: unknown, _options: unknown, than?: Promise<Json>) =>
      reads.renew(operation, list, { than }),
  };
  return { clock, vendor, lookUp: () => new LookUpReads(channel, { priority: 0, freshness: NOTHING_CHANGED }) };
}

it('asks once for all look-ups that have seen the same old answer', async () => {
  const { clock, vendor, lookUp } = world();
  const first = lookUp().shared('List', {});
  await clock.advance(1_000);
  expect(await first).toBe(0);
  vendor.tasks = 20;
  const units = Array.from({ length: 20 }, async () => {
    const reads = lookUp();
    return (await reads.shared('List', {})) === 20 ? 'shared' : await reads.fresh('List', {});
  });
  await clock.advance(1_000);
  expect(await Promise.all(units)).toEqual(units.map(() => 20));
  expect(vendor.asked).toBe(2);
});

it('never takes an answer that was asked for before the one that it has seen, or the same one', async () => {
  const { clock, vendor, lookUp } = world();
  const reads = lookUp();
  for (const tasks of [1, 2, 3]) {
    vendor.tasks = tasks;
    const fresh = reads.fresh('List', {});
    await clock.advance(1_000);
    expect(await fresh).toBe(tasks);
  }
  // A look-up that has seen nothing cannot know whether what is shared is new enough.
  vendor.tasks = 4;
  const fresh = lookUp().fresh('List', {});
  await clock.advance(1_000);
  expect(await fresh).toBe(4);
});
