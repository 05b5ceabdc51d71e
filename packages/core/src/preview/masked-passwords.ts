import { maskUrlPasswords } from '../diagnostics/url-passwords.ts';
import { isJsonObject, type Json } from '../value/value.ts';

/** Data for a preview, in which passwords inside URLs are masked: a preview is saved, printed and put on pull requests. */
export function maskedPasswords(value: Json): Json {
  if (typeof value === 'string') return maskUrlPasswords(value);
  if (Array.isArray(value)) return value.map((item: Json) => maskedPasswords(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, maskedPasswords(child)]));
}
