import type { Kind } from '@waybill/core';
import { reindex } from './reindex.ts';

export const kinds: Readonly<Record<string, Kind>> = { reindex };
