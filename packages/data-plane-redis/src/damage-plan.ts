import { type Damage, type DamagedKey, type DamageKind, hashedFraction } from '@waybill/stand-kit';
import type { Redis } from 'ioredis';
import { connectRedis, keysByDatabase, parseInfo } from './connect-redis.ts';
import { type CopyTarget, scanKeys } from './copy-keys.ts';
import type { RedisProcess } from './redis-process.ts';
import { isShortenable, shorten } from './shorten-value.ts';

/** So many damaged keys are reported by name. */
const MAX_REPORTED = 1_000;

interface DrawnKey {
  readonly database: number;
  readonly key: Buffer;
  readonly rank: number;
}

export interface DamageOrder {
  readonly damage: readonly Damage[];
  readonly seed: number;
  readonly name: string;
  readonly target: CopyTarget;
}

/** Which keys a copy damages. The same keys, seed and name give the same damage; no key is damaged twice. */
export class DamagePlan {
  readonly #drawn: ReadonlyMap<DamageKind, readonly DrawnKey[]>;
  readonly #lost: ReadonlySet<string>;
  readonly #leftKeys: number;
  #passedKeys = 0;
  readonly #cutOff: DrawnKey[] = [];

  static async draw(scratch: RedisProcess, { damage, seed, name, target }: DamageOrder): Promise<DamagePlan> {
    const stopsAfter = damage.find(({ what }) => what === 'stop-early')?.keys ?? Number.POSITIVE_INFINITY;
    const wanted = damage.filter(({ what }) => what !== 'stop-early');
    const client = connectRedis({ place: scratch.place, password: null });
    try {
      const drawn = wanted.length === 0 ? new Map() : await drawKeys(client, wanted, { seed, name, target });
      return new DamagePlan(drawn, stopsAfter);
    } finally {
      client.disconnect();
    }
  }

  private constructor(drawn: ReadonlyMap<DamageKind, readonly DrawnKey[]>, stopsAfter: number) {
    this.#drawn = drawn;
    this.#lost = new Set((drawn.get('lose') ?? []).map(({ database, key }) => idOf(database, key)));
    this.#leftKeys = stopsAfter;
  }

  /** Whether nothing is copied any more. */
  get hasStopped(): boolean {
    return this.#leftKeys !== Number.POSITIVE_INFINITY;
  }

  /** Asked once for each key, in the order in which they are copied. */
  isLost(database: number, key: Buffer): boolean {
    this.#passedKeys += 1;
    if (this.#passedKeys > this.#leftKeys) {
      if (this.#cutOff.length < MAX_REPORTED) this.#cutOff.push({ database, key, rank: 0 });
      return true;
    }
    return this.#lost.size > 0 && this.#lost.has(idOf(database, key));
  }

  /** Damages what has arrived at the target. Returns all damage of the copy. */
  async carryOut(target: CopyTarget): Promise<readonly DamagedKey[]> {
    const client = connectRedis(target);
    try {
      for (const { database, key } of this.#drawn.get('truncate') ?? []) {
        if (!target.isCluster) await client.select(database);
        await shorten(client, key);
      }
      for (const { database, key } of this.#drawn.get('drop-ttl') ?? []) {
        if (!target.isCluster) await client.select(database);
        await client.persist(key);
      }
    } finally {
      client.disconnect();
    }
    const rows = [...this.#drawn, ['stop-early', this.#cutOff] as const];
    return rows.flatMap(([what, keys]) => keys.map((drawn) => reportOf(what, drawn)));
  }
}

interface Drawing {
  readonly seed: number;
  readonly name: string;
  readonly target: CopyTarget;
}

/** One pass over all keys that keeps, for each kind of damage, those with the lowest ranks. */
async function drawKeys(
  client: Redis,
  wanted: readonly Damage[],
  drawing: Drawing,
): Promise<ReadonlyMap<DamageKind, readonly DrawnKey[]>> {
  const drawn = new Map<DamageKind, readonly DrawnKey[]>(wanted.map(({ what }) => [what, []]));
  const counts = keysByDatabase(parseInfo(await client.info('keyspace')));
  for (const database of [...counts.keys()].filter((each) => each === 0 || !drawing.target.isCluster)) {
    await client.select(database);
    for await (const keys of scanKeys(client)) {
      const kinds = await kindsOf(client, keys, wanted);
      for (const [index, key] of keys.entries()) {
        const what = kinds[index];
        const limit = wanted.find((each) => each.what === what)?.keys ?? 0;
        if (what === undefined) continue;
        const rank = hashedFraction(drawing.seed, `${drawing.name}/${what}/${idOf(database, key)}`);
        drawn.set(what, lowest([...(drawn.get(what) ?? []), { database, key, rank }], limit));
      }
    }
  }
  return drawn;
}

/** For each key the damage that it is a candidate for: the rarest that it can take, and else one by its own name. */
async function kindsOf(
  client: Redis,
  keys: readonly Buffer[],
  wanted: readonly Damage[],
): Promise<readonly (DamageKind | undefined)[]> {
  const wants = (what: DamageKind): boolean => wanted.some((each) => each.what === what);
  const expiries = await Promise.all(keys.map((key) => client.pttl(key)));
  const areShortenable = wants('truncate') ? await Promise.all(keys.map((key) => isShortenable(client, key))) : [];
  return keys.map((key, index) => {
    const possible: DamageKind[] = [];
    if (wants('drop-ttl') && (expiries[index] ?? -1) > 0) return 'drop-ttl';
    if (wants('lose')) possible.push('lose');
    if (areShortenable[index] === true) possible.push('truncate');
    return possible[Math.floor(hashedFraction(0, key.toString('latin1')) * possible.length)];
  });
}

function lowest(keys: readonly DrawnKey[], limit: number): readonly DrawnKey[] {
  return keys.length <= limit ? keys : keys.toSorted((left, right) => left.rank - right.rank).slice(0, limit);
}

function idOf(database: number, key: Buffer): string {
  return `${database}/${key.toString('latin1')}`;
}

function reportOf(what: DamageKind, { database, key }: DrawnKey): DamagedKey {
  return { what, database, key: key.toString('utf8') };
}
