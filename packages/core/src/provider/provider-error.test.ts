import { expect, it } from 'vitest';
import { defined } from '../value/defined.ts';
import { MAX_RETRY_AFTER_MS, ProviderError } from './provider-error.ts';

it.each([
  [undefined, undefined],
  [0, 0],
  [1_500, 1_500],
  [MAX_RETRY_AFTER_MS, MAX_RETRY_AFTER_MS],
  [30 * 365 * 86_400_000, MAX_RETRY_AFTER_MS],
  [Number.POSITIVE_INFINITY, MAX_RETRY_AFTER_MS],
  [-5, 0],
  [Number.NaN, undefined],
])('of a wait of %s ms, %s ms count', (retryAfterMs, counted) => {
  const error = new ProviderError('no', {
    vendorCode: 'X',
    class: 'throttled',
    effect: 'none',
    ...defined({ retryAfterMs }),
  });
  expect(error.retryAfterMs).toBe(counted);
  expect(error.restated({ message: 'again' }).retryAfterMs).toBe(counted);
});
