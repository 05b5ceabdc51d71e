/** Stands for the key of each unit where something is said once for many. */
export const KEY = '<key>';

/** A shorter key is part of a name or word by chance. */
export const LEAST_KEY_LENGTH = 3;

/** `orders` of `orders[orders-2024]`. */
export function migrationOf(unit: string): string {
  return unit.replace(/\[.*$/s, '');
}

/** `orders-2024` of `orders[orders-2024]`; undefined for a unit without a key. */
export function keyOf(unit: string): string | undefined {
  const open = unit.indexOf('[');
  return open === -1 ? undefined : unit.slice(open + 1, -1);
}
