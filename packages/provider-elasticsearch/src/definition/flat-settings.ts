import { isJsonObject, type Json, type JsonObject } from '@waybill/core';

/** Settings of an index by their full names, `index.number_of_shards`, however they are nested and abbreviated. */
export function flatSettings(settings: JsonObject): Readonly<Record<string, Json>> {
  const flat: Record<string, Json> = {};
  collect('', settings, flat);
  return Object.fromEntries(
    Object.entries(flat).map(([name, value]) => [name.startsWith('index.') ? name : `index.${name}`, value]),
  );
}

/** Clusters show it as a text, plans may write it as a boolean. */
export function isOn(value: Json | undefined): boolean {
  return value === true || value === 'true';
}

function collect(prefix: string, settings: JsonObject, flat: Record<string, Json>): void {
  for (const [key, value] of Object.entries(settings)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (isJsonObject(value) && Object.keys(value).length > 0) collect(name, value, flat);
    else flat[name] = value;
  }
}
