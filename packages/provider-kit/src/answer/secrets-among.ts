import { isSecretName, type Json } from '@waybill/core';

/** Every text among the arguments of a call, at any depth, whose name says that it is secret. */
export function secretsAmong(value: Json): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]: [string, Json]) =>
    typeof child === 'string' ? (isSecretName(name) && child !== '' ? [child] : []) : secretsAmong(child),
  );
}
