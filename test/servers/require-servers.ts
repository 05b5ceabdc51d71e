import type { ServerName } from './catalogue.ts';
import type { Machine } from './find-tools.ts';
import { describeMissing } from './missing-tools.ts';

/**
 * Whether tests can have these servers. Continuous integration (`CI`), and whoever sets `WAYBILL_REQUIRE_SERVERS=1`, has to
 * have them; elsewhere the tests are skipped, and a warning says what to install.
 *
 * @example describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))('reindex', () => {});
 * @throws where they are required, with what to install
 */
export function canStart(...names: readonly ServerName[]): boolean {
  return canStartOn({ env: process.env }, names, console.warn);
}

export function canStartOn(machine: Machine, names: readonly ServerName[], warn: (text: string) => void): boolean {
  const { env } = machine;
  const missing = new Set(names.flatMap((name) => describeMissing(name, machine) ?? []));
  if (missing.size === 0) return true;
  const reasons = [...missing].join('\n');
  if (env['CI'] !== undefined || env['WAYBILL_REQUIRE_SERVERS'] === '1') throw new Error(reasons);
  warn(`SKIPPED: tests against real servers.\n${reasons}`);
  return false;
}
