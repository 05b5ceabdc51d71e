import type { FuncKeywordDefinition } from 'ajv/dist/2020.js';
import { isDeferred, type Value } from '../../value/value.ts';

/** Of the formats `uri` alone is checked, so that what takes it for an address can rely on it; others are left to the vendor. */
export const SCHEMA_FORMATS: { readonly uri: (text: string) => boolean } = { uri: isUrl };

/** As providers read it, with `new URL`. */
function isUrl(text: string): boolean {
  return URL.canParse(text) && /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text);
}

/** `maxLength` counts characters; many systems limit bytes. */
const MAX_BYTES: FuncKeywordDefinition = {
  keyword: 'x-max-bytes',
  type: 'string',
  schemaType: 'number',
  validate: (maximum: number, text: string): boolean => Buffer.byteLength(text) <= maximum,
  errors: false,
};

/** The value is the alias of an entry of that type. Whether a value of another type may be there, the schema's `type` says. */
const CONNECTION: FuncKeywordDefinition = {
  keyword: 'x-connection',
  schemaType: 'string',
  // Called with no connections, `this` is what a function that is not strict has instead: the global object.
  validate(this: unknown, type: string, value: unknown): boolean {
    if (!(this instanceof Map) || (typeof value !== 'string' && !isDeferred(value as Value))) return true;
    if (typeof value !== 'string' || !this.has(value)) return false;
    const found: unknown = this.get(value);
    return found === undefined || found === type;
  },
  errors: false,
};

/** What our schemas have beyond JSON Schema. */
export const SCHEMA_KEYWORDS: readonly FuncKeywordDefinition[] = [MAX_BYTES, CONNECTION];
