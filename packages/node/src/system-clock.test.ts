import { expect, test } from 'vitest';
import { systemClock } from './system-clock.ts';

test('a sleep that is aborted rejects with the reason of the signal', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const sleeping = systemClock.sleep(60_000, controller.signal);
  controller.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe(reason);
});

test('a sleep beyond the longest timer does not end at once', async () => {
  const controller = new AbortController();
  const sleeping = systemClock.sleep(2 ** 40, controller.signal);
  const first = await Promise.race([sleeping.then(() => 'slept'), systemClock.sleep(5).then(() => 'waited')]);
  expect(first).toBe('waited');
  controller.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
});
