import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort, PORTS } from './free-port.ts';

it('draws a port that no outgoing connection takes meanwhile', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
  for (const port of ports) {
    expect(port).toBeGreaterThanOrEqual(PORTS.first);
    expect(port).toBeLessThan(PORTS.end);
  }
});

it('draws again where something listens, and not for ever', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  try {
    const other = await freePort();
    const drawn = [taken, taken, other];
    expect(await freePort(() => drawn.shift() ?? taken)).toBe(other);
    await expect(freePort(() => taken)).rejects.toThrow('is free');
  } finally {
    server.close();
    await once(server, 'close');
  }
});
