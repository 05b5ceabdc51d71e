import type { JobDefinition } from '@waybill/core';
import { compareKeys } from './compare-keys.ts';
import { compareOpenKeys } from './compare-open-keys.ts';

/** By the names that steps use. */
export const jobs: Readonly<Record<string, JobDefinition>> = Object.fromEntries(
  [compareKeys, compareOpenKeys].map((job) => [job.name, job]),
);
