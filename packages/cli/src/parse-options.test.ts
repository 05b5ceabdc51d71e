import { expect, test } from 'vitest';
import { parseCount, parseOrigin, parseReason, parseRuntimeMs } from './parse-options.ts';

test.each([
  ['90s', 90_000],
  ['5h30m', 19_800_000],
  ['1h1m1s', 3_661_000],
])('%s is %i ms', (text, ms) => {
  expect(parseRuntimeMs(text, '--max-runtime')).toBe(ms);
});

test.each(['', '5', 'h', '5h 30m', '5x', '0s', '-5m', '1.5h'])('"%s" is no duration', (text) => {
  expect(() => parseRuntimeMs(text, '--max-runtime')).toThrow(`--max-runtime ${text} is not a duration.`);
});

test.each(['-1', '1.5', 'x', '', '99999999999999999999'])('"%s" is no count', (text) => {
  expect(() => parseCount(text, '--max-failures', 1)).toThrow('is not a whole number of at least 1.');
});

test.each(['', ' ', '...', '…'])('%j is no reason', (text) => {
  expect(() => parseReason(text)).toThrow('is not a reason');
});

test('a reason is kept as it is, and that none was given is told', () => {
  expect([parseReason(' OPS-17 '), parseReason('配额不足'), parseReason(undefined)]).toEqual([
    'OPS-17',
    '配额不足',
    'no reason given',
  ]);
});

test.each([
  ['api.example.com', 'https://api.example.com'],
  ['https://API.example.com:8443/', 'https://api.example.com:8443'],
  ['http://127.0.0.1:18087', 'http://127.0.0.1:18087'],
])('%s is the origin %s', (text, origin) => {
  expect(parseOrigin(text, '--allow-endpoint')).toBe(origin);
});

test.each(['', 'https://', 'https://a/path', 'https://user@a', 'ftp://a', '*.example.com', 'a b'])(
  '%j is no origin',
  (text) => {
    expect(() => parseOrigin(text, '--allow-endpoint')).toThrow('is not the address of an API.');
  },
);
