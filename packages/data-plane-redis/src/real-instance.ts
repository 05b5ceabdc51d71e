import { join } from 'node:path';
import { DataPlaneError, defined, type KeyInstance } from '@waybill/stand-kit';
import type { Redis } from 'ioredis';
import { connectRedis, parseInfo, type RedisServerAt } from './connect-redis.ts';
import { fillDatabases } from './data-set.ts';
import { freePort } from './free-port.ts';
import type { InstanceSpec } from './instance-spec.ts';
import { parseLoopback } from './loopback-address.ts';
import { RedisProcess } from './redis-process.ts';
import type { Relay, RelayAddress } from './relay.ts';

const DEFAULT_MEMORY_MB = 256;
const DATABASES = 256;
const SLOTS = 16_384;
const MEGABYTE = 1024 * 1024;

export interface InstanceOptions {
  readonly program: string;
  /** Of its server. */
  readonly folder: string;
  /** Of a cluster: none, because its nodes name their own addresses. */
  readonly relay: Relay | undefined;
}

/** An instance with its server, and the address at which clients reach it, which can become another one. */
export class RealInstance implements AsyncDisposable {
  readonly spec: InstanceSpec;
  readonly server: RedisServerAt;
  /** Where clients reach it now. */
  relay: Relay | undefined;
  readonly #process: RedisProcess | undefined;
  readonly #client: Redis;
  #info: ReadonlyMap<string, string> = new Map();

  /** With its data in it. @throws DataPlaneError if its server does not start, or is not there */
  static async start(spec: InstanceSpec, options: InstanceOptions): Promise<RealInstance> {
    const process = spec.address === undefined ? await startServer(spec, options) : undefined;
    const place = process?.place ?? parseLoopback(spec.address ?? '');
    const instance = new RealInstance(spec, { place, password: spec.password ?? null }, process);
    if (options.relay !== undefined) instance.moveTo(options.relay);
    try {
      await instance.#prepare();
      return instance;
    } catch (error) {
      await instance[Symbol.asyncDispose]();
      throw new DataPlaneError(`The instance ${spec.id} cannot be used: ${describeFault(error, spec)}`, hintOf(error), {
        cause: error,
      });
    }
  }

  private constructor(spec: InstanceSpec, server: RedisServerAt, process: RedisProcess | undefined) {
    this.spec = spec;
    this.server = server;
    this.#process = process;
    this.#client = connectRedis(server);
  }

  get isCluster(): boolean {
    return this.spec.mode === 'cluster';
  }

  get address(): RelayAddress {
    if (this.relay !== undefined) return { host: this.relay.host, port: this.relay.port };
    if ('port' in this.server.place) return this.server.place;
    throw new Error(`the instance ${this.spec.id} has no address`);
  }

  /** From now on clients that connect to this address get this instance. */
  moveTo(relay: Relay): void {
    this.relay = relay;
    relay.backend = this.server.place;
  }

  /** As of the last measurement. */
  describe(): KeyInstance {
    const { id, name, mode = 'ha', password, maxMemoryMb = DEFAULT_MEMORY_MB, backups = [] } = this.spec;
    const limitMb = Math.floor(Number(this.#info.get('maxmemory') ?? 0) / MEGABYTE);
    return {
      id,
      ...defined({ name }),
      ...this.address,
      version: this.#info.get('redis_version') ?? '',
      mode,
      hasPassword: password !== undefined,
      databases: this.isCluster ? 1 : DATABASES,
      usedMemoryMb: Math.ceil(Number(this.#info.get('used_memory') ?? 0) / MEGABYTE),
      maxMemoryMb: limitMb > 0 ? limitMb : maxMemoryMb,
      backups,
    };
  }

  /** A server that does not answer is shown as it was. */
  async measure(): Promise<void> {
    await this.#client.info().then(
      (text) => {
        this.#info = parseInfo(text);
      },
      () => {},
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.disconnect();
    await this.#process?.[Symbol.asyncDispose]();
  }

  async #prepare(): Promise<void> {
    if (this.isCluster && this.#process !== undefined) await takeAllSlots(this.#client);
    const { data } = this.spec;
    if (data !== undefined) await fillDatabases(this.#client, data, this.isCluster);
    this.#info = parseInfo(await this.#client.info());
  }
}

/** A connection that was never made says only that it is closed. */
function describeFault(error: unknown, { address }: InstanceSpec): string {
  const { message } = error as Error;
  return address !== undefined && message === 'Connection is closed.' ? `nothing answers at ${address}.` : message;
}

function hintOf(error: unknown): string {
  if ((error as Error).message.startsWith('OOM')) return 'Increase its memory: maxMemoryMb.';
  return 'If it has an address, start the server, and give its password.';
}

async function startServer(spec: InstanceSpec, { program, folder }: InstanceOptions): Promise<RedisProcess> {
  const { password, maxMemoryMb = DEFAULT_MEMORY_MB } = spec;
  const memory = ['--maxmemory', `${maxMemoryMb}mb`, '--maxmemory-policy', 'noeviction'];
  const login = password === undefined ? {} : { password };
  if (spec.mode !== 'cluster')
    return await RedisProcess.start({
      program,
      folder,
      args: [...memory, '--databases', String(DATABASES)],
      ...login,
    });
  const [port, busPort] = [await freePort(), await freePort()];
  const cluster = [
    '--cluster-enabled',
    'yes',
    '--cluster-port',
    String(busPort),
    '--cluster-config-file',
    join(folder, 'nodes.conf'),
  ];
  return await RedisProcess.start({ program, folder, port, args: [...memory, ...cluster], ...login });
}

/** Resolves when the one server serves the whole of its cluster. */
async function takeAllSlots(client: Redis): Promise<void> {
  await client.call('CLUSTER', ['ADDSLOTS', ...Array.from({ length: SLOTS }, (_, slot) => slot)]);
  while (!String(await client.call('CLUSTER', ['INFO'])).includes('cluster_state:ok'))
    await new Promise((resolve) => setTimeout(resolve, 10));
}
