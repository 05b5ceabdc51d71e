import { expect, test } from 'vitest';
import { FakeSession } from './fake-session.ts';
import { FakeVendor } from './fake-vendor.ts';
import { VirtualClock } from './virtual-clock.ts';

test('a lost create is settled by the tasks of its name that were not there before and are nobody else’s', async () => {
  const { create, reconcile } = await connected();
  await create('old');
  expect(await reconcile('mine')).toMatchObject({ kind: 'did-not-happen' });
  await create('mine');
  expect(await reconcile('mine')).toMatchObject({ kind: 'happened', response: { id: 'task-2' } });
  expect(await reconcile('mine', { existingIds: ['task-2'] })).toMatchObject({ kind: 'did-not-happen' });
  expect(await reconcile('mine', { takenIds: ['task-2'] })).toMatchObject({ kind: 'did-not-happen' });
  await create('mine');
  expect(await reconcile('mine')).toMatchObject({ kind: 'undecided' });
  expect(await reconcile('mine', { takenIds: ['task-3'] })).toMatchObject({ response: { id: 'task-2' } });
});

async function connected() {
  const clock = new VirtualClock();
  const session = new FakeSession(new FakeVendor(clock), clock, 'fake');
  const create = (name: string) => clock.runUntil(session.call('CreateTask', { name }), 60_000);
  const reconcile = (name: string, known: { existingIds?: string[]; takenIds?: string[] } = {}) => {
    const lost = { operation: 'CreateTask', arguments: { name }, existingIds: [], takenIds: [], ...known };
    const read = async (operation: string) => (await session.call(operation, {})).response;
    const { signal } = new AbortController();
    const work = session.reconcile({ ...lost, intendedAtMs: clock.now() }, { read, clock, signal });
    return clock.runUntil(work, 60_000);
  };
  return { create, reconcile };
}
