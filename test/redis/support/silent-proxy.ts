import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What stands in front of a server and leaves out which databases have keys, as proxies of some services do. */
export class SilentProxy implements AsyncDisposable {
  readonly #server = createServer((client) => this.#relay(client));
  readonly #sockets = new Set<Socket>();
  readonly #port: number;

  static async start({ port }: { readonly port: number }): Promise<SilentProxy> {
    const proxy = new SilentProxy(port);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(port: number) {
    this.#port = port;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #relay(client: Socket): void {
    const server = connect(this.#port, '127.0.0.1');
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => {}).on('close', () => void this.#sockets.delete(socket));
    }
    client.pipe(server);
    // Of the same length, so that the answer keeps its own: lines of a section that nobody asks for.
    server.on('data', (chunk) =>
      client.write(Buffer.from(chunk.toString('latin1').replaceAll(/\bdb(\d+):keys=/g, 'xx$1:keys='), 'latin1')),
    );
    server.on('end', () => client.end());
    client.on('close', () => server.destroy());
  }
}
