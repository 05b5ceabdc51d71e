import type { RunEvent } from '@waybill/core';
import { JSON_FORMAT } from '../../json-format.ts';

/** An event as one JSON object, its names in snake case. */
export function eventJson({ at, kind, ...fields }: RunEvent): Readonly<Record<string, unknown>> {
  const renamed = Object.entries(fields).map(([name, value]) => [snakeCase(name), value] as const);
  return { format_version: JSON_FORMAT, kind, at: new Date(at).toISOString(), ...Object.fromEntries(renamed) };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
