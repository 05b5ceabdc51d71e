import { defined, type JobDefinition, type Json } from '@waybill/core';
import { plainText } from '../answer/plain-text.ts';
import { type Side, sidesOf } from './job-sides.ts';
import { valuesIn } from './look.ts';
import { isTooLarge, readOnce } from './read-once.ts';
import { typesOf } from './read-types.ts';
import { readableBytes } from './shown-key.ts';

/** Shown of a text. */
const MOST_CHARACTERS = 1_000;
/** Read of a string: secrets that begin in what is shown end in it, and are taken out whole. */
const READ_BYTES = 16_384;
/** Of a value that has elements. */
const MOST_ELEMENTS = 20;

/** What both sides have now of keys that a comparison has named: type, size and the beginning of each value, and when it expires. */
export const showValues: NonNullable<JobDefinition['valuesOf']> = async (differences, context) => {
  const { source, target } = await sidesOf(context);
  const text = (value: Json): string => shownText(value, context.clean);
  const shown: ({ readonly source: Json; readonly target: Json } | undefined)[] = [];
  for (const difference of differences) {
    context.signal.throwIfAborted();
    const database = Number(difference.details?.['database'] ?? 0);
    const values = (key: string) =>
      Promise.all([source, target].map((side) => shownValue(side, { database, key }, text)));
    const [named, ...others] = keysNamed(difference.id);
    if (named === undefined) {
      shown.push(undefined);
      continue;
    }
    let [from = null, to = null] = await values(named);
    for (const key of others) if (from === null && to === null) [from = null, to = null] = await values(key);
    shown.push({ source: from, target: to });
  }
  return shown;
};

/** Keys that have such a name: it is a text, or its bytes. None of a name that was cut short. */
function keysNamed(name: string): readonly string[] {
  if (/\u2026 \(\d+ bytes\)$/.test(name)) return [];
  const bytes = name.replace(/\\x([0-9a-f]{2})/g, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)));
  const text = Buffer.from(name, 'utf8').toString('latin1');
  return bytes === name ? [text] : [bytes, text];
}

/** How a text of a value is shown. */
type Text = (value: Json) => string;

async function shownValue(
  side: Side,
  { database, key }: { readonly database: number; readonly key: string },
  text: Text,
): Promise<Json> {
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
      value:
        begin &&
        shown &&
        (await shownOf(
          () => ask(begin),
          (answer) => shown(answer, text),
        )),
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

type Reading = readonly [size: readonly string[], begin: readonly string[], shown: (answer: Json, text: Text) => Json];

/** Of each type how large a value is, and how it begins. What has no order is sorted, so that both sides can be compared by eye. */
const READ: Readonly<Record<string, Reading>> = {
  string: [['STRLEN'], ['GETRANGE', '0', String(READ_BYTES - 1)], (answer, text) => text(answer)],
  list: [['LLEN'], ['LRANGE', '0', String(MOST_ELEMENTS - 1)], (items, text) => listIn(items).map(text)],
  set: [['SCARD'], scan('SSCAN'), (page, text) => scanned(page).map(text).toSorted().slice(0, MOST_ELEMENTS)],
  hash: [['HLEN'], scan('HSCAN'), (page, text) => pairsIn(scanned(page), text)],
  zset: [['ZCARD'], scan('ZSCAN'), (page, text) => pairsIn(scanned(page), text)],
  stream: [
    ['XLEN'],
    ['XRANGE', '-', '+', 'COUNT', String(MOST_ELEMENTS)],
    (entries, text) => listIn(entries).map((entry) => entryIn(listIn(entry), text)),
  ],
};

function scan(command: string): readonly string[] {
  return [command, '0', 'COUNT', String(MOST_ELEMENTS)];
}

/** Small values come whole, whatever was asked for. */
function scanned(page: Json): readonly Json[] {
  return listIn(listIn(page)[1] ?? null);
}

function entryIn([id, fields]: readonly Json[], text: Text): Json {
  return [text(id ?? ''), ...listIn(fields ?? null).map(text)];
}

function pairsIn(flat: readonly Json[], text: Text): Json {
  const pairs = Array.from({ length: Math.floor(flat.length / 2) }, (_, at): [string, string] => [
    text(flat[2 * at] ?? ''),
    text(flat[2 * at + 1] ?? ''),
  ]);
  return pairs.toSorted(([left], [right]) => (left < right ? -1 : 1)).slice(0, MOST_ELEMENTS);
}

function listIn(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** As people read it: see `readableBytes`. Secrets are taken out before it is cut: a part of one is not recognized any more. */
function shownText(value: Json, clean: (text: string) => string): string {
  const bytes = plainText(value);
  const isBeginning = bytes.length >= READ_BYTES;
  // Its last character may have been cut.
  const whole = isBeginning ? bytes.replace(/[\xc0-\xf7][\x80-\xbf]{0,2}$/, '') : bytes;
  const text = Buffer.from(whole, 'latin1').toString('utf8');
  const cleaned = clean(text);
  const readable = readableBytes(cleaned === text ? whole : Buffer.from(cleaned).toString('latin1'));
  if (readable.length <= MOST_CHARACTERS) return readable;
  const size = isBeginning ? '' : ` (${bytes.length} bytes)`;
  return `${readable.slice(0, MOST_CHARACTERS).toWellFormed()}…${size}`;
}
