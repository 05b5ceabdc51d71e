import { defined } from '@waybill/core';
import { placeOf } from '../session/layout.ts';
import type { KeyBatch, Looker } from './compared-keys.ts';
import type { Side, Sides } from './job-sides.ts';
import { isSameTime, type Look, type Seen } from './look.ts';
import { type Digests, readDigests } from './read-digests.ts';
import { typesOf } from './read-types.ts';
import { digestValue } from './read-value.ts';

/** One digest of many keys on each side; where they differ, one of each key; and in ranges what is too large for a script. */
export class DigestLooker implements Looker {
  readonly uncovered: Map<string, number> = new Map();
  readonly #sides: Sides;
  readonly #toleranceMs: number;

  constructor(sides: Sides, toleranceMs: number) {
    this.#sides = sides;
    this.#toleranceMs = toleranceMs;
  }

  readonly suspects = async (batch: KeyBatch): Promise<ReadonlyMap<string, Look>> => {
    const found = await Promise.all(this.#parts(batch).map((part) => this.#suspectsOf(part)));
    return new Map(found.flatMap((each) => [...each]));
  };

  readonly look = async (batch: KeyBatch): Promise<ReadonlyMap<string, Look>> => {
    const { source, target } = this.#sides;
    const found = await Promise.all(
      this.#parts(batch).map(async (part) => {
        const [left, right] = await Promise.all([eachOf(source, part), eachOf(target, part)]);
        return await this.#resolve(part, left, right);
      }),
    );
    return new Map(found.flatMap((each) => [...each]));
  };

  /** Keys that are on one server on either side. */
  #parts({ database, keys }: KeyBatch): readonly KeyBatch[] {
    const { source, target } = this.#sides;
    const places = Map.groupBy(keys, (key) => `${placeOf(source.layout, key)} ${placeOf(target.layout, key)}`);
    return [...places.values()].map((own) => ({ database, keys: own }));
  }

  async #suspectsOf({ database, keys }: KeyBatch): Promise<ReadonlyMap<string, Look>> {
    const { source, target } = this.#sides;
    const suspects = new Map<string, Look>();
    for (let rest = keys; rest.length > 0; ) {
      const asked = { database, keys: rest, isEach: false };
      const [left, right] = await Promise.all([readDigests(source, asked), readDigests(target, asked)]);
      const had = rest.slice(0, Math.max(1, Math.min(left.done, right.done)));
      this.#noteUncovered(left, had.length);
      const isWhole = left.done === right.done && left.digests[0] === right.digests[0];
      const doubtful = isWhole ? this.#doubtful(had, left, right) : had;
      if (doubtful.length > 0)
        for (const [key, seen] of await this.look({ database, keys: doubtful })) suspects.set(key, seen);
      rest = rest.slice(had.length);
    }
    return suspects;
  }

  /** Where the digests are the same: what is too large for them, and what does not expire at the same time. */
  #doubtful(keys: readonly string[], left: Digests, right: Digests): readonly string[] {
    return keys.filter(
      (_, at) =>
        left.large.has(at) ||
        right.large.has(at) ||
        !isSameTime(left.expiresAtMs.get(at), right.expiresAtMs.get(at), this.#toleranceMs),
    );
  }

  async #resolve({ database, keys }: KeyBatch, left: readonly Each[], right: readonly Each[]) {
    const looks = new Map<string, Look>();
    const large: string[] = [];
    for (const [at, key] of keys.entries()) {
      const [one, other] = [left[at], right[at]];
      if (one === undefined || other === undefined) continue;
      if (one.isLarge || other.isLarge) large.push(key);
      looks.set(key, { left: one, right: other });
    }
    const { source, target } = this.#sides;
    const [ofSource, ofTarget] = await Promise.all([
      digestsInRanges(source, { database, keys: large }),
      digestsInRanges(target, { database, keys: large }),
    ]);
    for (const [at, key] of large.entries()) {
      const look = looks.get(key);
      if (look === undefined) continue;
      looks.set(key, {
        left: { ...look.left, digest: ofSource[at] ?? '' },
        right: { ...look.right, digest: ofTarget[at] ?? '' },
      });
    }
    return looks;
  }

  #noteUncovered({ other }: Digests, had: number): void {
    for (const [at, type] of other) if (at < had) this.uncovered.set(type, (this.uncovered.get(type) ?? 0) + 1);
  }
}

interface Each extends Seen {
  readonly isLarge: boolean;
}

async function eachOf(side: Side, { database, keys }: KeyBatch): Promise<readonly Each[]> {
  const found: Each[] = [];
  for (let rest = keys; rest.length > 0; ) {
    const { done, digests, expiresAtMs, large } = await readDigests(side, { database, keys: rest, isEach: true });
    for (let at = 0; at < done; at += 1) {
      const time = expiresAtMs.get(at);
      found.push({
        digest: digests[at] ?? '',
        isLarge: large.has(at),
        ...defined({ expiresAtMs: time }),
      });
    }
    rest = rest.slice(done);
  }
  return found;
}

/** One after another: each of them is many calls. */
export async function digestsInRanges(side: Side, { database, keys }: KeyBatch): Promise<readonly string[]> {
  const types = await typesOf(side, { database, keys });
  const digests: string[] = [];
  for (const [at, key] of keys.entries())
    digests.push(await digestValue({ connection: side.connection, database, key }, types[at] ?? 'none'));
  return digests;
}
