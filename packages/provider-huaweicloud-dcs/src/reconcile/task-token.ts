import { Interpolation, Reference, type Value, type ValueObject } from '@waybill/core';
import { textParts } from '@waybill/provider-kit';

const TOKEN_MARK = /\[waybill:([0-9a-f]{12})\]/;
const UNIT_TEXT = /\[waybill-unit:([0-9a-f]{12})\]/;
/** The vendor names no limit for a task's description; this much is taken to be safe. */
const DESCRIPTION_LIMIT = 512;
const TOKEN_LENGTH = 12;

/** The token that makes a unit's task recognisable: the same in every attempt and every run, unlike any other unit's. */
export const UNIT_TOKEN: Reference = new Reference(['unit', 'token']);
/** Those that the unit had before it was started over, and its present one as the last. */
export const UNIT_TOKENS: Reference = new Reference(['unit', 'tokens']);
/** Which unit of which plan, in whatever state. */
export const UNIT_MARK: Reference = new Reference(['unit', 'mark']);

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

/**
 * Adds `[waybill-unit:<mark>]` to the description of a create that carries the unit's token already; the plan's own
 * creates stay as they are written. Left out where the plan's description leaves no room for it.
 */
export function markUnit(args: ValueObject, mark: string): ValueObject {
  const { description } = args;
  if (!endsInToken(description)) return args;
  const marked = [...textParts(description), ` [waybill-unit:${mark}]`];
  return lengthOf(marked) > DESCRIPTION_LIMIT ? args : { ...args, description: new Interpolation(marked) };
}

function endsInToken(description: Value | undefined): description is Interpolation {
  return description instanceof Interpolation && description.parts.at(-2) === UNIT_TOKEN;
}

/** A token stands for twelve characters; other references are taken to be as long as they are written. */
function lengthOf(parts: readonly (string | Reference)[]): number {
  return parts.reduce((sum, part) => sum + (part === UNIT_TOKEN ? TOKEN_LENGTH : part.toString().length), 0);
}

/** Whether a task was created by a Waybill unit, of this plan or of another one. */
export function carriesToken(description: unknown): boolean {
  return tokenOf(description) !== undefined;
}

/** The token of the unit, in its state, that created a task. */
export function tokenOf(description: unknown): string | undefined {
  return typeof description === 'string' ? TOKEN_MARK.exec(description)?.[1] : undefined;
}

/** Which unit of which plan a task was created for, in whatever state. Tasks of older versions do not say it. */
export function unitMarkOf(description: unknown): string | undefined {
  return typeof description === 'string' ? UNIT_TEXT.exec(description)?.[1] : undefined;
}

/** As an older version would have written it. */
export function withoutUnitMark(description: string): string {
  return description.replace(UNIT_TEXT, '').trim();
}
