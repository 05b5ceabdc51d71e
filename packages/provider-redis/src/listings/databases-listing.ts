import type { Listing } from '@waybill/core';
import { objectOf, rowsOf } from '@waybill/provider-kit';
import { plainText } from '../answer/plain-text.ts';

/** The databases of a server that have keys, in the order of their numbers. */
export const databasesListing: Listing = {
  title: 'databases',
  columns: [
    { name: 'database', type: 'text', description: 'Number of the database.' },
    {
      name: 'keys',
      type: 'number',
      description: 'Keys, including those that have expired but are not removed yet.',
      isVolatile: true,
    },
    { name: 'expires', type: 'number', description: 'Keys that expire.', isVolatile: true },
  ],
  key: 'database',
  async readPage(_args, { read, isWanted }) {
    const answer = objectOf(await read('CountKeys', {}));
    const rows = rowsOf<{ database?: number; keys?: number; expires?: number }>(answer['databases'] ?? null);
    return {
      rows: rows
        .map(({ database, keys, expires }) => ({
          database: plainText(database),
          keys: Number(keys),
          expires: Number(expires),
        }))
        .filter(({ database }) => isWanted(database)),
    };
  },
};
