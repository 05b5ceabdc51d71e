import type { Value } from '@waybill/core';

/** The addresses in a text such as `192.168.0.1:6379,192.168.0.2:6379`, in its order; none where it is no text. */
export function addressesOf(text: Value | undefined): readonly string[] {
  if (typeof text !== 'string') return [];
  return text
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
}
