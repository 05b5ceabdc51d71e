import type { CliIo, InterruptName } from './cli-io.ts';
import { EXIT } from './exit-codes.ts';
import { SHOW_CURSOR } from './views/terminal/terminal-cursor.ts';

/** What the journal, `status` and the report say of a run that was stopped so. */
const STOP_REASONS: Readonly<Record<InterruptName, string>> = {
  SIGINT: 'interrupted by SIGINT',
  SIGTERM: 'interrupted by SIGTERM',
  SIGHUP: 'interrupted by SIGHUP',
  'output-lost': 'its output could no longer be written',
};

export interface InterruptStop extends Disposable {
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
}

/**
 * The first interrupt asks the run to stop and calls `onFirst`; the second one ends the process at once, which the state
 * survives, with the words of `describeRest` on what keeps running.
 */
export function stopOnInterrupt(
  io: Pick<CliIo, 'signals' | 'exitNow' | 'stdout' | 'stderr'>,
  onFirst: () => void,
  describeRest: () => string = () => '',
): InterruptStop {
  const controller = new AbortController();
  const unsubscribe = io.signals.onInterrupt((name) => {
    if (controller.signal.aborted) {
      // A lost output follows a lost terminal; only an operator interrupts twice.
      if (name === 'output-lost') return;
      // Drawing in place hides the cursor; a process that ends at once has to bring it back itself.
      if (io.stdout.isTTY) io.stdout.write(SHOW_CURSOR);
      const rest = describeRest();
      if (rest !== '') io.stderr.write(`${rest}\n`);
      io.exitNow(EXIT.interrupted);
      return;
    }
    controller.abort(new Error(STOP_REASONS[name]));
    onFirst();
  });
  return { signal: controller.signal, [Symbol.dispose]: unsubscribe };
}
