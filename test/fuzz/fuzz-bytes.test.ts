import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeText, formatPlan } from '@waybill/core/internal';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectDiagnosed } from './expect-diagnosed.ts';

const plansPath = join(import.meta.dirname, '..', '..', 'plans');
const examples = readdirSync(plansPath)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(plansPath, name)));

/** An example with a few bytes put over, put in or taken out: most of the time still nearly a plan. */
const damaged = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        removed: fc.nat({ max: 3 }),
        added: fc.uint8Array({ maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([bytes, changes]) =>
    changes.reduce((whole, { at, removed, added }) => {
      const start = Math.floor(at * whole.length);
      return Buffer.concat([whole.subarray(0, start), added, whole.subarray(start + removed)]);
    }, bytes),
  );

const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), damaged);

it('arbitrary bytes as a plan end in a plan or in diagnostics', () => {
  const seen = { valid: 0, refused: 0 };
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      seen[expectDiagnosed(bytes) ? 'valid' : 'refused'] += 1;
    }),
    { numRuns: 1_500 },
  );
  expect(Math.min(seen.valid, seen.refused)).toBeGreaterThan(50);
});

it('no accepted plan holds a character that its file does not hold, also after it was formatted', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const { text } = formatPlan(bytes, { file: 'plan.yaml' });
      if (text === undefined) return;
      expect(Buffer.from(decodeText(bytes).text)).toEqual(Buffer.from(bytes));
      const again = formatPlan(new TextEncoder().encode(text), { file: 'plan.yaml' });
      expect(again.text).toBe(text);
      const isReplaced = text.includes('\ufffd') && !Buffer.from(bytes).includes('\ufffd');
      expect(isReplaced).toBe(false);
    }),
    { numRuns: 700 },
  );
});
