import type { RedisWorld } from './redis-world.ts';
import { Server } from './server.ts';

/** Every server that was called. */
export class RedisState {
  readonly #world: RedisWorld;
  readonly #servers = new Map<string, Server>();

  constructor(world: RedisWorld) {
    this.#world = world;
  }

  get servers(): readonly Server[] {
    return [...this.#servers.values()];
  }

  /** Null where no such server is: neither seeded nor made on first use. */
  server(address: string): Server | null {
    const name = this.#nameAt(address);
    const { servers, defaultVersion, defaultKeys } = this.#world.settings();
    const seed = servers.find((candidate) => candidate.name === name);
    const known = this.#servers.get(name);
    // Settings that are changed later are those of a server that was set up anew.
    if (known !== undefined && (seed === undefined || known.seed === seed)) return known;
    if (seed === undefined && !this.#world.generalSettings().autoCreateInstances) return null;
    const defaults = { version: defaultVersion, keys: defaultKeys, nowMs: () => this.#world.nowMs() };
    const server = new Server(seed ?? { name }, defaults);
    this.#servers.set(name, server);
    return server;
  }

  /** Of a host with its port, the one whose address it is now. */
  #nameAt(address: string): string {
    const [, host, port] = /^(.+):(\d+)$/.exec(address) ?? [];
    const { addresses } = this.#world;
    return host === undefined || addresses === undefined
      ? address
      : `${addresses.hostAt(host, this.#world.nowMs())}:${port}`;
  }

  reset(): void {
    this.#servers.clear();
  }
}
