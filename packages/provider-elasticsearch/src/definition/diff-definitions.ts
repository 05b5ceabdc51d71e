import { isJsonObject, type Json, type JsonObject } from '@waybill/core';

/** A part in which two definitions differ. */
export interface DefinitionDifference {
  readonly kind: 'missing' | 'extra' | 'changed';
  /** `mappings.properties.total.type`. */
  readonly path: string;
}

/**
 * Where the second definition differs from the first, as clusters show them: numbers and flags as text or not, a list of one
 * or its only item, and members in any order are the same. A part that is missing as a whole is one difference. Pure.
 */
export function diffDefinitions(wanted: JsonObject, found: JsonObject, path = ''): readonly DefinitionDifference[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].toSorted();
  return names.flatMap((name) => {
    const at = path === '' ? name : `${path}.${name}`;
    return diffParts(wanted[name], found[name], at);
  });
}

function diffParts(wanted: Json | undefined, found: Json | undefined, path: string): readonly DefinitionDifference[] {
  if (found === undefined) return [{ kind: 'missing', path }];
  if (wanted === undefined) return [{ kind: 'extra', path }];
  if (isJsonObject(wanted) && isJsonObject(found)) return diffDefinitions(wanted, found, path);
  return canonicalText(wanted) === canonicalText(found) ? [] : [{ kind: 'changed', path }];
}

function canonicalText(value: Json): string {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(canonicalText);
    return items.length === 1 ? (items[0] ?? '') : `[${items.join(',')}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value));
  const members = Object.keys(value).toSorted();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null)}`).join(',')}}`;
}
