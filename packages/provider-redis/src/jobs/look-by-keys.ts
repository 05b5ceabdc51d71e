import { plainText } from '../answer/plain-text.ts';
import { isAtLeast } from '../session/server-info.ts';
import type { KeyBatch, Looker } from './compared-keys.ts';
import type { Side, Sides } from './job-sides.ts';
import { ValueScale } from './large-values.ts';
import { ABSENT, differenceOf, type Look, NOT_THERE, type Seen, valuesIn } from './look.ts';
import { digestsInRanges } from './look-by-digest.ts';
import { isTooLarge, readOnce } from './read-once.ts';
import { typesOf } from './read-types.ts';
import { isComparedByValue } from './read-value.ts';
import { sha1 } from './value-digest.ts';

/** Values in one call of the level `dump`. */
const DUMPED_KEYS = 50;
/** Version and checksum, which follow the value. */
const FOOTER_BYTES = 10;
/** In place of the digest of a dump that exceeds what an answer may have. */
const TOO_LARGE = 'too large';

/** Without scripts: types and expiry of the level `keys`, and for the level `dump` the values as servers keep them. */
export class KeyLooker implements Looker {
  readonly uncovered: Map<string, number> = new Map();
  readonly #sides: Sides;
  readonly #toleranceMs: number;
  readonly #isDump: boolean;
  readonly #scale = new ValueScale();

  constructor(sides: Sides, { toleranceMs, isDump }: { readonly toleranceMs: number; readonly isDump: boolean }) {
    this.#sides = sides;
    this.#toleranceMs = toleranceMs;
    this.#isDump = isDump;
  }

  readonly suspects = async (batch: KeyBatch): Promise<ReadonlyMap<string, Look>> => {
    const looks = await this.look(batch);
    return new Map([...looks].filter(([, look]) => differenceOf(look, this.#toleranceMs) !== undefined));
  };

  readonly look = async (batch: KeyBatch): Promise<ReadonlyMap<string, Look>> => {
    const size = this.#isDump ? DUMPED_KEYS : batch.keys.length;
    const looks = new Map<string, Look>();
    for (let at = 0; at < batch.keys.length; at += size)
      for (const [key, look] of await this.#lookAt({ ...batch, keys: batch.keys.slice(at, at + size) }))
        looks.set(key, look);
    return looks;
  };

  async #lookAt({ database, keys }: KeyBatch): Promise<readonly (readonly [key: string, Look])[]> {
    const { source, target } = this.#sides;
    const large = this.#isDump ? await this.#largeOf({ database, keys }) : new Set<string>();
    const read = this.#isDump ? dumpsOf : seenOf;
    const batch = { database, keys: keys.filter((key) => !large.has(key)) };
    const [left, right] = await Promise.all([read(source, batch), read(target, batch)]);
    const looks = batch.keys.map((key, at) => {
      const look = { left: left[at] ?? NOT_THERE, right: right[at] ?? NOT_THERE };
      return [key, look] as const;
    });
    if (!this.#isDump) return looks;
    const inRanges = await this.#readInRanges({ database, keys: [...large] });
    return [...(await this.#withoutEncodings(database, looks)), ...inRanges];
  }

  /** Of either side. Types of modules are dumped at any size: of them ranges hold nothing. */
  async #largeOf({ database, keys }: KeyBatch): Promise<ReadonlySet<string>> {
    const large = await this.#onEither({ database, keys }, (side, batch) => this.#scale.largeOf(side, batch));
    return await this.#onEither({ database, keys: [...large] }, readInRangesOf);
  }

  async #onEither(batch: KeyBatch, found: (side: Side, batch: KeyBatch) => Promise<ReadonlySet<string>>) {
    const { source, target } = this.#sides;
    const [left, right] = await Promise.all([found(source, batch), found(target, batch)]);
    return left.union(right);
  }

  /** The same value is kept in several ways: what has other bytes is compared by what it holds. */
  async #withoutEncodings(database: number, looks: readonly (readonly [string, Look])[]) {
    const other = looks.flatMap(([key, { left, right }]) => (isOpen(left, right) ? [key] : []));
    if (other.length === 0) return looks;
    const { ofSource, ofTarget } = await this.#digestsOf({ database, keys: other });
    return looks.map(([key, look]) => {
      const at = other.indexOf(key);
      if (at < 0) return [key, look] as const;
      const [left, right] = [ofSource[at] ?? '', ofTarget[at] ?? ''];
      return [key, { left: { ...look.left, digest: left }, right: { ...look.right, digest: right } }] as const;
    });
  }

  /** No command reads them whole: a server that makes a copy of a large value serves nobody else meanwhile. */
  async #readInRanges(batch: KeyBatch): Promise<readonly (readonly [string, Look])[]> {
    if (batch.keys.length === 0) return [];
    const { source, target } = this.#sides;
    const { ofSource, ofTarget } = await this.#digestsOf(batch);
    const [left, right] = await Promise.all([withTimes(source, batch, []), withTimes(target, batch, [])]);
    return batch.keys.map((key, at) => [
      key,
      { left: seen(ofSource[at] ?? '', left.times[at]), right: seen(ofTarget[at] ?? '', right.times[at]) },
    ]);
  }

  async #digestsOf(batch: KeyBatch): Promise<Readonly<Record<'ofSource' | 'ofTarget', readonly string[]>>> {
    const { source, target } = this.#sides;
    const [types, ofSource, ofTarget] = await Promise.all([
      typesOf(source, batch),
      digestsInRanges(source, batch),
      digestsInRanges(target, batch),
    ]);
    for (const type of types)
      if (!isComparedByValue(type)) this.uncovered.set(type, (this.uncovered.get(type) ?? 0) + 1);
    return { ofSource, ofTarget };
  }
}

/** Type and expiry. */
async function seenOf(side: Side, { database, keys }: KeyBatch): Promise<readonly Seen[]> {
  const types = keys.map((key) => [key, 'TYPE', key]);
  const { values, times } = await withTimes(side, { database, keys }, types);
  return values.map((type, at) => {
    const digest = type === 'none' ? ABSENT : sha1(plainText(type));
    return seen(digest, times[at]);
  });
}

/** The value as DUMP gives it, and expiry. */
async function dumpsOf(side: Side, { database, keys }: KeyBatch): Promise<readonly Seen[]> {
  const dumps = keys.map((key) => [key, 'DUMP', key]);
  try {
    const { values, times } = await withTimes(side, { database, keys }, dumps);
    return values.map((dump, at) => {
      const digest = typeof dump === 'string' ? sha1(dump.slice(0, -FOOTER_BYTES)) : ABSENT;
      return seen(digest, times[at]);
    });
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    return await smaller(side, { database, keys });
  }
}

/** Of both sides there is something, and it is not known to be the same. */
function isOpen(left: Seen, right: Seen): boolean {
  if (left.digest === ABSENT || right.digest === ABSENT) return false;
  return left.digest !== right.digest || left.digest === TOO_LARGE;
}

/** The keys whose values can be read in ranges. */
async function readInRangesOf(side: Side, batch: KeyBatch): Promise<ReadonlySet<string>> {
  const types = await typesOf(side, batch);
  return new Set(batch.keys.filter((_, at) => types[at] !== 'none' && isComparedByValue(types[at] ?? 'none')));
}

/** In halves; one value that is too large alone is left to be compared in ranges. */
async function smaller(side: Side, { database, keys }: KeyBatch): Promise<readonly Seen[]> {
  if (keys.length > 1) {
    const middle = Math.floor(keys.length / 2);
    const first = await dumpsOf(side, { database, keys: keys.slice(0, middle) });
    return [...first, ...(await dumpsOf(side, { database, keys: keys.slice(middle) }))];
  }
  const { times } = await withTimes(side, { database, keys }, []);
  return [seen(TOO_LARGE, times[0])];
}

function seen(digest: string, expiresAtMs: number | undefined): Seen {
  return digest === ABSENT || expiresAtMs === undefined ? { digest } : { digest, expiresAtMs };
}

/** The values of one command for each key, and when each key expires by the clock of its server. */
async function withTimes(
  { connection, layout }: Side,
  { database, keys }: KeyBatch,
  of: readonly (readonly string[])[],
) {
  const isNew = isAtLeast(layout.version, 7);
  const [first = ''] = keys;
  const commands = [
    ...of,
    ...keys.map((key) => [key, isNew ? 'PEXPIRETIME' : 'PTTL', key]),
    ...(isNew ? [] : [[first, 'TIME']]),
  ];
  const values = valuesIn(await readOnce(connection, { database, commands }));
  const [seconds, microseconds] = isNew ? [0, 0] : (values.at(-1) as readonly string[]);
  const nowMs = Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
  const times = values
    .slice(of.length, of.length + keys.length)
    .map((time) => (typeof time === 'number' && time >= 0 ? time + nowMs : undefined));
  return { values: values.slice(0, of.length), times };
}
