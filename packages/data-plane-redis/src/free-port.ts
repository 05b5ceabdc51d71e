import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give to outgoing connections: none of those takes a port before its server starts. */
export const PORTS = { first: 10_240, end: 32_000 };

const MAX_TRIES = 1_000;

/**
 * A port of 127.0.0.1 at which nothing listens, drawn at random, so that others who draw at the same time get another one.
 *
 * @throws Error if there is none
 */
export async function freePort(draw: () => number = () => randomInt(PORTS.first, PORTS.end)): Promise<number> {
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    const port = draw();
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${PORTS.first} to ${PORTS.end} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  await once(server.close(), 'close');
  return true;
}
