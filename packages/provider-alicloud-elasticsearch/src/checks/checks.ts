import type { Check } from '@waybill/core';
import { sinkIndexAbsent, sinkIndexPresent, sourceIndexPresent } from './index-checks.ts';
import { instanceReady } from './instance-ready.ts';

/** By the names that steps use. */
export const checks: Readonly<Record<string, Check>> = {
  'instance-ready': instanceReady,
  'source-index-present': sourceIndexPresent,
  'sink-index-absent': sinkIndexAbsent,
  'sink-index-present': sinkIndexPresent,
};
