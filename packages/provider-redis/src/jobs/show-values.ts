import { defined, type JobDefinition, type Json } from '@waybill/core';
import { plainText } from '../answer/plain-text.ts';
import { type Side, sidesOf } from './job-sides.ts';
import { valuesIn } from './look.ts';
import { isTooLarge, readOnce } from './read-once.ts';
import { typesOf } from './read-types.ts';
import { shownKey } from './shown-key.ts';

/** Of a text. */
const MOST_BYTES = 1_000;
/** Of a value that has elements. */
const MOST_ELEMENTS = 20;

/** What both sides have now of keys that a comparison has named: type, size and the beginning of each value, and when it expires. */
export const showValues: NonNullable<JobDefinition['valuesOf']> = async (differences, context) => {
  const { source, target } = await sidesOf(context);
  const shown: { readonly source: Json; readonly target: Json }[] = [];
  for (const difference of differences) {
    context.signal.throwIfAborted();
    const database = Number(difference.details?.['database'] ?? 0);
    const values = (key: string) => Promise.all([source, target].map((side) => shownValue(side, database, key)));
    const [named, ...others] = keysNamed(difference.id);
    let [from = null, to = null] = named === undefined ? [] : await values(named);
    for (const key of others) if (from === null && to === null) [from = null, to = null] = await values(key);
    shown.push({ source: from, target: to });
  }
  return shown;
};

/** Keys that have such a name: it is a text, or its bytes. None of a name that was cut short. */
function keysNamed(name: string): readonly string[] {
  if (/… \(\d+ bytes\)$/.test(name)) return [];
  const bytes = name.replace(/\\x([0-9a-f]{2})/g, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)));
  const text = Buffer.from(name, 'utf8').toString('latin1');
  return bytes === name ? [text] : [bytes, text];
}

async function shownValue(side: Side, database: number, key: string): Promise<Json> {
  const [type = 'none'] = await typesOf(side, { database, keys: [key] });
  if (type === 'none') return null;
  const [size, begin, shown] = READ[type] ?? [];
  const ask = async ([name = '', ...args]: readonly string[]): Promise<Json> => {
    const commands = [[key, name, key, ...args]];
    const [value = null] = valuesIn(await readOnce(side.connection, { database, commands }));
    return value;
  };
  const expiry = Number(await ask(['PTTL']));
  return {
    type,
    ...defined({
      expires_in_ms: expiry < 0 ? undefined : expiry,
      size: size && (await ask(size)),
      value: begin && shown && (await shownOf(() => ask(begin), shown)),
    }),
  };
}

/** An element may be larger than any answer: no command reads a part of it. */
async function shownOf(ask: () => Promise<Json>, shown: (answer: Json) => Json): Promise<Json> {
  try {
    return shown(await ask());
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    return 'too large to be shown';
  }
}

type Reading = readonly [size: readonly string[], begin: readonly string[], shown: (answer: Json) => Json];

/** Of each type how large a value is, and how it begins. What has no order is sorted, so that both sides can be compared by eye. */
const READ: Readonly<Record<string, Reading>> = {
  string: [['STRLEN'], ['GETRANGE', '0', String(MOST_BYTES)], text],
  list: [['LLEN'], ['LRANGE', '0', String(MOST_ELEMENTS - 1)], (items) => listIn(items).map(text)],
  set: [['SCARD'], scan('SSCAN'), (page) => scanned(page).map(text).toSorted().slice(0, MOST_ELEMENTS)],
  hash: [['HLEN'], scan('HSCAN'), (page) => pairsIn(scanned(page))],
  zset: [['ZCARD'], scan('ZSCAN'), (page) => pairsIn(scanned(page))],
  stream: [
    ['XLEN'],
    ['XRANGE', '-', '+', 'COUNT', String(MOST_ELEMENTS)],
    (entries) => listIn(entries).map((entry) => entryIn(listIn(entry))),
  ],
};

function scan(command: string): readonly string[] {
  return [command, '0', 'COUNT', String(MOST_ELEMENTS)];
}

/** Small values come whole, whatever was asked for. */
function scanned(page: Json): readonly Json[] {
  return listIn(listIn(page)[1] ?? null);
}

function entryIn([id, fields]: readonly Json[]): Json {
  return [text(id ?? ''), ...listIn(fields ?? null).map(text)];
}

function pairsIn(flat: readonly Json[]): Json {
  const pairs = Array.from({ length: Math.floor(flat.length / 2) }, (_, at): [string, string] => [
    text(flat[2 * at] ?? ''),
    text(flat[2 * at + 1] ?? ''),
  ]);
  return pairs.toSorted(([left], [right]) => (left < right ? -1 : 1)).slice(0, MOST_ELEMENTS);
}

function listIn(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** As people read it: see `shownKey`. */
function text(value: Json): string {
  return shownKey(plainText(value), MOST_BYTES);
}
