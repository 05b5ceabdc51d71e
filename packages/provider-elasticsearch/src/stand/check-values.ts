import { isJsonObject, type JsonObject, objectOf } from '@waybill/stand-kit';

/** A value that its field does not take. */
export interface WrongValue {
  /** Its whole name. */
  readonly field: string;
  /** Of the mapping. */
  readonly type: string;
  readonly value: unknown;
}

type Takes = (value: unknown) => boolean;

/** Numbers as texts are taken as numbers, unless `coerce` says otherwise. */
const NUMBER: Takes = (value) =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
const within =
  (low: number, high: number): Takes =>
  (value) =>
    NUMBER(value) && Number(value) >= low && Number(value) <= high;
const SCALAR: Takes = (value) => !isJsonObject(value);
const IP: Takes = (value) => typeof value === 'string' && /^[\da-f.:]+$/i.test(value) && /[.:]/.test(value);

/** By type, values that fields take without parameters of their own. Of other types anything is taken. */
const TAKES: Readonly<Record<string, Takes>> = {
  byte: within(-128, 127),
  short: within(-32_768, 32_767),
  integer: within(-(2 ** 31), 2 ** 31 - 1),
  long: within(-(2 ** 63), 2 ** 63),
  unsigned_long: within(0, 2 ** 64),
  half_float: NUMBER,
  float: NUMBER,
  double: NUMBER,
  scaled_float: NUMBER,
  boolean: (value) => typeof value === 'boolean' || value === 'true' || value === 'false' || value === '',
  keyword: SCALAR,
  text: SCALAR,
  ip: IP,
};

/** The first value, if any, that the mapping refuses: a text in a number, an object in a keyword, a number as an object. */
export function findWrongValue(source: JsonObject, mapping: JsonObject, path = ''): WrongValue | null {
  const fields = objectOf(mapping, 'properties');
  for (const [name, value] of Object.entries(source)) {
    const field = fields[name];
    const wrong = isJsonObject(field) ? wrongIn(value, field, `${path}${name}`) : null;
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongIn(value: unknown, field: JsonObject, name: string): WrongValue | null {
  if (value === null || field['ignore_malformed'] === true || field['enabled'] === false) return null;
  const type = typeof field['type'] === 'string' ? field['type'] : 'object';
  if (Array.isArray(value)) return firstOf(value, (each) => wrongIn(each, field, name));
  if (type !== 'object' && type !== 'nested')
    return (TAKES[type] ?? (() => true))(value) ? null : { field: name, type, value };
  return isJsonObject(value) ? findWrongValue(value, field, `${name}.`) : { field: name, type, value };
}

function firstOf(values: readonly unknown[], find: (value: unknown) => WrongValue | null): WrongValue | null {
  for (const value of values) {
    const found = find(value);
    if (found !== null) return found;
  }
  return null;
}
