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
  const isPlain = items.every((item) => (typeof item === 'string' ? !item.includes('${{') : typeof item !== 'object'));
  return isPlain ? JSON.stringify(items) : `[${items.map((item) => canonicalJson(item)).join(',')}]`;
}

/** The order of `toSorted` without a comparator is that of UTF-16 code units. */
function canonicalObject(value: ValueObject): string {
  const members = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

function interpolationText(value: Interpolation): string {
  return value.parts.map((part) => (typeof part === 'string' ? escapeTemplate(part) : part.toString())).join('');
}

/** The text that the plan language reads back as `text`: `${{` becomes `$${{`. */
export function escapeTemplate(text: string): string {
  return text.includes('${{') ? text.replaceAll('${{', () => '$${{') : text;
}
