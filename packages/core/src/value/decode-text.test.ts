import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

test('text in UTF-8 comes back as it is, its byte order mark included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (text, hasMark) => {
      fc.pre(!/^[^\0]\0|^\0[^\0]/.test(text) && text.isWellFormed());
      const whole = hasMark ? `\ufeff${text}` : text;
      expect(decodeText(encode(whole))).toEqual({ text: whole });
    }),
  );
});

test('the replacement character itself is text', () => {
  expect(decodeText(encode('a\ufffdb'))).toEqual({ text: 'a\ufffdb' });
});

test('arbitrary bytes are text that encodes to the same bytes, or have a fault at the first bad one', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const { text, fault } = decodeText(bytes);
      if (fault === undefined) expect([...encode(text)]).toEqual([...bytes]);
      else if (fault.kind === 'not-utf-8') {
        const before = decodeText(bytes.subarray(0, fault.byteOffset));
        expect(before.fault?.kind).not.toBe('not-utf-8');
        expect(text.slice(0, fault.offset)).toBe(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, fault.byteOffset)),
        );
        expect(fault.byte).toBe(bytes[fault.byteOffset]);
        expect(text.charAt(fault.offset)).toBe('\ufffd');
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['Latin-1', [0x61, 0x0a, 0xfc, 0x62], 'not-utf-8', 2, 2],
  ['a character that is cut at the end', [0x61, 0xe2, 0x82], 'not-utf-8', 1, 1],
  ['a byte after a wide character', [0xf0, 0x9f, 0x98, 0x80, 0xff], 'not-utf-8', 4, 2],
  ['a surrogate written as three bytes', [0xed, 0xa0, 0x80], 'not-utf-8', 0, 0],
  ['UTF-16, little end first', [0xff, 0xfe, 0x61, 0x00], 'utf-16', 0, 0],
  ['UTF-16, big end first', [0xfe, 0xff, 0x00, 0x61], 'utf-16', 0, 0],
  ['UTF-16 without a mark', [0x76, 0x00, 0x65, 0x00], 'utf-16', 0, 0],
])('%s', (_name, bytes, kind, byteOffset, offset) => {
  expect(decodeText(Uint8Array.from(bytes)).fault).toMatchObject({ kind, byteOffset, offset });
});
