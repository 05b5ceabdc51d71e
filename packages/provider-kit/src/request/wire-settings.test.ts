import { expect, test } from 'vitest';
import { readWireSettings } from './wire-settings.ts';

test.each([
  [{}, { timeouts: {} }],
  [
    { timeouts: { connect: '2s', response: '1m' }, ca: 'company.pem' },
    { timeouts: { connectMs: 2_000, responseMs: 60_000 }, caFile: 'company.pem' },
  ],
  [{ timeouts: { response: 'soon' }, ca: '' }, { timeouts: {} }],
])('%j', (config, settings) => {
  expect(readWireSettings(config)).toStrictEqual(settings);
});
