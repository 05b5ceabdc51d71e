import { expect, test } from 'vitest';
import { NONCE_LIMIT, NonceMemory } from './nonce-memory.ts';

test('a nonce may be used again when its time is over', () => {
  const nonces = new NonceMemory();
  expect(nonces.use('n', { nowMs: 0, lifetimeMs: 100 })).toBe(true);
  expect(nonces.use('n', { nowMs: 99, lifetimeMs: 100 })).toBe(false);
  expect(nonces.use('n', { nowMs: 100, lifetimeMs: 100 })).toBe(true);
  expect(nonces.use('n', { nowMs: 101, lifetimeMs: 100 })).toBe(false);
});

test('beyond its limit the oldest nonce is forgotten first', () => {
  const nonces = new NonceMemory();
  const moment = { nowMs: 0, lifetimeMs: 100 };
  for (let number = 0; number <= NONCE_LIMIT; number += 1) nonces.use(String(number), moment);
  expect(nonces.use(String(NONCE_LIMIT), moment)).toBe(false);
  expect(nonces.use('0', moment)).toBe(true);
});
