import { setTimeout as pause } from 'node:timers/promises';
import type { PlaneFailure, PlaneWork } from '@waybill/stand-kit';
import type { Redis } from 'ioredis';
import { connectRedis, parseInfo } from './connect-redis.ts';
import type { RealInstance } from './real-instance.ts';
import type { TransferRun } from './transfer-run.ts';

export interface Exchange {
  readonly source: RealInstance;
  readonly target: RealInstance;
  readonly transfer?: TransferRun | undefined;
}

/** The longest that writers are held, as vendors document it. */
const MAX_HOLD_MS = 60_000;
const CATCH_UP_MS = 50_000;
const POLL_MS = 10;

/** Begins at once; a failed one leaves everything as it was. */
export function exchangeAddresses(exchange: Exchange): PlaneWork {
  const work: { endedAtMs: number | undefined; failure: PlaneFailure | undefined } = {
    endedAtMs: undefined,
    failure: undefined,
  };
  void carryOut(exchange)
    .catch((error: unknown) => {
      work.failure = { atMs: Date.now(), message: error instanceof Error ? error.message : String(error) };
    })
    .finally(() => {
      work.endedAtMs = Date.now();
    });
  return work;
}

/**
 * Writes to the source wait until all earlier ones are at the target and both addresses lead to the other server. Clients of
 * both are cut off by then, so that what waited is not carried out at the server that is left behind.
 */
async function carryOut({ source, target, transfer }: Exchange): Promise<void> {
  if (source.relay === undefined || target.relay === undefined)
    throw new Error('The addresses of a cluster cannot be exchanged.');
  const client = connectRedis(source.server);
  try {
    await client.call('CLIENT', ['PAUSE', MAX_HOLD_MS, 'WRITE']);
    if (transfer !== undefined) {
      await catchUp(client, transfer);
      await transfer.stopped();
    }
    swapAddresses(source, target);
  } finally {
    // Where it cannot be lifted it ends by itself.
    await client.call('CLIENT', ['UNPAUSE']).catch(() => {});
    client.disconnect();
  }
}

async function catchUp(client: Redis, transfer: TransferRun): Promise<void> {
  const deadlineMs = Date.now() + CATCH_UP_MS;
  for (;;) {
    const written = Number(parseInfo(await client.info('replication')).get('master_repl_offset') ?? 0);
    if (transfer.hasApplied(written)) return;
    if (transfer.endedAtMs !== undefined) throw new Error('The replication ended before the addresses were exchanged.');
    if (Date.now() > deadlineMs) throw new Error('The target did not catch up in time.');
    await pause(POLL_MS);
  }
}

export function swapAddresses(first: RealInstance, second: RealInstance): void {
  const [one, other] = [first.relay, second.relay];
  if (one === undefined || other === undefined) return;
  first.moveTo(other);
  second.moveTo(one);
}
