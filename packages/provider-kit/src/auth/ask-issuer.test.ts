import { CredentialsError, ProviderError, TransportError } from '@waybill/core';
import { expect, test } from 'vitest';
import { ScriptedTransport } from '../testing/scripted-transport.ts';
import { askIssuer, askLocalIssuer, issuerFailed } from './ask-issuer.ts';

const ASKED = { what: 'STS', request: { method: 'GET', url: 'http://127.0.0.1/', headers: {} } } as const;

test('an answer is passed on, whatever its status', async () => {
  for (const status of [200, 404, 503])
    expect(await askIssuer(new ScriptedTransport([{ status }]), ASKED)).toMatchObject({ status });
});

test.each([
  [undefined, 'unreachable'],
  ['unreachable', 'unreachable'],
  ['unusable', 'unusable'],
] as const)('no answer is no refusal (fault: %s)', async (fault, meaning) => {
  const lost = new TransportError('gone', { wasSent: true, reason: 'ECONNRESET', fault, hint: 'Mend it.' });
  await expect(askIssuer(new ScriptedTransport([lost]), ASKED)).rejects.toMatchObject({
    class: meaning,
    effect: 'none',
    vendorCode: 'ECONNRESET',
    message: 'STS got no answer: gone',
    hint: 'Mend it.',
  });
});

test('an answer that is its own fault is none', () => {
  expect(issuerFailed('STS', { status: 502 })).toMatchObject({ class: 'unreachable', vendorCode: 'HTTP_502' });
});

test('on a machine without an issuer there are no credentials, and other errors stay', async () => {
  const options = { alias: 'it', hint: 'Go elsewhere.' };
  const outage = new ProviderError('no answer', { vendorCode: 'X', class: 'unreachable', effect: 'none' });
  await expect(askLocalIssuer(() => Promise.reject(outage), options)).rejects.toMatchObject({
    code: 'PROVIDER_CREDENTIALS_MISSING',
    message: 'Provider it: no answer',
    hint: 'Go elsewhere.',
  });
  const refused = new CredentialsError('no role', 'Attach one.');
  await expect(askLocalIssuer(() => Promise.reject(refused), options)).rejects.toBe(refused);
  expect(await askLocalIssuer(() => Promise.resolve('key'), options)).toBe('key');
});
