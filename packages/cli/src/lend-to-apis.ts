import { type Asking, createSecretReader, systemClock, systemRandom } from '@waybill/node';
import type { CliIo } from './cli-io.ts';

/** What asking the vendors needs beside a plan: the ways to them and the machine's own, until the signal aborts. */
export function lendToApis(
  io: CliIo,
  transport: Asking['transport'],
  signal: AbortSignal,
): Pick<Asking, 'transport' | 'clock' | 'random' | 'env' | 'readSecret'> & { readonly signal: AbortSignal } {
  return {
    transport,
    clock: systemClock,
    random: systemRandom,
    env: io.env,
    readSecret: createSecretReader(io),
    signal,
  };
}
