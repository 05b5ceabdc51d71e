import { defined } from '@waybill/core';
import { parseCount, parseRuntimeMs } from '../parse-options.ts';
import type { ApplyFlags, RunLimits } from './apply-flags.ts';

/**
 * What an operator limits a run to.
 *
 * @throws CliError
 */
export function parseRunLimits({
  maxFailures,
  maxRuntime,
  parallelism,
  wait,
  metrics,
}: Pick<ApplyFlags, 'maxFailures' | 'maxRuntime' | 'parallelism' | 'wait' | 'metrics'>): RunLimits {
  return defined({
    parallelism: parallelism === undefined ? undefined : parseCount(parallelism, '--parallelism', 1),
    maxFailures: maxFailures === undefined ? undefined : parseCount(maxFailures, '--max-failures', 1),
    waitsForWindows: wait,
    metrics,
    maxRuntimeMs: maxRuntime === undefined ? undefined : parseRuntimeMs(maxRuntime, '--max-runtime'),
  });
}
