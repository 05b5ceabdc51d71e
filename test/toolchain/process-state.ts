const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a test could leave changed for the next one in its process. */
export function processState() {
  return {
    env: { ...process.env },
    cwd: process.cwd(),
    exitCode: process.exitCode,
    signalListeners: SIGNALS.map((name) => process.listenerCount(name)),
    fetch: globalThis.fetch,
  };
}
