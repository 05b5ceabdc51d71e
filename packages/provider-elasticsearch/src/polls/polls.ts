import type { Poll } from '@waybill/core';
import { REINDEX_TASKS_POLL, reindexTasksPoll } from './reindex-tasks-poll.ts';

export const polls: Readonly<Record<string, Poll>> = { [REINDEX_TASKS_POLL]: reindexTasksPoll };
