import type { JsonObject } from '@waybill/core';
import { bindingOf } from './binding.ts';

/** Anything else could leave its place in the path, or address the collection when it is empty. */
const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** The name of a path parameter whose value must not be put into a path; undefined when all are identifiers. */
export function findBadIdentifier(operation: string, args: JsonObject): string | undefined {
  const { parameters } = bindingOf(operation);
  return Object.keys(parameters).find((name) => {
    const value = args[name];
    return parameters[name] === 'path' && (typeof value !== 'string' || !IDENTIFIER.test(value));
  });
}
