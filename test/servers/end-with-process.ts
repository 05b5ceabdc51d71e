/** What has to end when this process does. Each call is synchronous: nothing else runs at that point. */
const endings = new Set<() => void>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `end` when this process exits, or is ended by a signal that nobody else handles. Only SIGKILL skips it. Disposing
 * takes it back.
 */
export function endWithProcess(end: () => void): Disposable {
  if (endings.size === 0) listen();
  endings.add(end);
  return {
    [Symbol.dispose]: () => {
      if (endings.delete(end) && endings.size === 0) stopListening();
    },
  };
}

function listen(): void {
  process.on('exit', endAll);
  for (const signal of SIGNALS) process.on(signal, endBySignal);
}

function stopListening(): void {
  process.off('exit', endAll);
  for (const signal of SIGNALS) process.off(signal, endBySignal);
}

/** A program that handles the signal itself ends in its own time, and by then has stopped its servers or exits. */
function endBySignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  endAll();
  process.kill(process.pid, signal);
}

function endAll(): void {
  for (const end of endings) end();
  endings.clear();
  stopListening();
}
