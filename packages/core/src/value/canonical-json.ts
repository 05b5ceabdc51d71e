import {
  type Deferred,
  type Interpolation,
  isDeferred,
  JsonText,
  Reference,
  type Value,
  type ValueObject,
} from './value.ts';

/**
 * One text per meaning: keys sorted by UTF-16 code units, no spaces, references as the text users write. A literal text
 * that merely looks like a reference is written with the plan language's own escape (`$${{`), so that it never equals one.
 */
export function canonicalJson(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(escapeTemplate(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return canonicalList(value);
  return isDeferred(value) ? JSON.stringify(deferredText(value)) : canonicalObject(value as ValueObject);
}

function deferredText(value: Deferred): string {
  if (value instanceof Reference) return value.toString();
  return value instanceof JsonText ? canonicalJson(value.value) : interpolationText(value);
}

/** Lists of very many keys are the rule, and one call for all of them is several times faster. */
function canonicalList(items: readonly Value[]): string {
  if (items.every((item) => isPlain(item))) return JSON.stringify(items);
  let text = '[';
  for (const [index, item] of items.entries()) text += `${index === 0 ? '' : ','}${canonicalJson(item)}`;
  return `${text}]`;
}

/** As for lists: maps of very many keys are mostly in order already. */
function canonicalObject(value: ValueObject): string {
  const keys = Object.keys(value);
  const isInOrder = isSorted(keys);
  if (isInOrder && keys.every((key) => isPlain(value[key]))) return JSON.stringify(value);
  if (!isInOrder) sortKeys(keys);
  let text = '{';
  for (const key of keys) text += `${text.length === 1 ? '' : ','}${keyText(key)}:${canonicalJson(value[key] ?? null)}`;
  return `${text}}`;
}

/** Names of members are the same few again and again, and need no escapes. */
function keyText(key: string): string {
  return PLAIN_KEY.test(key) ? `"${key}"` : JSON.stringify(key);
}

const PLAIN_KEY = /^[\w-]*$/;

/** Whether JSON's own writing of it is the canonical one. */
function isPlain(value: Value | undefined): boolean {
  if (typeof value === 'string') return !value.includes('${{');
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}

/** So many keys are put in order in place: the engine's own sort copies them twice, for each of some objects of a call. */
const FEW_KEYS = 12;

/** By UTF-16 code units. */
function sortKeys(keys: string[]): void {
  if (keys.length > FEW_KEYS) {
    // Without a comparator the order is that of UTF-16 code units.
    keys.sort();
    return;
  }
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    let place = index;
    for (; place > 0 && (keys[place - 1] ?? '') > key; place -= 1) keys[place] = keys[place - 1] ?? '';
    keys[place] = key;
  }
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
