import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redactTexts } from './redact-texts.ts';
import { Redactor } from './redactor.ts';

const SECRET = 'hunter2-and-more';
const redactor = new Redactor([SECRET]);
const text = fc.oneof(fc.constant(SECRET), fc.constant(`it was ${SECRET}.`), fc.string());
const data = fc.dictionary(
  fc.constantFrom('message', 'hint', 'step', 'code'),
  fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text)),
);

it('cleans the named fields that are text, and leaves every other one as it is', () => {
  fc.assert(
    fc.property(data, fc.subarray(['message', 'hint', 'missing']), (given, keys) => {
      const before = structuredClone(given);
      const clean = redactTexts(given, keys, redactor);
      const expected = Object.entries(before).map(([key, value]) => [
        key,
        keys.includes(key) && typeof value === 'string' ? redactor.text(value) : value,
      ]);
      expect(Object.entries(clean)).toEqual(expected);
      expect(given).toEqual(before);
    }),
  );
});

it('gives back the very same object when there is nothing to take out, and a copy otherwise', () => {
  const harmless = Object.freeze({ message: 'all is well', step: SECRET });
  expect(redactTexts(harmless, ['message', 'hint'], redactor)).toBe(harmless);
  const leaking = Object.freeze({ message: SECRET, step: SECRET });
  expect(redactTexts(leaking, ['message'], redactor)).toEqual({ message: '[redacted]', step: SECRET });
});
