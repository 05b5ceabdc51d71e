import { createHash, type Hash } from 'node:crypto';
import type { Json } from '@waybill/core';
import { plainText } from '../answer/plain-text.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** The SHA-1 of the text that the digest script makes of a value, from parts of the value in their order. */
export interface ValueText {
  add(...parts: readonly string[]): void;
  /** As 40 hexadecimal digits. */
  digest(): string;
}

/** Of what has an order: strings, lists, streams. `head`: the type, the size and a colon. */
export function orderedText(head: string): ValueText {
  const hash: Hash = createHash('sha1').update(latin1(head));
  return {
    add: (...parts) => {
      for (const part of parts) hash.update(latin1(part));
    },
    digest: () => hash.digest('hex'),
  };
}

const MODULUS = 2 ** 48;

/** Of what has none: sets, hashes, sorted sets. Each part is an element. */
export function unorderedText(type: string, size: number): ValueText & { readonly elements: number } {
  const sums = [0, 0, 0];
  let elements = 0;
  return {
    add: (...parts) => {
      for (const part of parts) {
        const digest = createHash('sha1').update(latin1(part)).digest('hex');
        for (const [at, sum] of sums.entries())
          sums[at] = (sum + Number.parseInt(digest.slice(12 * at, 12 * at + 12), 16)) % MODULUS;
        elements += 1;
      }
    },
    digest: () => sha1(`${type}${size}:${sums.join(',')}`),
    get elements() {
      return elements;
    },
  };
}

export function sha1(text: string): string {
  return createHash('sha1').update(latin1(text)).digest('hex');
}

/** With its length in bytes before it, so that no two lists of parts have one text. */
export function sized(text: string): string {
  return `${text.length}:${text}`;
}

/** A score as `%.17g` prints it. */
export function scoreText(score: string): string {
  if (/^[+-]?inf$/i.test(score)) return score.startsWith('-') ? '-inf' : 'inf';
  const value = Number(score);
  if (Object.is(value, -0)) return '-0';
  if (value === 0) return '0';
  const [mantissa = '', power = ''] = value.toExponential(16).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 17) return withoutZeros(value.toFixed(Math.min(100, 16 - exponent)));
  const sign = exponent < 0 ? '-' : '+';
  return `${withoutZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function withoutZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** The field of a reply that is a list of names and values. */
export function fieldOf(row: Json | undefined, name: string): string {
  const flat = Array.isArray(row) ? (row as readonly Json[]) : [];
  const at = flat.findIndex((value, index) => index % 2 === 0 && value === name);
  return at < 0 ? '' : plainText(flat[at + 1]);
}
