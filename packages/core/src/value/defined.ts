/** The same fields, where those that may be undefined are optional instead. */
export type Defined<Fields> = {
  [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>;
};

/**
 * The fields that have a value, to be spread into an object in which an absent field and an undefined one differ.
 *
 * @example
 * ```ts
 * const options = { file, ...defined({ signal, maxRuntimeMs }) };
 * ```
 */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = (fields as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept as Defined<Fields>;
}
