import { expect, it } from 'vitest';
import { Observers } from './observers.ts';

it('counts what callbacks throw or reject with, and keeps the first', async () => {
  const observers = new Observers();
  observers.call(() => 'fine');
  expect(observers.fault).toBeUndefined();
  observers.call(() => {
    throw new TypeError('first');
  });
  observers.call(() => Promise.reject(new Error('second')));
  await Promise.resolve();
  expect(observers.fault).toEqual({ count: 2, message: 'TypeError: first' });
});
