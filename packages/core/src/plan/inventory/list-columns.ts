import type { Inventory } from '../plan.ts';

const SHOWN_COLUMNS = 24;

/** As a sentence. */
export function listColumns({ columns }: Pick<Inventory, 'columns'>): string {
  if (columns.length === 0) return 'It has no columns.';
  const more = columns.length > SHOWN_COLUMNS ? ` and ${columns.length - SHOWN_COLUMNS} more` : '';
  return `It has ${columns.slice(0, SHOWN_COLUMNS).join(', ').slice(0, 500)}${more}.`;
}
