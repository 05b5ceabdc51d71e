/** A JSON schema of a control request. */
export type Schema = Readonly<Record<string, unknown>>;

export const MILLISECONDS: Schema = { type: 'number', minimum: 0 };
export const NULLABLE_MILLISECONDS: Schema = { anyOf: [{ type: 'null' }, MILLISECONDS] };
export const BOOLEAN: Schema = { type: 'boolean' };
export const TEXT: Schema = { type: 'string', minLength: 1 };
export const COUNT: Schema = { type: 'integer', minimum: 1 };

/** An object that has no other members. */
export function closedObject(properties: Schema, required: readonly string[] = []): Schema {
  return { type: 'object', additionalProperties: false, properties, required };
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}
