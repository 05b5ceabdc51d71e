import type { Unit } from '../plan.ts';

/** `orders[orders-2024]`, or `sessions` for the unit of a migration without `for_each`. */
export function unitAddress(migration: string, key: string | undefined): string {
  return key === undefined ? migration : `${migration}[${key}]`;
}

/** By what its migration was called first: what derives from it must not change with a name. */
export function firstUnitAddress({ migration: { name, formerly }, key }: Pick<Unit, 'migration' | 'key'>): string {
  return unitAddress(formerly?.[0] ?? name, key);
}

/** The inverse: what a user or a reference wrote, split at the first bracket. */
export function parseUnitAddress(address: string): { readonly migration: string; readonly key: string | undefined } {
  const open = address.indexOf('[');
  if (open === -1 || !address.endsWith(']')) return { migration: address, key: undefined };
  return { migration: address.slice(0, open), key: address.slice(open + 1, -1) };
}
