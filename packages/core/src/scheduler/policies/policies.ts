import { cutoverWindows } from './cutover-windows.ts';
import { maxFailures } from './max-failures.ts';
import { onFailure } from './on-failure.ts';
import { parallelism } from './parallelism.ts';
import type { PolicyDefinition } from './policy.ts';
import { waves } from './waves.ts';
import { windows } from './windows.ts';

/** Every policy there is. Where several give a reason, the first one counts. */
export const POLICIES: readonly PolicyDefinition[] = [
  onFailure,
  maxFailures,
  parallelism,
  waves,
  windows,
  cutoverWindows,
];
