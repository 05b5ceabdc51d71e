import { expect, test } from 'vitest';
import { RunActivity } from './run-activity.ts';

test('is at rest when all that was counted has ended, and says so each time', async () => {
  const activity = new RunActivity();
  expect(activity.isAtRest).toBe(true);
  const { promise, resolve } = Promise.withResolvers<void>();
  let hasEnded = false;
  activity.track(promise, () => {
    hasEnded = true;
  });
  activity.enter();
  const changed = activity.changed();
  resolve();
  await changed;
  expect([hasEnded, activity.isAtRest]).toEqual([true, false]);
  const last = activity.changed();
  activity.leave();
  await last;
  expect(activity.isAtRest).toBe(true);
  expect(activity.fatal).toBeUndefined();
});

test('keeps the first error, of the work or of what follows it, as an error', async () => {
  const activity = new RunActivity();
  activity.track(Promise.reject(new Error('first')));
  await activity.changed();
  activity.fail('second');
  expect(activity.fatal).toMatchObject({ message: 'first' });
  const other = new RunActivity();
  other.track(Promise.resolve(), () => {
    throw new Error('after');
  });
  await other.changed();
  expect(other.fatal).toMatchObject({ message: 'after' });
  const odd = new RunActivity();
  odd.fail('no error');
  expect(odd.fatal?.message).toContain('no error');
});
