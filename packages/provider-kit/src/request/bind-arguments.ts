import type { Json, JsonObject } from '@waybill/core';
import { percentEncode } from './percent-encode.ts';

/** Where the arguments of an operation go. */
export interface RequestBinding {
  /** With `{name}` for each argument in it. */
  readonly path: string;
  /** Every other argument belongs to the body. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface BoundArguments {
  readonly path: string;
  /** In the order of the arguments. */
  readonly query: Readonly<Record<string, string>>;
  /** In the order of the arguments. */
  readonly headers: Readonly<Record<string, string>>;
  /** The fields of the body. */
  readonly fields: Readonly<Record<string, Json>>;
}

/**
 * Puts the arguments of a call into path, query, headers and body. `null` counts as absent: an argument of the path that is absent
 * leaves its name there. A value never leaves its segment of the path; one that is still a reference stays readable, for
 * previews.
 */
export function bindArguments({ path, parameters }: RequestBinding, args: JsonObject): BoundArguments {
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  const fields: Record<string, Json> = {};
  let bound = path;
  for (const [name, value] of Object.entries(args)) {
    if (value === null) continue;
    const place = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (place === 'path') bound = bound.replace(`{${name}}`, () => pathSegment(value));
    else if (place === 'query') query[name] = parameterText(value);
    else if (place === 'header') headers[headerName(name)] = parameterText(value);
    else fields[name] = value;
  }
  return { path: bound, query, headers, fields };
}

/** `x_opaque_id` is the header `x-opaque-id`. */
function headerName(argument: string): string {
  return argument.replaceAll('_', '-');
}

function pathSegment(value: Json): string {
  const text = parameterText(value);
  return text.includes('${{') ? text : percentEncode(text);
}

function parameterText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
