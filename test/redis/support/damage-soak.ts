import type { SliceResult } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import type { InstanceSpec } from '@waybill/data-plane-redis';
import { redis } from '@waybill/provider-redis';
import type { FaultScript } from '@waybill/sandbox';
import { expect } from 'vitest';
import { JobPair } from './job-pair.ts';
import { damageAnyKey, type RandomSource } from './plant-damage.ts';
import { compareDatabases } from './read-keys.ts';
import { RealSandbox, SOURCE, TARGET } from './real-sandbox.ts';

export interface SoakOptions {
  readonly rounds: number;
  readonly seed: number;
  /** No round begins later. */
  readonly mostMs: number;
}

export interface SoakResult {
  readonly rounds: number;
  /** Of these nothing was damaged, and the comparison found nothing. */
  readonly undamaged: number;
  readonly damagedKeys: number;
}

/** Names differences at most; beyond them a slice counts. */
const MOST_NAMED = 40;
const LEVELS = ['digest', 'dump'] as const;

/**
 * Copies data sets that the seed draws between real servers, with the sandbox's damage and with other damage at the target, and
 * compares. What differs in truth is read by a reader that shares no code with the comparison.
 */
export async function soakInDamage({ rounds, seed, mostMs }: SoakOptions): Promise<SoakResult> {
  const startedMs = performance.now();
  const result = { rounds: 0, undamaged: 0, damagedKeys: 0 };
  while (result.rounds < rounds && performance.now() - startedMs < mostMs) {
    result.rounds += 1;
    const damaged = await playRound(result.rounds, seed, createSeededRandom(seed * 1_000 + result.rounds));
    result.undamaged += Number(damaged === 0);
    result.damagedKeys += damaged;
  }
  return result;
}

async function playRound(round: number, seed: number, random: RandomSource): Promise<number> {
  const shape = drawShape(round, random);
  const vendor = await RealSandbox.start({ instances: shape.instances, faults: shape.faults });
  try {
    await vendor.until(await vendor.migrate('full_amount_migration'), 'SUCCESS');
    const planted = await plantMore(vendor, shape, random);
    const title = JSON.stringify({ round, seed, ...shape, planted });
    const truth = await differencesOf(vendor, shape.databases);
    const lost = vendor.damaged().map(({ database, key }) => `${database}/${key}`);
    // What the sandbox says that it has damaged is damaged, unless it was damaged back.
    if (planted.length === 0) expect({ title, truth }).toEqual({ title, truth: expect.arrayContaining(lost) });
    await expectFound(vendor, shape, { title, truth });
    return truth.length;
  } finally {
    await vendor.close();
  }
}

interface Shape {
  readonly instances: readonly InstanceSpec[];
  readonly databases: readonly number[];
  readonly faults: FaultScript;
  readonly more: number;
}

function drawShape(round: number, random: RandomSource): Shape {
  const upTo = (limit: number): number => 1 + Math.floor(random.fraction() * limit);
  const isCluster = random.fraction() < 0.25;
  const databases = isCluster ? [0] : [0, upTo(7), 7 + upTo(8)].slice(0, upTo(3));
  const keys = 20 + upTo(1_000);
  const data = { keys, seed: round, databases, bigValueBytes: upTo(600_000) };
  // In every fourth round nothing is damaged.
  const wanted = round % 4 === 0 ? [] : (['lose', 'truncate', 'drop-ttl', 'stop-early'] as const);
  const faults = wanted.flatMap((what) => {
    if (random.fraction() < 0.5) return [];
    const count = what === 'stop-early' ? Math.max(1, keys * databases.length - upTo(50)) : upTo(8);
    return [{ operation: 'SetOnlineMigrationTask', fault: { kind: 'damage', what, keys: count } }] as const;
  });
  return {
    instances: [
      { id: SOURCE, data },
      { id: TARGET, ...(isCluster ? { mode: 'cluster' } : {}) },
    ],
    databases,
    faults,
    more: round % 4 === 0 ? 0 : upTo(8) - 1,
  };
}

/** Damage that a copy could do as well. */
async function plantMore(vendor: RealSandbox, { more, databases }: Shape, random: RandomSource) {
  const planted: string[] = [];
  for (let at = 0; at < more; at += 1) {
    const client = vendor.connect(TARGET, { db: databases[at % databases.length] ?? 0 });
    planted.push((await damageAnyKey(client, random)) ?? '');
    client.disconnect();
  }
  return planted;
}

/** Sorted. */
async function differencesOf(vendor: RealSandbox, databases: readonly number[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const database of databases) {
    const [source, target] = [SOURCE, TARGET].map((id) => vendor.connect(id, { db: database }));
    if (source === undefined || target === undefined) throw new Error('there are two');
    found.push(...(await compareDatabases({ source, target })).differing.map((key) => `${database}/${key}`));
    for (const client of [source, target]) client.disconnect();
  }
  return [...new Set(found)].toSorted();
}

async function expectFound(
  vendor: RealSandbox,
  { databases }: Shape,
  { title, truth }: { readonly title: string; readonly truth: readonly string[] },
): Promise<void> {
  const job = redis.jobs?.['compare-keys'];
  if (job === undefined) throw new Error('there is such a job');
  await using pair = new JobPair({ url: vendor.url(SOURCE) }, { url: vendor.url(TARGET) });
  for (const level of LEVELS) {
    const input = { level, rounds: 1, interval_ms: 1, databases: [...databases] };
    const slices: readonly SliceResult[] = await pair.slices(input);
    const summary = job.summarize(slices, input);
    const { missing = 0, extra = 0, changed = 0, expiry = 0 } = summary.outputs ?? {};
    const found = Number(missing) + Number(extra) + Number(changed) + Number(expiry);
    expect({ title, level, found, kind: summary.kind }).toEqual({
      title,
      level,
      found: truth.length,
      kind: truth.length === 0 ? 'succeeded' : 'failed',
    });
    const named = job.differencesIn?.(slices).map(({ id, details }) => `${details?.['database']}/${id}`) ?? [];
    if (truth.length <= MOST_NAMED)
      expect({ title, level, named: named.toSorted() }).toEqual({ title, level, named: truth });
  }
}
