import type { Poll } from '@waybill/core';
import { DATA_TASKS_POLL, dataTasksPoll } from './data-tasks-poll.ts';

/** How the vendor's tasks are observed, by name. */
export const polls: Readonly<Record<string, Poll>> = { [DATA_TASKS_POLL]: dataTasksPoll };
