import type { JobDefinition } from '@waybill/core';
import { compareDocuments } from './compare-documents.ts';
import { copyDocuments } from './copy-documents.ts';
import { nameDifferences } from './name-differences.ts';

/** By the names that steps use. */
export const jobs: Readonly<Record<string, JobDefinition>> = {
  [copyDocuments.name]: copyDocuments,
  [compareDocuments.name]: compareDocuments,
  [nameDifferences.name]: nameDifferences,
};
