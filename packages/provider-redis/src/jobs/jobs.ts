import type { JobDefinition } from '@waybill/core';
import { compareKeys } from './compare-keys.ts';

/** By the names that steps use. */
export const jobs: Readonly<Record<string, JobDefinition>> = { [compareKeys.name]: compareKeys };
