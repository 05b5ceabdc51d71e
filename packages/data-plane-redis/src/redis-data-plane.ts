import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import {
  type CopyOrder,
  type Damage,
  DataPlaneError,
  type ExchangeOrder,
  type ImportOrder,
  type KeyInstance,
  type KeyPlane,
  type PlaneBackup,
  type PlaneSide,
  type PlaneWork,
  type RunningDataPlane,
  type Transfer,
} from '@waybill/stand-kit';
import type { RedisServerAt } from './connect-redis.ts';
import { DataFolder } from './data-folder.ts';
import type { DataPlaneOptions } from './data-plane-options.ts';
import { exchangeAddresses } from './exchange-addresses.ts';
import { DEMO_INSTANCES, type InstanceSpec } from './instance-spec.ts';
import { parseLoopback } from './loopback-address.ts';
import { RealInstance } from './real-instance.ts';
import { findRedisProgram, requireClusters } from './redis-program.ts';
import { openRelays, type Relay } from './relay.ts';
import { ReplicationLink } from './replication-link.ts';
import { runCopy, runImport, type TransferTools } from './run-transfer.ts';
import { TransferRun } from './transfer-run.ts';

/**
 * Starts a server for each instance, with its data in it, and an address of its own in front of it.
 *
 * @throws DataPlaneError if there is no `redis-server`, or an instance cannot be used
 */
export async function startRedisServers(options: DataPlaneOptions): Promise<KeyPlane & RunningDataPlane> {
  const { instances: specs = DEMO_INSTANCES, seed = 1, buckets } = options;
  requireDifferent(specs);
  const program = findRedisProgram(options.program);
  if (specs.some(({ mode, address }) => mode === 'cluster' && address === undefined)) requireClusters(program);
  if (buckets !== undefined && !isFolder(buckets))
    throw new DataPlaneError(`${buckets} is not a folder.`, 'Name the folder that has a subfolder for each bucket.');
  await using parts = new AsyncDisposableStack();
  const { path: folder } = parts.use(new DataFolder());
  const relays = await openRelays(specs.filter(hasRelay).map(({ port = 0 }) => port));
  for (const relay of relays) parts.use(relay);
  const instances: RealInstance[] = [];
  for (const [index, spec] of specs.entries()) {
    const relay = hasRelay(spec) ? relays[specs.slice(0, index).filter(hasRelay).length] : undefined;
    const server = { program, folder: join(folder, `instance-${index}`), relay };
    instances.push(parts.use(await RealInstance.start(spec, server)));
  }
  const backups = await takeBackups(instances, folder);
  return new RedisDataPlane({ program, folder, seed, buckets, instances, backups }, parts.move());
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The nodes of a cluster name their own addresses. */
function hasRelay({ mode }: InstanceSpec): boolean {
  return mode !== 'cluster';
}

function requireDifferent(specs: readonly InstanceSpec[]): void {
  const twice = specs.find(({ id }, index) => specs.findIndex((other) => other.id === id) !== index);
  if (twice === undefined) return;
  throw new DataPlaneError(`The instance ${twice.id} is listed twice.`, 'Give each instance a unique id.');
}

/** The files of all backups, by their ids. */
async function takeBackups(instances: readonly RealInstance[], folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const { signal } = new AbortController();
  for (const { spec, server } of instances)
    for (const backupId of spec.backups ?? []) {
      const own = join(folder, `backup-${files.size}`);
      await mkdir(own);
      await using link = await ReplicationLink.open(server, { folder: own, signal });
      files.set(backupId, link.rdbPath);
    }
  return files;
}

interface PlaneParts {
  readonly program: string;
  readonly folder: string;
  readonly seed: number;
  readonly buckets: string | undefined;
  readonly instances: readonly RealInstance[];
  readonly backups: ReadonlyMap<string, string>;
}

const MEASURE_MS = 500;

class RedisDataPlane implements KeyPlane, RunningDataPlane {
  readonly kind = 'keys';
  readonly #parts: PlaneParts;
  readonly #owned: AsyncDisposableStack;
  readonly #firstRelays: readonly (Relay | undefined)[];
  readonly #timer: NodeJS.Timeout;
  #transfers: TransferRun[] = [];
  #begun = 0;

  constructor(parts: PlaneParts, owned: AsyncDisposableStack) {
    this.#parts = parts;
    this.#owned = owned;
    this.#firstRelays = parts.instances.map(({ relay }) => relay);
    this.#timer = setInterval(() => {
      for (const instance of parts.instances) void instance.measure();
    }, MEASURE_MS);
  }

  instances(): readonly KeyInstance[] {
    return this.#parts.instances.map((instance) => instance.describe());
  }

  copy(order: CopyOrder): Transfer {
    return this.#begin(
      (run) => runCopy(run, order, { ...this.#toolsFor(order.target), source: this.#reach(order.source) }),
      (damage) => this.copy({ ...order, damage }),
    );
  }

  importBackup(order: ImportOrder): Transfer {
    return this.#begin(
      (run) => runImport(run, order, { ...this.#toolsFor(order.target), files: this.#filesOf(order.backup) }),
      (damage) => this.importBackup({ ...order, damage }),
    );
  }

  exchangeAddresses({ sourceId, targetId, transfer }: ExchangeOrder): PlaneWork {
    const source = this.#require(sourceId);
    const target = this.#require(targetId);
    return exchangeAddresses({ source, target, transfer: this.#transfers.find((run) => run === transfer) });
  }

  reset(): void {
    for (const run of this.#transfers) run.stop();
    this.#transfers = [];
    for (const [index, instance] of this.#parts.instances.entries()) {
      const relay = this.#firstRelays[index];
      if (relay !== undefined && relay !== instance.relay) instance.moveTo(relay);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#transfers.map((run) => run.stopped()));
    await this.#owned.disposeAsync();
  }

  #begin(work: (run: TransferRun) => Promise<void>, restart: (damage: readonly Damage[]) => Transfer): TransferRun {
    const run = new TransferRun(work, restart);
    this.#transfers.push(run);
    return run;
  }

  #toolsFor(target: PlaneSide): TransferTools {
    const { program, folder, seed } = this.#parts;
    this.#begun += 1;
    return { program, seed, folder: join(folder, `transfer-${this.#begun}`), target: this.#reachByPort(target) };
  }

  #reach(side: PlaneSide): RedisServerAt {
    const instance = this.#parts.instances.find(({ spec }) => spec.id === side.id);
    return instance === undefined ? this.#reachByPort(side) : { place: instance.server.place, password: side.password };
  }

  #reachByPort({ id, address, password }: PlaneSide): TransferTools['target'] {
    const place = id === null ? parseLoopback(address ?? '') : this.#require(id).address;
    return { place, password };
  }

  #require(id: string): RealInstance {
    const found = this.#parts.instances.find(({ spec }) => spec.id === id);
    if (found === undefined) throw new Error(`There is no instance ${id}.`);
    return found;
  }

  /** @throws Error if there is none */
  #filesOf(backup: PlaneBackup): readonly string[] {
    const { backups, buckets } = this.#parts;
    if (backup.kind === 'record') {
      const file = backups.get(backup.backupId);
      if (file === undefined) throw new Error(`There is no backup ${backup.backupId}.`);
      return [file];
    }
    if (buckets === undefined)
      throw new Error(`There is no bucket ${backup.bucket}: the sandbox was started without buckets.`);
    const root = resolve(buckets);
    return backup.names.map((name) => {
      const file = resolve(root, backup.bucket, name);
      if (!file.startsWith(root + sep)) throw new Error(`${name} is not a file of the bucket ${backup.bucket}.`);
      if (!name.endsWith('.rdb')) throw new Error(`The sandbox imports only files that end in .rdb, not ${name}.`);
      return file;
    });
  }
}
