import type { JobDefinition } from '@waybill/core';
import { COPY_DOCUMENTS, copyDocuments } from './copy-documents.ts';

/** By the names that steps use. */
export const jobs: Readonly<Record<string, JobDefinition>> = { [COPY_DOCUMENTS]: copyDocuments };
