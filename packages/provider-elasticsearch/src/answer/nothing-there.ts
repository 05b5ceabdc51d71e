import { type JsonObject, ProviderError } from '@waybill/core';

const MISSING: ReadonlySet<string> = new Set([
  'index_not_found_exception',
  'aliases_not_found_exception',
  'alias_not_found_exception',
  // Of 7.17, for an alias that must exist.
  'resource_not_found_exception',
]);

/** Whether a refusal says that what was to be taken away is gone already, which is as good to a call with `if_there`. */
export function isNothingThere(error: unknown, { if_there: isAsGood }: JsonObject): boolean {
  return (
    isAsGood === true && error instanceof ProviderError && error.class === 'not-found' && MISSING.has(error.vendorCode)
  );
}
