import type { Checkpoint } from '@waybill/core';
import { systemClock } from '@waybill/node';
import type { CliIo } from './cli-io.ts';
import { readLiveNote } from './live-note.ts';
import { openState, type PlanName } from './open-state.ts';
import type { StateFlag } from './plan-options.ts';
import { runLiveness } from './run-liveness.ts';
import type { JsonLive } from './views/documents/json-objects.ts';

/** What the run that is in progress says of itself, where one is. */
export async function findLive(
  { plan, checkpoint }: { readonly plan: PlanName; readonly checkpoint: Checkpoint },
  flags: StateFlag,
  io: CliIo,
): Promise<JsonLive | undefined> {
  if (runLiveness(checkpoint, io.host) !== 'yes') return undefined;
  await using store = await openState(plan, flags, io);
  return readLiveNote(await store.readLive?.(), { checkpoint, host: io.host, now: systemClock.now() });
}
