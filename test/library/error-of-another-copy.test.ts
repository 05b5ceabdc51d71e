import { expect, it, vi } from 'vitest';
import { guardHostTransport } from '../../packages/core/src/provider/guard-host-transport.ts';
import { guarded } from '../../packages/core/src/provider/provider-defect.ts';

vi.resetModules();
const theirs = await import('../../packages/core/src/index.ts');
const options = { alias: 'search', stopping: new AbortController().signal };

function refused(): Error {
  return new theirs.ProviderError('no', { vendorCode: 'X', class: 'busy', effect: 'possible', retryAfterMs: 5 });
}

function pass(thrown: Error): () => unknown {
  return () =>
    guarded(
      () => {
        throw thrown;
      },
      'call',
      options,
    );
}

it('passes on what another copy throws as the contract says', () => {
  for (const thrown of [refused(), new theirs.CredentialsError('none', 'give some')])
    expect(pass(thrown)).toThrow(thrown);
});

it.each([
  ['effect', undefined, 'without `effect`'],
  ['effect', 'maybe', 'with `effect`: maybe'],
  ['class', 'unheard-of', 'with `class`: unheard-of'],
  ['retryAfterMs', 'soon', 'with `retryAfterMs`: soon'],
  ['restated', undefined, 'without `restated`'],
  ['mayPass', undefined, 'without `mayPass`'],
])('names what an error of another version lacks: %s %s', (name, value, lack) => {
  const thrown = Object.defineProperty(refused(), name, { value });
  expect(pass(thrown)).toThrow(
    expect.objectContaining({
      code: 'PROVIDER_DEFECT',
      message: `Provider search threw an error of another version of @waybill/core (${lack}) in call: ProviderError: no`,
      hint: 'Install the provider with the version of @waybill/core that the command has; then `waybill resume` continues.',
    }),
  );
});

it('takes a request as sent when an error of another version does not say', async () => {
  const thrown = new theirs.TransportError('gone', { wasSent: false, reason: 'X' });
  const request = { method: 'GET', url: 'https://api.example/', headers: {} } as const;
  const send = () =>
    guardHostTransport({ send: () => Promise.reject(thrown) }).send(request, { signal: options.stopping });
  await expect(send()).rejects.toBe(thrown);
  Object.defineProperty(thrown, 'wasSent', { value: undefined });
  await expect(send()).rejects.toMatchObject({ reason: 'TRANSPORT_THREW', wasSent: true });
});
