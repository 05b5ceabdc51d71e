import type { ProviderErrorClass } from '@waybill/core';
import { type AnsweredCall, type Classification, readRetryAfterMs } from '@waybill/provider-kit';
import { findErrorRule } from './error-rules.ts';

export interface VendorError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** How long the answer asks to wait, in milliseconds, by the vendor's own header alone. */
  readonly vendorWaitMs: number | undefined;
}

/** What an error envelope means: by its code, then by a rate limit's marks, and by the HTTP status only at last. */
export function classifyError(error: VendorError): Classification {
  const rule = findErrorRule(error.code);
  return {
    class: rule?.class ?? classOfUnknownCode(error),
    isCertainRefusal: isCertainRefusal(rule?.class, error.status),
    hint: rule?.hint,
  };
}

function classOfUnknownCode({ message, status, vendorWaitMs = 0 }: VendorError): ProviderErrorClass {
  // Any error with a positive wait means a rate limit, whatever its code; the same goes for one message text.
  if (status === 429 || vendorWaitMs > 0 || /QPS limit exceeded/i.test(message)) return 'throttled';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  return status >= 500 ? 'transient' : 'fatal';
}

/** A server fault says nothing about the effect, and neither does an error inside a success. A known refusal does. */
function isCertainRefusal(knownClass: ProviderErrorClass | undefined, status: number): boolean {
  if (knownClass !== undefined && knownClass !== 'transient') return true;
  return status >= 400 && status < 500;
}

/** `x-acs-retry-after` counts milliseconds, unlike the standard header. */
export function readVendorWaitMs(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['x-acs-retry-after'];
  return text !== undefined && /^\d{1,9}(\.\d+)?$/.test(text.trim()) ? Math.ceil(Number(text)) : undefined;
}

export function readWaitMs(headers: Readonly<Record<string, string>>, { nowMs }: AnsweredCall): number | undefined {
  return readVendorWaitMs(headers) ?? readRetryAfterMs(headers['retry-after'], nowMs);
}
