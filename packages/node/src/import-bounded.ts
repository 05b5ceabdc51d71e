import type { EventEmitter } from 'node:events';
import { importModule } from './import-module.ts';

/** What a module's top level is given before it counts as never ending, such as for one that waits for a server. */
const TIME_LIMIT_MS = 30_000;

/** A signal's exit code, 128 and more, is an operator's. */
const FIRST_SIGNAL_CODE = 128;

export interface BoundedImport {
  /**
   * @default 30 s
   */
  readonly timeLimitMs?: number | undefined;
  /** Called when the process ends while the module is loaded, as by a `process.exit` in it. Only what is synchronous is done. */
  readonly onExit: () => void;
}

type Process = Pick<EventEmitter, 'once' | 'off'> & { exitCode?: unknown };

/**
 * Imports a module whose top level may wait for ever, or end the process. A process that ends in it has failed, whatever
 * code the module gave.
 *
 * @throws Error when loading fails or does not end
 */
export async function importBounded(
  url: string,
  { timeLimitMs = TIME_LIMIT_MS, onExit }: BoundedImport,
  host: Process = process,
): Promise<Readonly<Record<string, unknown>>> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`it did not end within ${timeLimitMs / 1_000} s`)), timeLimitMs);
  // Where nothing is left that could end the wait, Node would end the process without a word.
  timer.unref();
  const onIdle = (): void => reject(new Error('it waits for something that never comes'));
  const onEnd = (code: number): void => {
    if (code >= FIRST_SIGNAL_CODE) return;
    host.exitCode = 1;
    onExit();
  };
  host.once('beforeExit', onIdle);
  host.once('exit', onEnd);
  try {
    return await Promise.race([importModule(url), promise]);
  } finally {
    clearTimeout(timer);
    host.off('beforeExit', onIdle);
    host.off('exit', onEnd);
  }
}
