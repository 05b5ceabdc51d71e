import type { Json, JsonObject } from '@waybill/core';
import { objectOf } from '@waybill/provider-kit';
import { sha1 } from './value-digest.ts';

/** What one side has under a key. */
export interface Seen {
  /** Of the value, or of what the level compares in its place; `ABSENT` where there is no such key. */
  readonly digest: string;
  /** Milliseconds since 1970 by the server's clock; undefined: it does not expire. */
  readonly expiresAtMs?: number;
}

export const ABSENT: string = sha1('-');

/** Of a value that was written each time it was read: it is like no other one, and not like itself. */
export const NEVER_READ = 'never read';

export const NOT_THERE: Seen = { digest: ABSENT };

/** What both sides have under a key. */
export interface Look {
  readonly left: Seen;
  readonly right: Seen;
}

export type DifferenceKind = 'missing' | 'extra' | 'changed' | 'expiry';

/** Undefined: nothing that counts. */
export function differenceOf({ left, right }: Look, toleranceMs: number): DifferenceKind | undefined {
  if (left.digest === NEVER_READ || right.digest === NEVER_READ) return 'changed';
  if (left.digest !== right.digest) {
    if (right.digest === ABSENT) return 'missing';
    return left.digest === ABSENT ? 'extra' : 'changed';
  }
  return isSameTime(left.expiresAtMs, right.expiresAtMs, toleranceMs) ? undefined : 'expiry';
}

export function isSameTime(left: number | undefined, right: number | undefined, toleranceMs: number): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Math.abs(left - right) <= toleranceMs;
}

/** Before Redis 7.0 the time of expiry is computed from two commands, between which the clock of the server runs on. */
const EXPIRY_JITTER_MS = 100;

/** Whether a key was written between two looks, on either side. */
export function hasMoved(before: Look, now: Look): boolean {
  const isSame = (a: Seen, b: Seen): boolean =>
    a.digest === b.digest && a.digest !== NEVER_READ && isSameTime(a.expiresAtMs, b.expiresAtMs, EXPIRY_JITTER_MS);
  return !isSame(before.left, now.left) || !isSame(before.right, now.right);
}

/** The value of each reply; undefined where it is an error. */
export function valuesIn(replies: Json): readonly (Json | undefined)[] {
  return Array.isArray(replies) ? (replies as readonly JsonObject[]).map((reply) => objectOf(reply)['value']) : [];
}
