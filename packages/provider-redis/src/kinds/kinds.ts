import type { Kind } from '@waybill/core';
import { verify } from './verify.ts';

export const kinds: Readonly<Record<string, Kind>> = { verify };
