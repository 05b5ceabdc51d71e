import { refuseForeignControl } from '../control/refuse-foreign.ts';
import { registerControlRoutes } from '../control/routes.ts';
import { standsWith } from '../listed-stands.ts';
import type { Wait } from '../server/deliver-answer.ts';
import { buildCredentials } from '../settings/credentials.ts';
import { createRealClock, type SandboxClock } from '../world/clock.ts';
import { buildParts, createControl } from './build-parts.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';

/** Serves the vendors' APIs and the control interface on one loopback port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? createRealClock();
  const credentials = buildCredentials(options.credentials, standsWith(options.stands));
  const parts = buildParts({ ...options, clock, credentials });
  const closing = new AbortController();
  // The HTTP server takes tens of milliseconds to load: what is simulated within the process does without it.
  const { createServer } = await import('../server/serve.ts');
  const server = createServer({
    services: parts.services,
    faults: parts.faults,
    held: parts.held,
    log: () => parts.log,
    nowMs: () => clock.now(),
    atOneMoment: (answer) => parts.world.atOneMoment(answer),
    wait: createWait(clock, closing.signal),
    expectedHost: options.expectedHost ?? null,
  });
  const control = createControl(parts, options.faults ?? []);
  refuseForeignControl(server);
  registerControlRoutes(server, control, parts.list);
  const url = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const close = async (): Promise<void> => {
    closing.abort();
    parts.held.release();
    await server.close();
  };
  return { url, stands: parts.list, credentials, control, close, [Symbol.asyncDispose]: close };
}

/** Waits end early when the sandbox closes, so that closing never hangs on a fault. */
function createWait(clock: SandboxClock, closing: AbortSignal): Wait {
  return (ms) =>
    new Promise((resolve) => {
      if (closing.aborted) return resolve();
      const cancel = clock.setTimer(() => finish(), ms);
      const finish = (): void => {
        cancel();
        closing.removeEventListener('abort', finish);
        resolve();
      };
      closing.addEventListener('abort', finish);
    });
}
