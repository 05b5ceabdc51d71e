import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CopyOrder, Damage, ImportOrder } from '@waybill/stand-kit';
import { connectRedis, parseInfo, type RedisServerAt } from './connect-redis.ts';
import { type CopyTarget, copyKeys } from './copy-keys.ts';
import { DamagePlan } from './damage-plan.ts';
import { followStream } from './follow-stream.ts';
import { ReplicationLink } from './replication-link.ts';
import { loadScratchServer } from './scratch-server.ts';
import type { TransferRun } from './transfer-run.ts';

/** What a transfer works with. */
export interface TransferTools {
  readonly program: string;
  /** Its own; it goes when the transfer has ended. */
  readonly folder: string;
  readonly seed: number;
  readonly target: RedisServerAt & { readonly place: { readonly host: string; readonly port: number } };
}

/**
 * Moves keys as the service does: the source's keys as a replica gets them, through a scratch server, key by key into the
 * target, which keeps what only it has; then every command that the source carries out. A full copy ends before the latter.
 */
export async function runCopy(
  run: TransferRun,
  order: CopyOrder,
  tools: TransferTools & { readonly source: RedisServerAt },
): Promise<void> {
  const { source, folder } = tools;
  await using _folder = await openFolder(folder);
  const target = await reachTarget(tools.target);
  await using _measuring = run.measure({ source, target });
  run.note('The source is sending its keys.');
  await using link = await ReplicationLink.open(source, { folder, signal: run.signal });
  // What is written from now on is not copied.
  if (!order.follows) link.close();
  const damage = await copyFromFile(run, link.rdbPath, { ...tools, target, damage: order.damage, name: order.name });
  run.finishCopy(order.follows ? link : undefined);
  if (!order.follows) return;

  run.signal.addEventListener('abort', () => link.close());
  await followStream(link, target, {
    signal: run.signal,
    isSilenced: () => damage.hasStopped,
    onRefused: (command, error) => run.note(`The target refuses ${command}: ${error.message}`, 'ERROR'),
    onApplied: (commands, bytes) => run.noteApplied(commands, bytes),
  });
}

/** Moves the keys of backup files, one after the other, in the same way. Each is checked before the first is copied. */
export async function runImport(
  run: TransferRun,
  order: ImportOrder,
  tools: TransferTools & { readonly files: readonly string[] },
): Promise<void> {
  await using _folder = await openFolder(tools.folder);
  const target = await reachTarget(tools.target);
  await using _measuring = run.measure({ target });
  for (const [index, file] of tools.files.entries()) {
    // The scratch server takes its file with it.
    const copy = join(tools.folder, `${index}.rdb`);
    await copyFile(file, copy);
    await copyFromFile(run, copy, { ...tools, target, damage: order.damage, name: order.name });
  }
  run.finishCopy();
}

async function openFolder(folder: string): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true });
  return { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** @throws Error if it does not answer, or not to this password */
async function reachTarget(target: TransferTools['target']): Promise<CopyTarget> {
  const client = connectRedis(target);
  try {
    const info = parseInfo(await client.info('server'));
    // Valkey's word for it is another one.
    return { ...target, isCluster: (info.get('redis_mode') ?? info.get('server_mode')) === 'cluster' };
  } catch (error) {
    throw new Error(`The target answers ${(error as Error).message}`, { cause: error });
  } finally {
    client.disconnect();
  }
}

interface FileCopy {
  readonly program: string;
  readonly folder: string;
  readonly seed: number;
  readonly target: CopyTarget;
  readonly damage: readonly Damage[];
  readonly name: string;
}

/** Through a scratch server, which ends with it. */
async function copyFromFile(run: TransferRun, file: string, copy: FileCopy): Promise<DamagePlan> {
  await using scratch = await loadScratchServer(file, { program: copy.program, folder: join(copy.folder, 'scratch') });
  run.signal.throwIfAborted();
  const damage = await DamagePlan.draw(scratch, copy);
  run.note('The keys are copied.');
  await copyKeys(scratch, copy.target, {
    signal: run.signal,
    isLost: (database, key) => damage.isLost(database, key),
    onCopied: (copiedKeys, allKeys) => run.noteCopied(allKeys === 0 ? 1 : copiedKeys / allKeys),
  });
  run.damaged.push(...(await damage.carryOut(copy.target)));
  return damage;
}
