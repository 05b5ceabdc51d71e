import type { Kind } from '@waybill/core';
import { moveShelf } from './move-shelf.ts';

export const kinds: Readonly<Record<string, Kind>> = { 'move-shelf': moveShelf };
