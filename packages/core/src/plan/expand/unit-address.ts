/** `orders[orders-2024]`, or `sessions` for the unit of a migration without `for_each`. */
export function unitAddress(migration: string, key: string | undefined): string {
  return key === undefined ? migration : `${migration}[${key}]`;
}

/** The inverse: what a user or a reference wrote, split at the first bracket. */
export function parseUnitAddress(address: string): { readonly migration: string; readonly key: string | undefined } {
  const open = address.indexOf('[');
  if (open === -1 || !address.endsWith(']')) return { migration: address, key: undefined };
  return { migration: address.slice(0, open), key: address.slice(open + 1, -1) };
}
