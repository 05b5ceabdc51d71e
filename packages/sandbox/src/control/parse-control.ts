import { type DataPlaneOption, isJsonObject } from '@waybill/stand-kit';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FaultScript } from '../faults/fault-script.ts';
import type { NamedStand } from '../listed-stands.ts';
import type { Durations } from '../settings/durations.ts';
import type { SettingsPatch } from '../settings/settings.ts';
import { ControlRequestError } from './control-request-error.ts';
import { ADVANCE_SCHEMA, RELEASE_SCHEMA, schemasOf } from './control-schemas.ts';

export function parseDurations(body: unknown, stands: readonly NamedStand[]): Partial<Durations> {
  return check<Partial<Durations>>(body, schemasOf(stands).durations);
}

export function parseSettingsPatch(body: unknown, stands: readonly NamedStand[]): SettingsPatch {
  return check<SettingsPatch>(body, schemasOf(stands).settings);
}

export function parseFaultScript(body: unknown, stands: readonly NamedStand[]): FaultScript {
  return check<FaultScript>(body, schemasOf(stands).faultScript);
}

/**
 * What a JSON option of a data plane was given, which comes in no request and is checked like one.
 *
 * @throws ControlRequestError if the option's schema does not accept it
 */
export function checkDataOption({ schema = {} }: Pick<DataPlaneOption, 'schema'>, given: unknown): unknown {
  return check<unknown>(given, schema, isJsonObject(given) ? 'the object' : 'the list');
}

/** The milliseconds by which to move the clock. */
export function parseAdvance(body: unknown): number {
  return check<{ readonly advanceMs: number }>(body, ADVANCE_SCHEMA).advanceMs;
}

/** The operation whose held calls are to continue; undefined: all of them. No body is none. */
export function parseRelease(body: unknown): string | undefined {
  return check<{ readonly operation?: string }>(body ?? {}, RELEASE_SCHEMA).operation;
}

const ajv = new Ajv2020({ allErrors: true, discriminator: true });
const validators = new WeakMap<object, ValidateFunction>();

/** Each schema describes exactly the type that it is used with. */
function check<T>(body: unknown, schema: object, name = 'body'): T {
  let validate = validators.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    validators.set(schema, validate);
  }
  if (validate(body)) return body as T;
  throw new ControlRequestError(ajv.errorsText(validate.errors, { dataVar: name }));
}
