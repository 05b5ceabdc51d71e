import type { Kind } from '@waybill/core';
import { reindex } from './reindex.ts';
import { verify } from './verify.ts';

export const kinds: Readonly<Record<string, Kind>> = { reindex, verify };
