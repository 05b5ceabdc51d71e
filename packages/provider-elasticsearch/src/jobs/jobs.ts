import type { JobDefinition } from '@waybill/core';
import { catchUp } from './catch-up.ts';
import { catchUpByField } from './catch-up-by-field.ts';
import { compareDefinitionsJob } from './compare-definitions.ts';
import { compareDocuments } from './compare-documents.ts';
import { compareSamples } from './compare-samples.ts';
import { copyByCluster } from './copy-by-cluster.ts';
import { copyByMethod } from './copy-by-method.ts';
import { copyDocuments } from './copy-documents.ts';
import { deleteMissing } from './delete-missing.ts';
import { nameDifferences } from './name-differences.ts';
import { noteField } from './note-field.ts';

/** By the names that steps use. */
export const jobs: Readonly<Record<string, JobDefinition>> = {
  [copyDocuments.name]: copyDocuments,
  [catchUp.name]: catchUp,
  [catchUpByField.name]: catchUpByField,
  [noteField.name]: noteField,
  [deleteMissing.name]: deleteMissing,
  [copyByMethod.name]: copyByMethod,
  [copyByCluster.name]: copyByCluster,
  [compareDocuments.name]: compareDocuments,
  [nameDifferences.name]: nameDifferences,
  [compareSamples.name]: compareSamples,
  [compareDefinitionsJob.name]: compareDefinitionsJob,
};
