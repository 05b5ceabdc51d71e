/**
 * Whether a key of this name usually holds something that must not be shown. A client token makes a request idempotent
 * and an access key id names a key: neither is secret.
 */
export function isSecretName(name: string): boolean {
  if (/client[-_]?token$/i.test(name)) return false;
  return /passw(or)?d|passphrase|secret|token$|private[-_]?key|api[-_]?key/i.test(name) && !/_id$|Id$/.test(name);
}
