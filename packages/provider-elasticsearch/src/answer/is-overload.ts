import { ProviderError } from '@waybill/core';

/** Some of its documents; the breakers of 6.x have status 503. Of an answer without errors no more than its begin is read. */
const REFUSED_FOR_OVERLOAD = /^\{"errors":true.*?(?:"status":429\b|"type":"circuit_breaking_exception")/s;

/** Whether a bulk ended because the cluster, or a shard of it, has no room for more at the moment. Pure. */
export function isOverload({
  answer,
  error,
}: {
  readonly answer?: { readonly response: unknown };
  readonly error?: unknown;
}): boolean {
  if (answer === undefined) return error instanceof ProviderError && error.class === 'throttled';
  return typeof answer.response === 'string' && REFUSED_FOR_OVERLOAD.test(answer.response);
}
