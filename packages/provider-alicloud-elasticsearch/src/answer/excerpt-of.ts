import type { Json } from '@waybill/core';

const EXCERPT_BYTES = 512;
const REDACTED = '[redacted]';
/** Replacing a shorter value everywhere would leave nothing to read. */
const SHORTEST_SECRET = 3;

/** The beginning of an answer that could not be read, for people. Passwords are taken out before it is cut. */
export function excerptOf(body: string, secrets: readonly string[]): string {
  const masked = redactPasswords(body, secrets);
  return Buffer.from(masked).subarray(0, EXCERPT_BYTES).toString('utf8').replace(/�$/, '');
}

/** The vendor documents answers that echo passwords. A cut answer can end within one: then its string has no end quote. */
export function redactPasswords(text: string, secrets: readonly string[]): string {
  const withoutFields = text.replace(/("password"\s*:\s*")(?:[^"\\]|\\.)*\\?("|$)/gis, `$1${REDACTED}$2`);
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((clean, secret) => clean.replaceAll(secret, REDACTED), withoutFields);
}

/** Every password among the arguments of a call. */
export function passwordsIn(value: Json): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]: [string, Json]) =>
    name === 'password' && typeof child === 'string' && child !== '' ? [child] : passwordsIn(child),
  );
}
