import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentEncode } from './percent-encode.ts';
import { wireUrl } from './wire-url.ts';

test('whatever a query holds arrives as it was', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(fc.dictionary(text, text), (query) => {
      const url = new URL(wireUrl({ endpoint: 'https://api.example:8443', path: '/v2/a', query }));
      expect([url.origin, url.pathname]).toEqual(['https://api.example:8443', '/v2/a']);
      expect([...url.searchParams]).toEqual(Object.entries(query));
    }),
  );
});

test('without a query there is no question mark', () => {
  expect(wireUrl({ endpoint: 'http://127.0.0.1', path: '/', query: {} })).toBe('http://127.0.0.1/');
});

test('only unreserved characters stay as they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(percentEncode(text)).toMatch(/^([A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
      expect(decodeURIComponent(percentEncode(text))).toBe(text);
    }),
  );
});
