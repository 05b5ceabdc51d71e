import { isJsonObject, type JsonObject } from '@waybill/stand-kit';

/** Settings of an index by dotted name without `index.`; values are texts or lists of them, as clusters show them. */
export type IndexSettings = ReadonlyMap<string, SettingValue>;
export type SettingValue = string | readonly string[];

/** Null goes back to the default. */
export type SettingsChange = ReadonlyMap<string, SettingValue | null>;

/** From any of the spellings that requests may use: nested, dotted, with and without `index`. */
export function readSettings(given: unknown): SettingsChange {
  const flat = new Map<string, SettingValue | null>();
  flatten(given, '', flat);
  return new Map([...flat].map(([name, value]) => [name.replace(/^index\./, ''), value]));
}

function flatten(value: unknown, prefix: string, into: Map<string, SettingValue | null>): void {
  if (!isJsonObject(value)) {
    if (prefix !== '') into.set(prefix, settingValue(value));
    return;
  }
  for (const [name, member] of Object.entries(value)) flatten(member, prefix === '' ? name : `${prefix}.${name}`, into);
}

function settingValue(value: unknown): SettingValue | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function changeSettings(settings: IndexSettings, change: SettingsChange): IndexSettings {
  const changed = new Map(settings);
  for (const [name, value] of change) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}

/** Nested, as clusters show them. */
export function showSettings(settings: IndexSettings): JsonObject {
  const root: Record<string, unknown> = {};
  for (const [name, value] of settings) {
    const steps = name.split('.');
    let place = root;
    for (const step of steps.slice(0, -1)) {
      const below = place[step];
      const next: Record<string, unknown> = isJsonObject(below) ? { ...below } : {};
      place[step] = next;
      place = next;
    }
    place[steps.at(-1) ?? name] = value;
  }
  return root;
}
