import { expect, test } from 'vitest';
import { atOnce, inSlices, mapSliced } from './sliced.ts';

const double = (value: number): number => value * 2;

test.each([0, 1, 2, 3, 4, 5])('sliced work on %i items gives the same in slices as at once', async (count) => {
  const items = Array.from({ length: count }, (_, at) => at);
  let pauses = 0;
  const pause = async (): Promise<void> => {
    pauses += 1;
  };
  expect(atOnce(mapSliced(items, 2, double))).toEqual(items.map(double));
  expect(await inSlices(mapSliced(items, 2, double), pause)).toEqual(items.map(double));
  expect(pauses).toBe(Math.floor(count / 2));
});

test('nothing is done while it pauses', async () => {
  const done: number[] = [];
  const gate = Promise.withResolvers<void>();
  const work = inSlices(
    mapSliced([1, 2, 3, 4], 2, (item) => done.push(item)),
    () => gate.promise,
  );
  expect(done).toEqual([1, 2]);
  gate.resolve();
  await work;
  expect(done).toEqual([1, 2, 3, 4]);
});

test('a fault in a slice ends the work with it', async () => {
  const fail = (): never => {
    throw new Error('no');
  };
  expect(() => atOnce(mapSliced([1], 1, fail))).toThrow('no');
  await expect(inSlices(mapSliced([1], 1, fail), async () => {})).rejects.toThrow('no');
});
