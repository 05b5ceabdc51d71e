import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonObject } from '../../value/value.ts';

/** What a validator is for: to find every violation, or to say only whether there is one. */
export type ValidatorUse = 'explain' | 'decide';

/**
 * The validator of a dereferenced schema that was compiled when the program was built. There is none here: a bundle has a
 * module with those of the built-in providers in the place of this one, because compiling them takes half of the time of
 * `waybill validate`.
 */
export function findPrecompiled(_schema: JsonObject, _use: ValidatorUse): ValidateFunction | undefined {
  return undefined;
}
