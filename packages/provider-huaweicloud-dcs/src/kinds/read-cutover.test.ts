import { expect, test } from 'vitest';
import { optionsMeaning, readCutover } from './read-cutover.ts';

test('fills in the defaults', () => {
  expect(readCutover({ cutover: { mode: 'manual' } })).toEqual({ mode: 'manual', maxLag: 0, lagForMs: 0 });
});

test('reads every field', () => {
  const cutover = {
    mode: 'exchange-ip',
    max_lag: 5,
    lag_for: '10s',
    exchanged_ip: ['10.0.0.1'],
    is_exchange_domain: true,
  };
  expect(readCutover({ cutover })).toEqual({
    mode: 'exchange-ip',
    maxLag: 5,
    lagForMs: 10_000,
    exchangedIp: ['10.0.0.1'],
    isExchangeDomain: true,
  });
});

test('is undefined where there is none, or what there is was refused', () => {
  expect([{}, { cutover: null }, { cutover: { mode: 'swap' } }].map(readCutover)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('means the same however it is written', () => {
  const meanings = ['1m', '60s', '60000ms'].map((text) =>
    optionsMeaning({ cleanup: 'keep', cutover: { mode: 'none', lag_for: text } }),
  );
  expect(new Set(meanings.map((meaning) => JSON.stringify(meaning))).size).toBe(1);
  expect(meanings[0]).toEqual({ cleanup: 'keep', cutover: { mode: 'none', maxLag: 0, lagForMs: 60_000 } });
  expect(optionsMeaning({ cleanup: 'delete' })).toEqual({ cleanup: 'delete' });
});
