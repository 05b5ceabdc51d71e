import type { Redactor } from './redactor.ts';

/** Keys of `Data` whose values are text. */
type TextKey<Data> = { [Key in keyof Data]-?: NonNullable<Data[Key]> extends string ? Key : never }[keyof Data];

/** For each kind of a union, which of its fields are free text. A new kind has to say so too. */
export type FreeText<Union extends { readonly kind: string }> = {
  readonly [Kind in Union['kind']]: readonly TextKey<Extract<Union, { readonly kind: Kind }>>[];
};

/** `data` with the named fields cleaned: a copy, or the very same when there is nothing to take out. */
export function redactTexts<Data extends object>(data: Data, keys: readonly string[], redactor: Redactor): Data {
  let clean: Data | undefined;
  for (const key of keys) {
    const text = (data as Readonly<Record<string, unknown>>)[key];
    if (typeof text !== 'string') continue;
    const redacted = redactor.text(text);
    if (redacted !== text) clean = { ...(clean ?? data), [key]: redacted };
  }
  return clean ?? data;
}
