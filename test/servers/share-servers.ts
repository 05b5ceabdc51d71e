import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import type { StartedServers } from './start-servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the test files of this run ask for the servers that they share: see `borrowServers`. */
    readonly sharedServers: string;
  }
}

type Shared = StartedServers<'shared'>;

/**
 * Global setup of every run of tests. It starts each server for the first file that asks for it, lends it to all that ask
 * for the same, and stops it at the end of the run. They are processes of the one that starts the workers, and end with it
 * however that ends.
 */
export async function shareServers(project: TestProject): Promise<() => Promise<void>> {
  const started = new Map<string, Promise<Shared>>();
  const take = (spec: string): Promise<Shared> => {
    const starting = started.get(spec) ?? start(spec);
    started.set(spec, starting);
    return starting;
  };
  const lender = createServer((request, response) => void answer(take, request, response));
  await once(lender.listen(0, '127.0.0.1'), 'listening');
  // A run that ends without its teardown is not kept alive by it.
  lender.unref();
  project.provide('sharedServers', `http://127.0.0.1:${(lender.address() as AddressInfo).port}`);
  return async () => {
    lender.close();
    await Promise.allSettled([...started.values()].map(async (each) => (await each)[Symbol.asyncDispose]()));
  };
}

export default shareServers;

/** The text of a failed answer says why the server could not be started. */
async function answer(
  take: (spec: string) => Promise<Shared>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { url, version } = (await take(await text(request))).shared;
    response.end(JSON.stringify({ url, version }));
  } catch (error) {
    response.writeHead(500).end((error as Error).message);
  }
}

/** What it needs is loaded only here: most runs of single files ask for no server. */
async function start(spec: string): Promise<Shared> {
  const { startServers } = await import('./start-servers.ts');
  return startServers({ shared: JSON.parse(spec) }, { report: console.log });
}
