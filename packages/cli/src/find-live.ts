import type { Checkpoint } from '@waybill/core';
import { systemClock } from '@waybill/node';
import type { CliIo } from './cli-io.ts';
import { liveNotePath, readLiveNote } from './live-note.ts';
import { type PlanName, statePath } from './open-state.ts';
import type { StateFlag } from './plan-options.ts';
import type { JsonLive } from './views/documents/json-objects.ts';

/** What the run that is in progress says of itself, where one is. */
export function findLive(
  { plan, checkpoint }: { readonly plan: PlanName; readonly checkpoint: Checkpoint },
  flags: StateFlag,
  io: CliIo,
): JsonLive | undefined {
  const path = liveNotePath(statePath(plan, flags, io.cwd));
  return readLiveNote(path, { checkpoint, host: io.host, now: systemClock.now() });
}
