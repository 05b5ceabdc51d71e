import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { requestDigest } from './request-digest.ts';

it('is the HMAC-SHA-256 of the request, whatever key and text', () => {
  const keys = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 64 }),
    fc.uint8Array({ minLength: 65, maxLength: 200 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
  );
  const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(keys, texts, (bytes, requests) => {
      const key = createSecretKey(bytes);
      const expected = requests.map((request) => createHmac('sha256', key).update(request).digest('hex'));
      expect(requests.map((request) => requestDigest(request, key))).toEqual(expected);
    }),
  );
});

it('does not mix the keys of two states', () => {
  const [one, other] = ['a', 'b'].map((text) => createSecretKey(Buffer.from(text.repeat(32))));
  if (one === undefined || other === undefined) throw new Error('there are two keys');
  const digests = [one, other, one, other].map((key) => requestDigest('{}', key));
  expect(new Set(digests).size).toBe(2);
  expect(digests.slice(0, 2)).toEqual(digests.slice(2));
});

it('is the same for a request of any length, whichever came before it', () => {
  const key = createSecretKey(Buffer.from('k'.repeat(32)));
  for (const length of [0, 5_461, 5_462, 100_000, 3, 20_000, 1]) {
    for (const text of ['a'.repeat(length), '\u20ac'.repeat(length)])
      expect(requestDigest(text, key)).toBe(createHmac('sha256', key).update(text).digest('hex'));
  }
});
