import { isJsonObject, type Json } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';

export interface ErrorEnvelope {
  readonly code: string;
  readonly message: string;
  readonly requestId: string | undefined;
}

/**
 * The error inside a body, whatever its status: the service's own form (`error_code`, `error_msg`), its older form
 * (`error: {code, message}`) and the gateway's (`error_code`, `error_msg`, `request_id`). Undefined when there is none:
 * the `error` text that create and set answer with, usually empty, belongs to the task and not to the call.
 */
export function findErrorEnvelope(body: Json | undefined): ErrorEnvelope | undefined {
  if (!isJsonObject(body)) return undefined;
  const nested = isJsonObject(body['error']) ? body['error'] : undefined;
  const code = codeText(body['error_code']) ?? codeText(nested?.['code']);
  if (code === undefined) return undefined;
  const message = textOf(body['error_msg']) ?? textOf(nested?.['message']) ?? textOf(nested?.['title']);
  return { code, message: message ?? 'no message', requestId: textOf(body['request_id']) };
}

/** One printed code has a stray blank (`DCS. 4855`), and IAM's codes are numbers. */
function codeText(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value.replace(/\s/g, '') : '';
  return text === '' ? undefined : text;
}
