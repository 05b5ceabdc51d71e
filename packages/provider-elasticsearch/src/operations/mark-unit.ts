import { Interpolation, Reference, type ValueObject } from '@waybill/core';

/** The token that makes an index recognisable as its unit's: the same in every attempt, unlike any other unit's. */
export const UNIT_TOKEN: Reference = new Reference(['unit', 'token']);
/** Those that the unit had before it was started over, and its present one as the last. */
export const UNIT_TOKENS: Reference = new Reference(['unit', 'tokens']);

/** What a kind writes into the mapping of an index that it makes. */
export const TOKEN_MARK: Interpolation = new Interpolation(['[waybill:', UNIT_TOKEN, ']']);

/** Adds which unit of which plan it is, in whatever state; the plan's own creates stay as they are written. */
export function markUnit(args: ValueObject, mark: string): ValueObject {
  const { mark: token } = args;
  if (!(token instanceof Interpolation) || token.parts[1] !== UNIT_TOKEN) return args;
  return { ...args, mark: new Interpolation([...token.parts.slice(0, -1), `] [waybill-unit:${mark}]`]) };
}
