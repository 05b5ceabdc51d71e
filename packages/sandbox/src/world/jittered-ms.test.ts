import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jitteredMs } from './jittered-ms.ts';

test('jitter stays within its fraction and depends on seed and name alone', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.record({ seed: fc.integer(), fraction: fc.double({ min: 0, max: 1, noNaN: true }), name: fc.string() }),
      (baseMs, jitter) => {
        const actualMs = jitteredMs(baseMs, jitter);
        expect(Math.abs(actualMs - baseMs)).toBeLessThanOrEqual(baseMs * jitter.fraction + 1);
        expect(jitteredMs(baseMs, jitter)).toBe(actualMs);
      },
    ),
  );
});
