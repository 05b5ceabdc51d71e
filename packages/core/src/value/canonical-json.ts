import { Interpolation, JsonText, Reference, type Value, type ValueObject } from './value.ts';

/**
 * One text per meaning: keys sorted by UTF-16 code units, no spaces, references as the text users write. A literal text
 * that merely looks like a reference is written with the plan language's own escape (`$${{`), so that it never equals one.
 */
export function canonicalJson(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(escapeTemplate(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return canonicalList(value);
  if (value instanceof Reference) return JSON.stringify(value.toString());
  if (value instanceof Interpolation) return JSON.stringify(interpolationText(value));
  if (value instanceof JsonText) return JSON.stringify(canonicalJson(value.value));
  return canonicalObject(value as ValueObject);
}

/** Lists of very many keys are the rule, and one call for all of them is several times faster. */
function canonicalList(items: readonly Value[]): string {
  return items.every((item) => isPlain(item))
    ? JSON.stringify(items)
    : `[${items.map((item) => canonicalJson(item)).join(',')}]`;
}

/** As for lists: maps of very many keys are mostly in order already. */
function canonicalObject(value: ValueObject): string {
  const keys = Object.keys(value);
  if (isSorted(keys) && keys.every((key) => isPlain(value[key]))) return JSON.stringify(value);
  // Without a comparator the order is that of UTF-16 code units.
  const members = keys.toSorted().map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** Whether JSON's own writing of it is the canonical one. */
function isPlain(value: Value | undefined): boolean {
  if (typeof value === 'string') return !value.includes('${{');
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}

function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return false;
  return true;
}

function interpolationText(value: Interpolation): string {
  return value.parts.map((part) => (typeof part === 'string' ? escapeTemplate(part) : part.toString())).join('');
}

/** The text that the plan language reads back as `text`: `${{` becomes `$${{`. */
export function escapeTemplate(text: string): string {
  return text.includes('${{') ? text.replaceAll('${{', () => '$${{') : text;
}
