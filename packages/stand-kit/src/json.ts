/** A JSON object whose members are still to be checked. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member as a non-empty string; null and absent are the same on both vendors' wires. */
export function textOf(source: JsonObject, name: string): string | null {
  const value = source[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A member that the vendors' documents show both as a number and as text. */
export function textOrNumberOf(source: JsonObject, name: string): string | null {
  const value = source[name];
  return typeof value === 'number' ? String(value) : textOf(source, name);
}

/** The member as an object, empty when it is anything else. */
export function objectOf(source: JsonObject, name: string): JsonObject {
  const value = source[name];
  return isJsonObject(value) ? value : {};
}

export function textListOf(source: JsonObject, name: string): readonly string[] | null {
  const value = source[name];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}

/** Parsed JSON, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The value without null members, at any depth: null and absent mean the same to both vendors. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

/** One text for equal values: members sorted by name at any depth. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(',')}}`;
}
