import type { RunResult } from '@waybill/core';
import type { RehearsalWorld } from '@waybill/rehearsal';

/** One run of a world: undefined when the process died, the error when it broke down. */
export async function runOnce(world: RehearsalWorld): Promise<RunResult | Error | undefined> {
  try {
    return await world.run();
  } catch (error) {
    if (world.isDead) return undefined;
    return error instanceof Error ? error : new Error(String(error));
  }
}
