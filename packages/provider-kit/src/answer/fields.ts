import type { Json } from '@waybill/core';
import { objectOf } from './json-fields.ts';

/**
 * An object of an answer by the field names of its document, so that a misspelt one is refused by the compiler. What a field
 * holds is not relied on: documents and answers differ, and each reader says what it makes of a value.
 */
export type Fields<Shape> = {
  readonly [Name in keyof Shape as string extends Name ? never : Name]?: Json;
};

/** Empty when the value is no object. `Shape`: the generated type of an answer, or of a part of it. */
export function fieldsOf<Shape>(value: Json | undefined): Fields<Shape> {
  return objectOf(value) as Fields<Shape>;
}

/** The members of a list, each as an object; none when the value is no list. */
export function rowsOf<Row>(value: Json | undefined): readonly Fields<Row>[] {
  return Array.isArray(value) ? value.map((row: Json) => fieldsOf<Row>(row)) : [];
}

/** What a documented field holds: an object, or a member of its list. */
export type Part<Shape, Name extends keyof Shape> =
  NonNullable<Shape[Name]> extends readonly (infer Row)[] ? Row : NonNullable<Shape[Name]>;
