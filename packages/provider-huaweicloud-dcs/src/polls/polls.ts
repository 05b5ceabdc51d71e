import type { Poll } from '@waybill/core';
import { migrationTasksPoll } from './migration-tasks-poll.ts';

/** How the vendor's tasks are observed, by name. */
export const polls: Readonly<Record<string, Poll>> = { 'migration-tasks': migrationTasksPoll };
