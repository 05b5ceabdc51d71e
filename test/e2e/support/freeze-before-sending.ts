// Preloaded with `--import`: stops the process (SIGSTOP to itself) where a create has been handed to the HTTP client and
// not a byte of it is written. Its intent is durable by then.
import { subscribe } from 'node:diagnostics_channel';

let hasFrozen = false;

subscribe('undici:request:create', (message) => {
  const { request } = message as { readonly request: { readonly method: string; readonly path: string } };
  if (hasFrozen || request.method !== 'POST' || !request.path.endsWith('/migration-task')) return;
  hasFrozen = true;
  process.kill(process.pid, 'SIGSTOP');
});
