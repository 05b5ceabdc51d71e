import { type JobConnection, type Json, ProviderError } from '@waybill/core';
import { objectOf } from '@waybill/provider-kit';
import { unreadable } from '../answer/answer-rules.ts';
import { plainText } from '../answer/plain-text.ts';
import { ABSENT, NEVER_READ } from './look.ts';
import { isTooLarge, readOnce } from './read-once.ts';
import { shownKey } from './shown-key.ts';
import { fieldOf, orderedText, scoreText, sha1, sized, unorderedText, type ValueText } from './value-digest.ts';

/** Of a string, in one call. */
const RANGE_BYTES = 262_144;
/** Elements in one call, as far as the server keeps to it. */
const RANGE_ELEMENTS = 500;
/** Of the first call: how large elements are is not known yet. */
const FIRST_ELEMENTS = 8;
/** A table that is being resized may give elements twice, and a key may be written as one of another type: it is read again. */
const MOST_READINGS = 3;

/** Types whose values are compared, as TYPE says them; `none`: no key. */
const COMPARED_TYPES: readonly string[] = ['none', 'string', 'list', 'set', 'hash', 'zset', 'stream'];

/** Of other types, which are those of modules, the name alone is compared. */
export function isComparedByValue(type: string): boolean {
  return COMPARED_TYPES.includes(type);
}

/** A key, and where it is. */
export interface ReadKey {
  readonly connection: JobConnection;
  readonly database: number;
  readonly key: string;
}

/**
 * The digest of a value as the script makes it, of a value that is read in ranges: the server is not held up by it. What is
 * written meanwhile shows in it, so that it is looked at again; `NEVER_READ` where it had another type each time.
 *
 * @param type as TYPE says
 * @throws ProviderError
 */
export async function digestValue(from: ReadKey, type: string): Promise<string> {
  let known = type;
  for (let reading = 1; reading <= MOST_READINGS; reading += 1) {
    const digest = await digestOf(from, known);
    const now = plainText(await ask(from, 'TYPE'));
    if (digest !== undefined && now === known) return digest;
    known = now;
  }
  return NEVER_READ;
}

/** Undefined where the key has another type by now. */
async function digestOf(from: ReadKey, type: string): Promise<string | undefined> {
  try {
    return await digestAs(from, type);
  } catch (error) {
    if (error instanceof OtherType) return undefined;
    throw error;
  }
}

async function digestAs(from: ReadKey, type: string): Promise<string> {
  switch (type) {
    case 'none':
      return ABSENT;
    case 'string':
      return await digestString(from);
    case 'list':
      return await digestList(from);
    case 'set':
      return await digestScanned(from, { type: 'e', size: 'SCARD', scan: 'SSCAN' }, (flat) => flat);
    case 'hash':
      return await digestScanned(from, { type: 'h', size: 'HLEN', scan: 'HSCAN' }, (flat) =>
        pairs(flat, (field, value) => sized(field) + value),
      );
    case 'zset':
      return await digestScanned(from, { type: 'z', size: 'ZCARD', scan: 'ZSCAN' }, (flat) =>
        pairs(flat, (member, score) => sized(member) + scoreText(score)),
      );
    case 'stream':
      return await digestStream(from);
    default:
      return sha1(`m${type}`);
  }
}

async function digestString(from: ReadKey): Promise<string> {
  const size = Number(await ask(from, 'STRLEN'));
  const text = orderedText(`s${size}:`);
  for (let at = 0; at < size; at += RANGE_BYTES)
    text.add(plainText(await ask(from, 'GETRANGE', at, Math.min(size, at + RANGE_BYTES) - 1)));
  return text.digest();
}

async function digestList(from: ReadKey): Promise<string> {
  const size = Number(await ask(from, 'LLEN'));
  const text = orderedText(`l${size}:`);
  for (let at = 0, wanted = FIRST_ELEMENTS; at < size; ) {
    const { answer, count } = await askSome(from, wanted, (some) => ['LRANGE', at, at + some - 1]);
    const items = textsIn(answer);
    text.add(...items.map(sized));
    at += count;
    wanted = nextCount(count, bytesIn(items));
  }
  return text.digest();
}

interface Scanned {
  readonly type: string;
  readonly size: string;
  readonly scan: string;
}

async function digestScanned(
  from: ReadKey,
  { type, size: sizeCommand, scan }: Scanned,
  elementsOf: (flat: readonly string[]) => readonly string[],
): Promise<string> {
  for (let reading = 1; ; reading += 1) {
    const size = Number(await ask(from, sizeCommand));
    const text = unorderedText(type, size);
    for (let cursor = '0', wanted = FIRST_ELEMENTS; ; ) {
      const { answer, count } = await askSome(from, wanted, (some) => [scan, cursor, 'COUNT', some]);
      const [next, flat] = listIn(answer);
      const texts = textsIn(flat ?? null);
      text.add(...elementsOf(texts));
      cursor = plainText(next);
      wanted = nextCount(count, bytesIn(texts));
      if (cursor === '0') break;
    }
    if (text.elements === size || reading === MOST_READINGS) return text.digest();
  }
}

async function digestStream(from: ReadKey): Promise<string> {
  const text = orderedText(`x${Number(await ask(from, 'XLEN'))}:`);
  for (let start = '-', wanted = FIRST_ELEMENTS; ; ) {
    const { answer, count } = await askSome(from, wanted, (some) => ['XRANGE', start, '+', 'COUNT', some]);
    const entries = listIn(answer).map(listIn);
    for (const [id, fields] of entries) addEntry(text, plainText(id), textsIn(fields ?? null));
    const last = entries.at(-1)?.[0];
    if (last === undefined || entries.length < count) break;
    wanted = nextCount(
      count,
      entries.reduce((sum, [, fields]) => sum + bytesIn(textsIn(fields ?? null)), 0),
    );
    start = idAfter(plainText(last));
  }
  text.add(`|${fieldOf(await ask(from, 'XINFO STREAM'), 'last-generated-id')}`);
  for (const group of listIn(await ask(from, 'XINFO GROUPS'))) {
    const name = fieldOf(group, 'name');
    text.add(`|${sized(name)}${fieldOf(group, 'last-delivered-id')},${fieldOf(group, 'pending')}`);
    for (const consumer of listIn(await ask(from, 'XINFO CONSUMERS', name)))
      text.add(`/${sized(fieldOf(consumer, 'name'))}${fieldOf(consumer, 'pending')}`);
  }
  return text.digest();
}

function addEntry(text: ValueText, id: string, fields: readonly string[]): void {
  text.add(`${sized(id)}${fields.length}:`, ...fields.map(sized));
}

/** The next id that an entry can have: the sequence goes up by one, and at its end the time does. */
export function idAfter(id: string): string {
  const [time = '0', sequence = '0'] = id.split('-');
  return BigInt(sequence) === 2n ** 64n - 1n ? `${BigInt(time) + 1n}-0` : `${time}-${BigInt(sequence) + 1n}`;
}

/** The key was written meanwhile as one of another type, or is gone. */
class OtherType extends Error {
  override readonly name = 'OtherType';
}

/** How many elements the next call reads, by the bytes of the last one. */
function nextCount(count: number, bytes: number): number {
  if (bytes > RANGE_BYTES) return Math.max(1, Math.floor((count * RANGE_BYTES) / bytes));
  return Math.min(RANGE_ELEMENTS, 2 * count);
}

const bytesIn = (texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + length, 0);

/** With fewer elements where so many are too large for an answer: how large they are is known only afterwards. */
async function askSome(
  from: ReadKey,
  wanted: number,
  commandFor: (count: number) => readonly [name: string, ...args: (string | number)[]],
): Promise<{ readonly answer: Json; readonly count: number }> {
  for (let count = wanted; ; count = Math.floor(count / 2)) {
    try {
      return { answer: await ask(from, ...commandFor(count)), count };
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      if (count === 1) throw elementTooLarge(from, error);
    }
  }
}

/** No command reads a part of an element. */
function elementTooLarge({ database, key }: ReadKey, cause: unknown): ProviderError {
  return new ProviderError(
    `The key ${shownKey(key)} in database ${database} has an element that is too large to be read: ${(cause as Error).message}`,
    {
      vendorCode: 'ELEMENT_TOO_LARGE',
      class: 'fatal',
      effect: 'none',
      operation: 'ReadKeys',
      hint: 'Compare this key by hand, and the others at level: keys, or take it out of both sides while they are compared.',
    },
  );
}

/** A command about the key, which follows its name, or the subcommand where it has one. */
async function ask(
  { connection, database, key }: ReadKey,
  name: string,
  ...args: readonly (string | number)[]
): Promise<Json> {
  const command = [key, ...name.split(' '), key, ...args.map(String)];
  const [reply] = listIn(await readOnce(connection, { database, commands: [command] }));
  const { value, error } = objectOf(reply);
  if (error !== undefined) throw new OtherType(plainText(error));
  if (value === undefined) throw unreadable('ReadKeys', 'a reply is missing');
  return value;
}

function listIn(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function textsIn(value: Json): readonly string[] {
  return listIn(value).map(plainText);
}

function pairs(flat: readonly string[], text: (first: string, second: string) => string): readonly string[] {
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, at) =>
    text(flat[2 * at] ?? '', flat[2 * at + 1] ?? ''),
  );
}
