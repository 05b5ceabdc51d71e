const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a test could change in its process for whatever runs there next. */
export function processState() {
  return {
    env: { ...process.env },
    cwd: process.cwd(),
    exitCode: process.exitCode,
    signalListeners: SIGNALS.map((name) => process.listenerCount(name)),
    fetch: globalThis.fetch,
  };
}
