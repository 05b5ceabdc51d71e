import type { HttpResponse, ProviderErrorClass } from '@waybill/core';
import { defined } from '@waybill/core';
import { readRetryAfterMs } from '@waybill/provider-kit';
import { findErrorRule } from './error-rules.ts';

export interface Classification {
  readonly class: ProviderErrorClass;
  readonly effect: 'none' | 'possible';
  readonly hint?: string;
  readonly retryAfterMs?: number;
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly response: Pick<HttpResponse, 'status' | 'headers'>;
  readonly hasEffect: boolean;
  /** Wall time, to read a `Retry-After` that is a date. */
  readonly nowMs: number;
}

/** What an error envelope means: by its code, then by a rate limit's marks, and by the HTTP status only at last. */
export function classifyError(refusal: Refusal): Classification {
  const { response, hasEffect } = refusal;
  const retryAfterMs =
    readVendorWaitMs(response.headers) ?? readRetryAfterMs(response.headers['retry-after'], refusal.nowMs);
  const rule = findErrorRule(refusal.code);
  const errorClass = rule?.class ?? classOfUnknownCode(refusal);
  return {
    class: errorClass,
    effect: hasEffect && !isCertainRefusal(rule?.class, response.status) ? 'possible' : 'none',
    ...(rule?.hint === undefined ? {} : { hint: rule.hint }),
    ...defined({ retryAfterMs }),
  };
}

function classOfUnknownCode({ message, response }: Refusal): ProviderErrorClass {
  const { status, headers } = response;
  // Any error with a positive wait means a rate limit, whatever its code; the same goes for one message text.
  if (status === 429 || (readVendorWaitMs(headers) ?? 0) > 0 || /QPS limit exceeded/i.test(message)) return 'throttled';
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
function readVendorWaitMs(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['x-acs-retry-after'];
  return text !== undefined && /^\d{1,9}(\.\d+)?$/.test(text.trim()) ? Math.ceil(Number(text)) : undefined;
}
