import { describeThrown, isWaybillError } from '../errors.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { defined } from '../value/defined.ts';
import type { JobFailure } from './job-queue.ts';

/** What a worker reports of an error: data, because it may be read on another machine. */
export function describeFailure(error: unknown): JobFailure {
  if (error instanceof ProviderError) {
    const { class: errorClass, vendorCode: code, message, hint, retryAfterMs } = error;
    return {
      class: errorClass,
      code,
      message,
      ...defined({ hint, retryAfterMs }),
    };
  }
  if (!isWaybillError(error)) return { class: 'defect', code: 'PROVIDER_DEFECT', message: describeThrown(error) };
  const { code, message, hint } = error;
  return { class: 'defect', code, message, ...defined({ hint }) };
}
