import type { Json, Value, ValueObject } from '@waybill/core';
import { textsOf } from '../answer/json-fields.ts';

/** One address of a provider's entry, or a list of them. */
export function urlsIn(url: Json | undefined): readonly string[] {
  return typeof url === 'string' ? [url] : textsOf(url);
}

/** The same of an entry as a plan writes it: what is known at run time only is still a reference. */
export function urlsOf(entry: ValueObject | undefined): readonly Value[] {
  const url = entry?.['url'];
  return url === undefined ? [] : Array.isArray(url) ? (url as readonly Value[]) : [url];
}
