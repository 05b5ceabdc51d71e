import type { JsonObject } from '@waybill/core';
import type { Looker } from './compared-keys.ts';
import type { DifferenceKind, Look } from './look.ts';
import { type Found, lookAgain, type Rounds } from './look-again.ts';
import { fittingKeys } from './open-keys.ts';
import { shownKey } from './shown-key.ts';

/** Suspects that are kept; then they are looked at again before the scan continues. */
const MOST_KEPT = 50_000;
/** Keys that the result of a slice names; the rest are counted. */
const MOST_NAMED = 40;
/** Of what the result of a slice names, and keeps for a comparison that looks at it again. */
const MOST_BYTES = 7_000;
/** Keys that are remembered as suspects, of which a result keeps those that fit. */
const MOST_REMEMBERED = 1_000;

/**
 * Keys of a slice that differed when they were first seen. Each of them is looked at again before it counts, however many
 * there are, and no more than `MOST_KEPT` are in memory.
 */
export class Suspects {
  readonly #rounds: Rounds;
  readonly #look: (keys: readonly string[]) => ReturnType<Looker['look']>;
  readonly #counts: Record<DifferenceKind, number> = { missing: 0, extra: 0, changed: 0, expiry: 0 };
  readonly #named: Found[] = [];
  readonly #seen = new Set<string>();
  #open = new Map<string, Look>();
  #forgotten = 0;
  #moving = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(rounds: Rounds, look: (keys: readonly string[]) => ReturnType<Looker['look']>) {
    this.#rounds = rounds;
    this.#look = look;
  }

  async add(suspects: ReadonlyMap<string, Look>): Promise<void> {
    for (const [key, look] of suspects) {
      this.#open.set(key, look);
      if (this.#seen.size < MOST_REMEMBERED) this.#seen.add(key);
      else if (!this.#seen.has(key)) this.#forgotten += 1;
    }
    if (this.#open.size >= MOST_KEPT) await this.#settle();
  }

  /** What differs after all rounds, as the result of a slice has it. */
  async result(database: number): Promise<JsonObject> {
    await this.#settle();
    const named = this.#named.map(({ key, what, isMoving }) => ({
      what,
      key: shownKey(key),
      database,
      ...(isMoving ? { moving: true } : {}),
    }));
    const keys = fittingKeys(this.#seen, MOST_BYTES - Buffer.byteLength(JSON.stringify(named)));
    const others = this.#seen.size - keys.length + this.#forgotten;
    return { ...this.#counts, moving: this.#moving, named, open: { keys, others } };
  }

  /** One after another: two at once would look at twice as many. */
  async #settle(): Promise<void> {
    const settled = this.#turn.then(async () => await this.#settleOpen());
    // Whoever waits for it is given its fault; the next one in turn is not.
    this.#turn = settled.catch(() => {});
    await settled;
  }

  async #settleOpen(): Promise<void> {
    const open = this.#open;
    this.#open = new Map();
    for (const found of await lookAgain(open, this.#look, this.#rounds)) {
      this.#counts[found.what] += 1;
      if (found.isMoving) this.#moving += 1;
      if (this.#named.length < MOST_NAMED) this.#named.push(found);
    }
  }
}
