import type { Kind } from '@waybill/core';
import { backupImport } from './backup-import.ts';
import { onlineMigration } from './online-migration.ts';

/** What a migration can be of, by name. */
export const kinds: Readonly<Record<string, Kind>> = {
  [onlineMigration.name]: onlineMigration,
  [backupImport.name]: backupImport,
};
