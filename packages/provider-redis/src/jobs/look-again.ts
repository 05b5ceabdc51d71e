import type { Clock } from '@waybill/core';
import type { Looker } from './compared-keys.ts';
import { type DifferenceKind, differenceOf, hasMoved, type Look, NEVER_READ } from './look.ts';

/** In one call. */
const BATCH_KEYS = 500;

export interface Rounds {
  readonly rounds: number;
  readonly intervalMs: number;
  readonly toleranceMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A key that differs after the last round. */
export interface Found {
  readonly key: string;
  readonly what: DifferenceKind;
  /** It was written, on either side, between two rounds. */
  readonly isMoving: boolean;
}

/** Looks at keys that differ again, as often as it is asked to, and keeps those that still do. */
export async function lookAgain(
  suspects: ReadonlyMap<string, Look>,
  look: (keys: readonly string[]) => ReturnType<Looker['look']>,
  { rounds, intervalMs, toleranceMs, clock, signal }: Rounds,
): Promise<readonly Found[]> {
  let open = new Map([...suspects].map(([key, seen]) => [key, { seen, isMoving: false }]));
  for (let round = 0; round < rounds && open.size > 0; round += 1) {
    await clock.sleep(intervalMs, signal);
    const before = open;
    open = new Map();
    for (const [key, seen] of await lookAtAll([...before.keys()], look)) {
      if (differenceOf(seen, toleranceMs) === undefined) continue;
      const known = before.get(key);
      open.set(key, { seen, isMoving: known === undefined || known.isMoving || hasMoved(known.seen, seen) });
    }
  }
  return [...open].map(([key, { seen, isMoving }]) => foundIn(key, seen, { isMoving, toleranceMs }));
}

async function lookAtAll(
  keys: readonly string[],
  look: (keys: readonly string[]) => ReturnType<Looker['look']>,
): Promise<ReadonlyMap<string, Look>> {
  const looks = new Map<string, Look>();
  for (let at = 0; at < keys.length; at += BATCH_KEYS)
    for (const [key, seen] of await look(keys.slice(at, at + BATCH_KEYS))) looks.set(key, seen);
  return looks;
}

function foundIn(
  key: string,
  seen: Look,
  { isMoving, toleranceMs }: { readonly isMoving: boolean; readonly toleranceMs: number },
): Found {
  const isNeverRead = seen.left.digest === NEVER_READ || seen.right.digest === NEVER_READ;
  return { key, what: differenceOf(seen, toleranceMs) ?? 'changed', isMoving: isMoving || isNeverRead };
}
