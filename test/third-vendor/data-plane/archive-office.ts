import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import {
  type DataPlane,
  DataPlaneError,
  type DataPlaneInput,
  type PreparedDataPlane,
  type RunningDataPlane,
  type SandboxDataPlane,
} from '@waybill/stand-kit';

/** Rooms with real shelves: `<office>/<shelf>.txt` in a folder has a sheet in each line. A client of a shelf gets its sheets. */
export const archiveOffice: SandboxDataPlane = {
  name: 'rooms',
  summary: 'open rooms with shelves',
  options: [{ name: 'rooms-folder', value: 'folder', help: 'folder with a text file for each shelf' }],
  prepare,
};

function prepare({ options }: DataPlaneInput): PreparedDataPlane {
  const folder = options['rooms-folder'];
  if (typeof folder !== 'string' || !existsSync(folder))
    throw new DataPlaneError('There is no folder of rooms.', 'Name one with --rooms-folder.');
  return { start: () => Rooms.open(folder) };
}

class Rooms implements DataPlane, RunningDataPlane {
  readonly kind = 'shelves';
  readonly #folder: string;
  readonly #servers: ReadonlyMap<string, Server>;

  static async open(folder: string): Promise<Rooms> {
    const names = globSync('*/*.txt', { cwd: folder }).map((file) => file.replace(/\.txt$/, ''));
    const servers = new Map(names.map((name) => [name, createServer((client) => client.end(textOf(folder, name)))]));
    for (const server of servers.values()) await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Rooms(folder, servers);
  }

  private constructor(folder: string, servers: ReadonlyMap<string, Server>) {
    this.#folder = folder;
    this.#servers = servers;
  }

  instances() {
    return [...this.#servers].map(([id, server]) => {
      const { port } = server.address() as AddressInfo;
      return { id, host: '127.0.0.1', port, version: '1' };
    });
  }

  sheetsOf(shelf: string): readonly string[] | undefined {
    return this.#servers.has(shelf) ? textOf(this.#folder, shelf).trimEnd().split('\n') : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers.values()) server.close();
  }
}

function textOf(folder: string, shelf: string): string {
  return readFileSync(join(folder, `${shelf}.txt`), 'utf8');
}
