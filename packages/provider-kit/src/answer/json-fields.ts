import { isJsonObject, type Json, type JsonObject } from '@waybill/core';

/** A text with something in it. Empty text counts as absent: it is what an unset variable leaves behind. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An object; empty when the value is none. */
export function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The texts of a list; none when the value is no list. */
export function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A point in time that a text names, in milliseconds since 1970; undefined when it names none. */
export function timeMsOf(value: Json | undefined): number | undefined {
  const timeMs = Date.parse(textOf(value) ?? '');
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** Text that should be JSON; undefined when it is not: an error page, a cut or an empty answer. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Text that should be a JSON object; undefined when it is not. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const parsed = parseJson(text);
  return isJsonObject(parsed) ? parsed : undefined;
}
