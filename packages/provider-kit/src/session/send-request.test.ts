import { type ProviderError, TransportError } from '@waybill/core';
import { expect, it } from 'vitest';
import { ScriptedTransport } from '../testing/scripted-transport.ts';
import { sendRequest } from './send-request.ts';

it.each(['unreachable', 'unusable'] as const)('a connection that is %s says so, and how to mend it', async (fault) => {
  const lost = new TransportError('gone', { wasSent: false, reason: 'SOME_REASON', fault, hint: 'Mend it.' });
  expect(await failure(lost)).toMatchObject({
    class: fault,
    effect: 'none',
    vendorCode: 'SOME_REASON',
    hint: 'Mend it.',
  });
});

it('an exchange that broke off leaves its effect open', async () => {
  const lost = new TransportError('gone', { wasSent: true, reason: 'ECONNRESET' });
  expect(await failure(lost)).toMatchObject({ class: 'transient', effect: 'possible', vendorCode: 'ECONNRESET' });
});

async function failure(lost: TransportError): Promise<ProviderError> {
  const sending = sendRequest(new ScriptedTransport([lost]), {
    operation: 'CreateMigrationTask',
    hasEffect: true,
    request: { method: 'POST', url: 'http://127.0.0.1/', headers: {} },
    signal: new AbortController().signal,
  });
  return await sending.then(
    () => expect.unreachable('it was answered'),
    (error: ProviderError) => error,
  );
}
