import { describe, expect, it } from 'vitest';
import { guardHostTransport } from './guard-host-transport.ts';
import { ProviderError } from './provider-error.ts';
import { type Transport, TransportError } from './transport.ts';

const REQUEST = { method: 'GET', url: 'https://api.example/', headers: {} } as const;

function sendWith(send: Transport['send'], signal = new AbortController().signal) {
  return guardHostTransport({ send }).send(REQUEST, { signal });
}

describe('a transport of the host', () => {
  it.each<readonly [string, Transport['send']]>([
    ['rejects', () => Promise.reject(new TypeError('fetch failed'))],
    [
      'throws at once',
      () => {
        throw new TypeError('fetch failed');
      },
    ],
  ])('that %s is named as what threw, and its request may have arrived', async (_, send) => {
    await expect(sendWith(send)).rejects.toMatchObject({
      code: 'PROVIDER_TRANSPORT_FAILED',
      message: 'The transport threw an unexpected error: TypeError: fetch failed',
      wasSent: true,
      reason: 'TRANSPORT_THREW',
    });
  });

  it.each([
    new TransportError('refused', { wasSent: false, reason: 'ECONNREFUSED' }),
    new ProviderError('refused', { vendorCode: 'X', class: 'fatal', effect: 'none' }),
  ])('that rejects with an error of the contract is passed on (%s)', async (error) => {
    await expect(sendWith(() => Promise.reject(error))).rejects.toBe(error);
  });

  it('that was aborted is passed on, and so is an answer', async () => {
    const reason = new Error('the run stops');
    const sending = sendWith(() => Promise.reject(reason), AbortSignal.abort(reason));
    await expect(sending).rejects.toBe(reason);
    const answer = { status: 200, headers: {}, body: '{}' };
    expect(await sendWith(() => Promise.resolve(answer))).toBe(answer);
  });
});
