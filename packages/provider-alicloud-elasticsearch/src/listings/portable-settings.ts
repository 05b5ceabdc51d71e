import { isJsonObject, type JsonObject } from '@waybill/core';

/** What belongs to the index that is there, and what a cluster refuses for a new one. */
const OWN: ReadonlySet<string> = new Set(['uuid', 'version', 'creation_date', 'provided_name', 'resize', 'routing']);

/** Settings as an index shows them → those that another index can be created with, nested or with dots as they were. */
export function portableSettings(settings: JsonObject): JsonObject {
  const kept = Object.entries(settings).flatMap(([name, value]) => {
    if (name === 'index' && isJsonObject(value)) return [[name, withoutOwn(value)] as const];
    const [root = '', own = ''] = name.split('.');
    return root === 'index' && OWN.has(own) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(kept);
}

function withoutOwn(index: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(index).filter(([name]) => !OWN.has(name.split('.')[0] ?? '')));
}
