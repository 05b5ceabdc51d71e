import { resolve } from 'node:path';
import {
  type CheckpointStore,
  type OpenStoreOptions,
  type StateInspection,
  StateUnusableError,
  type StoreDriver,
} from '@waybill/core';
import { sqliteDriver } from '@waybill/core/internal';

/** Every sort of place that can hold a state. */
export const STORE_DRIVERS: readonly StoreDriver[] = [sqliteDriver];

/**
 * Opens the state at a location, creating it when there is none: a path, or a URL whose scheme names the sort of place.
 *
 * @throws StateUnusableError if no driver knows the scheme, or the state cannot be used.
 */
export async function openStore(
  location: string,
  options: OpenStoreOptions,
  drivers: readonly StoreDriver[] = STORE_DRIVERS,
): Promise<CheckpointStore> {
  return await driverOf(location, drivers).open(location, options);
}

/**
 * Whether there is a state at the location, or what is left of one. Creates nothing.
 *
 * @throws StateUnusableError if no driver knows the scheme.
 */
export async function hasState(location: string, drivers: readonly StoreDriver[] = STORE_DRIVERS): Promise<boolean> {
  return await driverOf(location, drivers).has(location);
}

/**
 * What can be seen of the state from outside, and where its files are kept. Takes no lock and changes nothing.
 *
 * @throws StateUnusableError if no driver knows the scheme.
 */
export async function inspectState(
  location: string,
  drivers: readonly StoreDriver[] = STORE_DRIVERS,
): Promise<StateInspection & { readonly folder: string | undefined }> {
  const driver = driverOf(location, drivers);
  return { ...(await driver.inspect(location)), folder: driver.folderOf(location) };
}

/** The location from any directory: paths become absolute, URLs stay. */
export function resolveLocation(cwd: string, location: string): string {
  return schemeOf(location) === undefined ? resolve(cwd, location) : location;
}

/** A single letter is a drive of Windows, and no scheme. */
function schemeOf(location: string): string | undefined {
  return /^([a-z][a-z0-9+.-]+):/i.exec(location)?.[1]?.toLowerCase();
}

function driverOf(location: string, drivers: readonly StoreDriver[]): StoreDriver {
  const scheme = schemeOf(location) ?? 'file';
  const driver = drivers.find(({ schemes }) => schemes.includes(scheme));
  if (driver !== undefined) return driver;
  const known = drivers.flatMap(({ schemes }) => schemes.map((name) => `${name}:`)).join(', ');
  throw new StateUnusableError(
    withoutCredentials(location),
    `no store is available for states at ${scheme}:`,
    `Give a path, or a location that begins with ${known}. A path with a colon in its first part is written ./${scheme}:…`,
  );
}

/** The location is shown, and may hold a password. */
function withoutCredentials(location: string): string {
  return location.replace(/\/\/[^/@]*@/, '//…@');
}
