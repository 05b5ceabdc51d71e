import { hash } from 'node:crypto';
import type { Database } from './database.ts';
import { shownScore } from './shown-score.ts';
import { type StoredValue, sizeOf } from './stored-value.ts';

const sha1 = (text: string): string => hash('sha1', Buffer.from(text, 'latin1'));
const part = (text: string): string => `${text.length}:${text}`;

type Reply = string | number | readonly Reply[];

/** What the digest script of the verification answers: a server runs it, and this stand knows it alone of all scripts. */
export function digestKeys(
  database: Database,
  keys: readonly string[],
  {
    isEach,
    maxBytes,
    maxElements,
  }: { readonly isEach: boolean; readonly maxBytes: number; readonly maxElements: number },
): Reply {
  const texts: string[] = [];
  const expires: number[] = [];
  const large: number[] = [];
  for (const [at, key] of keys.entries()) {
    const stored = database.get(key);
    const text = stored === undefined ? '-' : textOf(stored.value, maxBytes, maxElements);
    if (text === undefined) large.push(at + 1);
    texts.push(text ?? 'large');
    if (stored !== undefined && stored.expiresAtMs !== null) expires.push(at + 1, stored.expiresAtMs);
  }
  return [keys.length, isEach ? texts.map(sha1) : sha1(texts.join('')), expires, large, [], 0];
}

/** Values never change, and each is digested by every comparison anew. */
const knownTexts = new WeakMap<StoredValue, string>();

/** Undefined where the value is larger than the limits. */
function textOf(value: StoredValue, maxBytes: number, maxElements: number): string | undefined {
  if (sizeOf(value) > (value.type === 'string' ? maxBytes : maxElements)) return undefined;
  const text = knownTexts.get(value) ?? wholeText(value);
  knownTexts.set(value, text);
  return text;
}

function wholeText(value: StoredValue): string {
  switch (value.type) {
    case 'string':
      return `s${part(value.text)}`;
    case 'list':
      return `l${value.items.length}:${value.items.map(part).join('')}`;
    case 'set':
      return sumOf('e', value.members);
    case 'hash':
      return sumOf(
        'h',
        value.fields.map(([field, text]) => part(field) + text),
      );
    case 'zset':
      return sumOf(
        'z',
        value.members.map(([member, score]) => part(member) + shownScore(score)),
      );
    case 'stream':
      return streamText(value);
  }
}

function sumOf(type: string, elements: readonly string[]): string {
  const sums = [0n, 0n, 0n];
  for (const element of elements) {
    const digest = sha1(element);
    for (const [at, sum] of sums.entries())
      sums[at] = (sum + BigInt(`0x${digest.slice(12 * at, 12 * at + 12)}`)) % 2n ** 48n;
  }
  return `${type}${elements.length}:${sums.join(',')}`;
}

function streamText({ entries, groups }: Extract<StoredValue, { type: 'stream' }>): string {
  const texts = entries.map(({ id, fields }) => `${part(id)}${fields.length}:${fields.map(part).join('')}`);
  const last = entries.at(-1)?.id ?? '0-0';
  const ofGroups = groups.map(({ name, lastDeliveredId }) => `|${part(name)}${lastDeliveredId},0`);
  return `x${entries.length}:${texts.join('')}|${last}${ofGroups.join('')}`;
}
