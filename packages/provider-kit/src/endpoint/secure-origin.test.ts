import { expect, test } from 'vitest';
import { secureOrigin } from './secure-origin.ts';

test.each([
  ['https://api.example:8443/', 'https://api.example:8443'],
  ['https://api.example/v3?x=1', 'https://api.example'],
  ['http://127.8.9.1:80', 'http://127.8.9.1'],
  ['http://localhost:1', 'http://localhost:1'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('of %s', (address, origin) => {
  expect(secureOrigin(address, 'endpoint')).toBe(origin);
});

test.each([
  ['http://api.example', 'unencrypted'],
  ['http://127.0.0.1.example', 'unencrypted'],
  ['http://localhost.example', 'unencrypted'],
  ['ftp://127.0.0.1', 'not an http(s) address'],
  ['api.example', 'not an http(s) address'],
  ['https://', 'not an http(s) address'],
  ['https://user@api.example', 'not an http(s) address'],
  ['https://:hush@api.example', 'not an http(s) address'],
])('refuses %s', (address, message) => {
  const refused = (): string => secureOrigin(address, 'iam_endpoint');
  expect(refused).toThrow(`iam_endpoint`);
  expect(refused).toThrow(message);
  expect(refused).toThrow(expect.objectContaining({ vendorCode: 'INVALID_ENDPOINT', class: 'fatal', effect: 'none' }));
  expect(refused).toThrow(/^(?!.*hush)/);
});
