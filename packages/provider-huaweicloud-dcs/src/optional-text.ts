import type { Json } from '@waybill/core';

/** Text that says something. Empty text counts as absent: it is what unset variables and unused fields leave behind. */
export function optionalText(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
