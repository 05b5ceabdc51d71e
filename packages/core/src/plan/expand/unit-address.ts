import type { Unit } from '../plan.ts';

/** `orders[orders-2024]`, or `sessions` for the unit of a migration without `for_each`. */
export function unitAddress(migration: string, key: string | undefined): string {
  return key === undefined ? migration : `${migration}[${key}]`;
}

type Named = Pick<Unit, 'address' | 'migration' | 'formerly'>;

/** By what it and its migration were called first: what derives from it must not change with a name or a key. */
export function firstUnitAddress({ address, migration: { name, formerly: names }, formerly }: Named): string {
  return underName(formerly?.[0] ?? address, names?.[0] ?? name);
}

/** Every address that the unit may have had, under each name of its migration. */
export function formerUnitAddresses({
  address,
  migration: { name, formerly: names = [] },
  formerly = [],
}: Named): readonly string[] {
  if (names.length + formerly.length === 0) return [];
  const addresses = [...formerly, address].flatMap((old) => [...names, name].map((older) => underName(old, older)));
  return addresses.filter((old) => old !== address);
}

function underName(address: string, migration: string): string {
  const open = address.indexOf('[');
  return open === -1 ? migration : `${migration}${address.slice(open)}`;
}

/** The inverse: what a user or a reference wrote, split at the first bracket. */
export function parseUnitAddress(address: string): { readonly migration: string; readonly key: string | undefined } {
  const open = address.indexOf('[');
  if (open === -1 || !address.endsWith(']')) return { migration: address, key: undefined };
  return { migration: address.slice(0, open), key: address.slice(open + 1, -1) };
}
