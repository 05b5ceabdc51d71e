import type { Json } from '@waybill/core';

/** A text or a number as text; nothing else is one. */
export function plainText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
