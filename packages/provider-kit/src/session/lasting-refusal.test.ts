import { CredentialsError, ProviderError } from '@waybill/core';
import { expect, test } from 'vitest';
import { lastingRefusal } from './lasting-refusal.ts';

const refusal = new ProviderError('the key is unknown', { vendorCode: 'NoKey', class: 'unauthorized', effect: 'none' });

test('without a fault of their source a refusal stays as it is', () => {
  expect(lastingRefusal(refusal, undefined)).toBe(refusal);
});

test('the fault is named once, without the provider, and its hint is the one to follow', () => {
  const fault = new CredentialsError('Provider cache-1: the file is empty.', 'Fill it.');
  expect(lastingRefusal(refusal, fault)).toMatchObject({
    message: 'the key is unknown. No newer ones could be read: the file is empty.',
    hint: 'Fill it.',
    vendorCode: 'NoKey',
    class: 'unauthorized',
  });
});
