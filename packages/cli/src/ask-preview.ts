import type { Preview } from '@waybill/core';
import type { OpenPlan, PreviewOptions } from '@waybill/node';
import type { CliIo } from './cli-io.ts';
import { stopOnInterrupt } from './stop-on-interrupt.ts';

/** A preview for which the APIs are asked: shows how far that is, and lets an interrupt end it. Creates no state. */
export async function askPreview(opened: OpenPlan, options: PreviewOptions, io: CliIo): Promise<Preview> {
  using interrupt = stopOnInterrupt(io, () => {});
  const line = createProgressLine(io);
  try {
    return await opened.preview({
      ...options,
      asksApis: true,
      signal: interrupt.signal,
      onProgress: ({ done, total }) => line.show(`Asking the APIs: ${done} of ${total}`),
    });
  } finally {
    line.clear();
  }
}

/** One line that is written over, on terminals only. */
function createProgressLine({ stderr }: CliIo): { show(text: string): void; clear(): void } {
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} };
  return {
    show: (text) => stderr.write(`\r\u001b[K${text}`),
    clear: () => stderr.write('\r\u001b[K'),
  };
}
