import { MASK } from '../diagnostics/mask.ts';
import { maskUrlPasswords } from '../diagnostics/url-passwords.ts';
import { isJsonObject, type Json } from '../value/value.ts';

/**
 * Data for a preview, which is saved, printed and put on pull requests: every text that is one of `secrets` is masked, and
 * so are passwords inside URLs.
 */
export function maskSecrets(value: Json, secrets: ReadonlySet<string> = new Set()): Json {
  if (typeof value === 'string') return secrets.has(value) ? MASK : maskUrlPasswords(value);
  if (Array.isArray(value)) return value.map((item: Json) => maskSecrets(item, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, maskSecrets(child, secrets)]));
}
