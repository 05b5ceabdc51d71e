import type { HttpResponse, ProviderErrorClass } from '@waybill/core';
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
}

/** What an error envelope means: by its code, then by a rate limit's marks, and by the HTTP status only at last. */
export function classifyError(refusal: Refusal): Classification {
  const { response, hasEffect } = refusal;
  const retryAfterMs = readRetryAfterMs(response.headers);
  const rule = findErrorRule(refusal.code);
  const errorClass = rule?.class ?? classOfUnknownCode(refusal);
  return {
    class: errorClass,
    effect: hasEffect && !isCertainRefusal(rule?.class, response.status) ? 'possible' : 'none',
    ...(rule?.hint === undefined ? {} : { hint: rule.hint }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
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

/** The wait that the server asks for, in milliseconds. */
export function readRetryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const vendorWaitMs = readVendorWaitMs(headers);
  if (vendorWaitMs !== undefined) return vendorWaitMs;
  const seconds = readNumber(headers['retry-after']);
  return seconds === undefined ? undefined : seconds * 1_000;
}

/** `x-acs-retry-after` counts milliseconds, unlike the standard header. */
function readVendorWaitMs(headers: Readonly<Record<string, string>>): number | undefined {
  return readNumber(headers['x-acs-retry-after']);
}

function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}(\.\d+)?$/.test(text.trim()) ? Math.ceil(Number(text)) : undefined;
}
