import type { Kind } from '@waybill/core';
import { indexMigration } from './index-migration.ts';

/** What a migration can be of, by name. */
export const kinds: Readonly<Record<string, Kind>> = { [indexMigration.name]: indexMigration };
