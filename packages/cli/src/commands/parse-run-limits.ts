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
}: Pick<ApplyFlags, 'maxFailures' | 'maxRuntime' | 'parallelism'>): RunLimits {
  return {
    ...(parallelism === undefined ? {} : { parallelism: parseCount(parallelism, '--parallelism', 1) }),
    ...(maxFailures === undefined ? {} : { maxFailures: parseCount(maxFailures, '--max-failures', 1) }),
    ...(maxRuntime === undefined ? {} : { maxRuntimeMs: parseRuntimeMs(maxRuntime, '--max-runtime') }),
  };
}
