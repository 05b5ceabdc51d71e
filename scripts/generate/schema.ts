/** A JSON Schema object. Boolean schemas do not occur in this repository outside of `additionalProperties`. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema object under a keyword; an empty one when the keyword is absent. */
export function schemaIn(schema: Schema, keyword: string): Schema {
  const value = schema[keyword];
  return isSchema(value) ? value : {};
}

/** `schema` without some of its keywords. */
export function withoutKeywords(schema: Schema, keywords: readonly string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}
