import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { RedisPlace } from './connect-redis.ts';

export interface RelayAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** An address of loopback behind which the server can be another one: what clients see of an instance. */
export class Relay implements AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #backend: RedisPlace | undefined;

  /** Until it has a backend, connections are closed. */
  static async listen({ host, port }: RelayAddress): Promise<Relay> {
    // Either side may end its half first, and still read.
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.listen(port, host);
    await once(server, 'listening');
    return new Relay(server, server.address() as AddressInfo);
  }

  private constructor(server: Server, { address, port }: AddressInfo) {
    this.#server = server;
    this.host = address;
    this.port = port;
    server.on('connection', (client) => this.#serve(client));
  }

  get backend(): RedisPlace | undefined {
    return this.#backend;
  }

  /** From now on clients reach this server. Those that are connected to the one before are cut off. */
  set backend(place: RedisPlace) {
    this.#backend = place;
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(client: Socket): void {
    if (this.#backend === undefined) {
      client.destroy();
      return;
    }
    const backend = connect({ ...this.#backend, allowHalfOpen: true, noDelay: true });
    this.#join(client, backend);
    this.#join(backend, client);
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    from.pipe(to);
  }
}

const ATTEMPTS = 20;

/**
 * A relay for each port that is given; 0 is any. On Linux the whole of 127.0.0.0/8 is loopback, so those without a port of
 * their own share one on addresses of their own: only instances with equal ports can exchange addresses. Elsewhere each has
 * another port of 127.0.0.1.
 */
export async function openRelays(ports: readonly number[]): Promise<readonly Relay[]> {
  for (let attempt = 1; ; attempt += 1) {
    const relays: Relay[] = [];
    try {
      let shared = 0;
      for (const [index, port] of ports.entries()) {
        const relay = await Relay.listen({ host: hostOf(index), port: port === 0 ? shared : port });
        relays.push(relay);
        if (port === 0) shared = relay.port;
      }
      return relays;
    } catch (error) {
      await Promise.all(relays.map((relay) => relay[Symbol.asyncDispose]()));
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRNOTAVAIL')
        return await Promise.all(ports.map((port) => Relay.listen({ host: '127.0.0.1', port })));
      if (code !== 'EADDRINUSE' || attempt === ATTEMPTS || ports.some((port) => port !== 0)) throw error;
    }
  }
}

/** 127.0.0.2 and up, through 127.0.1.1 and so on. */
function hostOf(index: number): string {
  const at = index + 2;
  return `127.0.${Math.floor(at / 250)}.${(at % 250) + Number(at >= 250)}`;
}
