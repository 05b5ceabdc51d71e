import { digestCommand } from '../../../../../packages/provider-redis/src/session/digest-script.ts';
import type { BatchClient, BatchCommand, BatchValue } from './batch-client.ts';

/** As a comparison asks. All but `ranges` is measured for each 100,000 keys, `ranges` for each 100 MB. */
export type Work = 'digest' | 'digest-small' | 'keys' | 'dump' | 'ranges';

/** A page at full speed, and at the default pace; and values that one call of the level `dump` reads. */
const [PAGE_KEYS, PACED_PAGE_KEYS, DUMPED_KEYS] = [1_000, 100, 50];
const RANGE_BYTES = 262_144;
const LAYOUT = { mode: 'standalone', version: '7.0.15' } as const;

export const LARGE_KEY = 'a large value';
export const LARGE_BYTES = 100_000_000;

type OnValue = (value: BatchValue) => void;

/** Does it once over all that there is. */
export async function doWork(client: BatchClient, work: Work, onValue: OnValue): Promise<void> {
  if (work === 'ranges') await readRanges(client, onValue);
  else await overPages(client, work === 'digest-small' ? PACED_PAGE_KEYS : PAGE_KEYS, workOn(client, work, onValue));
}

type OnPage = (keys: readonly string[]) => Promise<void>;

function workOn(client: BatchClient, work: Exclude<Work, 'ranges'>, onValue: OnValue): OnPage {
  switch (work) {
    case 'digest':
    case 'digest-small':
      return async (keys) => await digest(client, keys, onValue);
    case 'keys':
      return async (keys) => note(onValue, await client.exchange(withTimes(keys, 'TYPE')));
    case 'dump':
      return async (keys) => {
        for (let at = 0; at < keys.length; at += DUMPED_KEYS)
          note(onValue, await client.exchange(withTimes(keys.slice(at, at + DUMPED_KEYS), 'DUMP')));
      };
  }
}

async function digest(client: BatchClient, keys: readonly string[], onValue: OnValue): Promise<void> {
  for (let rest = keys; rest.length > 0; ) {
    const [reply] = await client.exchange([digestCommand(LAYOUT, { keys: rest, isEach: false }) as BatchCommand]);
    const [done, , expires] = Array.isArray(reply) ? (reply as readonly BatchValue[]) : [];
    // Where a script ended by its processor time, digests and places are of other parts than in another run; times are not.
    note(
      onValue,
      (expires as readonly BatchValue[]).filter((_, at) => at % 2 === 1),
    );
    rest = rest.slice(Math.max(1, Number(done)));
  }
}

async function overPages(client: BatchClient, count: number, onPage: OnPage): Promise<void> {
  for (let cursor = '0'; ; ) {
    const [reply] = await client.exchange([['SCAN', cursor, 'COUNT', String(count)]]);
    const [next, keys] = reply as readonly [string, readonly string[]];
    await onPage(keys.filter((key) => key !== LARGE_KEY));
    cursor = next;
    if (cursor === '0') return;
  }
}

async function readRanges(client: BatchClient, onValue: OnValue): Promise<void> {
  for (let at = 0; at < LARGE_BYTES; at += RANGE_BYTES)
    note(onValue, await client.exchange([['GETRANGE', LARGE_KEY, String(at), String(at + RANGE_BYTES - 1)]]));
}

function withTimes(keys: readonly string[], command: string): readonly BatchCommand[] {
  return [...keys.map((key) => [command, key] as const), ...keys.map((key) => ['PEXPIRETIME', key] as const)];
}

function note(onValue: OnValue, replies: readonly BatchValue[]): void {
  for (const reply of replies) {
    if (Array.isArray(reply)) note(onValue, reply);
    else onValue(reply);
  }
}
