import { Interpolation, Reference, type Value } from '@waybill/core';

const MARK = /\[waybill:[0-9a-f]{12}\]/;

/** The token that makes a unit's task recognisable: the same in every attempt and every run, unlike any other unit's. */
const UNIT_TOKEN: Reference = new Reference(['unit', 'token']);

/** `<name>-<token>`: two units never share a task name, although the vendor would let them. */
export function uniqueName(name: Value): Interpolation {
  return new Interpolation([...textParts(name), '-', UNIT_TOKEN]);
}

/** `<description> [waybill:<token>]`. */
export function markedDescription(description: Value | undefined): Interpolation {
  const parts =
    description === undefined || description === null || description === '' ? [] : [...textParts(description), ' '];
  return new Interpolation([...parts, '[waybill:', UNIT_TOKEN, ']']);
}

/** Whether a task was created by a Waybill unit, of this plan or of another one. */
export function carriesToken(description: unknown): boolean {
  return typeof description === 'string' && MARK.test(description);
}

function textParts(value: Value): readonly (string | Reference)[] {
  if (value instanceof Reference) return [value];
  if (value instanceof Interpolation) return value.parts;
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}
