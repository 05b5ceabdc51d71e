import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeldSteps } from './held-steps.ts';
import type { ReadyStep } from './ready-step.ts';

const byNumber = (left: number, right: number): number => left - right;
const step = (address: string): ReadyStep => ({ address }) as ReadyStep;

test('releases a scope with all of its steps once its first one may start, each step once, and keeps the others', () => {
  const held = fc.array(fc.record({ scope: fc.nat(3), priority: fc.nat(9) }), { maxLength: 30 });
  fc.assert(
    fc.property(held, fc.uniqueArray(fc.nat(3)), (entries, open) => {
      const steps = new HeldSteps();
      for (const [index, { scope, priority }] of entries.entries())
        steps.add({ step: step(`${scope}.${index}`), priority }, { policy: 'p', detail: '', scope: String(scope) });
      const holdOf = ({ address }: ReadyStep) =>
        open.includes(Number(address[0])) ? undefined : { policy: 'p', detail: '', scope: address[0] ?? '' };
      const expected = entries.filter(({ scope }) => open.includes(scope)).map(({ priority }) => priority);
      const released = steps.release(holdOf).map(({ priority }) => priority);
      expect(released.toSorted(byNumber)).toEqual(expected.toSorted(byNumber));
      expect(steps.release(holdOf)).toEqual([]);
      expect(steps.release(() => undefined)).toHaveLength(entries.length - expected.length);
    }),
  );
});

test('wakes for the hold that ends first, and never for those that only a unit ends', () => {
  const steps = new HeldSteps();
  expect(steps.ends.atMs).toBe(Number.POSITIVE_INFINITY);
  steps.add({ step: step('a'), priority: 0 }, { policy: 'wave', detail: '' });
  expect(steps.ends.atMs).toBe(Number.POSITIVE_INFINITY);
  steps.add({ step: step('b'), priority: 0 }, { policy: 'window', detail: '', scope: 'x', untilMs: 500 });
  steps.add({ step: step('c'), priority: 0 }, { policy: 'window', detail: '', scope: 'y', untilMs: 300 });
  expect(steps.ends).toEqual({ atMs: 300, waitedForAtMs: 300 });
  const nightly = { policy: 'night', detail: '', untilMs: 200, endsRun: true };
  steps.add({ step: step('d'), priority: 0 }, nightly);
  expect(steps.ends).toEqual({ atMs: 200, waitedForAtMs: 300 });
  expect(steps.counts.at(-1)).toEqual({ policy: 'night', detail: '', untilMs: 200, endsRun: true, steps: 1 });
});

test('counts what each policy holds until it is released', () => {
  const steps = new HeldSteps();
  for (const name of ['a', 'b'])
    steps.add({ step: step(name), priority: 0 }, { policy: 'window', detail: 'not before 22:00' });
  expect(steps.counts).toEqual([{ policy: 'window', detail: 'not before 22:00', steps: 2 }]);
  steps.release(() => undefined);
  expect(steps.counts).toEqual([]);
});

test('a step that something else holds by now is released, to be held by that', () => {
  const steps = new HeldSteps();
  steps.add({ step: step('a'), priority: 0 }, { policy: 'windows', detail: '', untilMs: 100 });
  expect(steps.release(() => ({ policy: 'windows', detail: 'later', untilMs: 200 }))).toEqual([]);
  expect([steps.ends.atMs, steps.counts[0]?.detail]).toEqual([200, 'later']);
  expect(steps.release(() => ({ policy: 'cutover_windows', detail: '', untilMs: 900 }))).toHaveLength(1);
  expect(steps.ends.atMs).toBe(Number.POSITIVE_INFINITY);
});
