import { readAroundEnd, runLiveness } from '../live/run-liveness.ts';
import type { PlanAccess } from '../plan-access.ts';

/** Where the rollback of a unit is that has begun and not ended, for users. */
export async function describeRollback(unit: string, access: PlanAccess): Promise<string> {
  const { host } = access.surroundings;
  const { checkpoint } = await readAroundEnd(
    async () => ({ checkpoint: await access.derivedCheckpoint('rollback') }),
    host,
  );
  const steps = [...checkpoint.steps].filter(([address]) => address.startsWith(`${unit}.`));
  const running = runLiveness(checkpoint, host);
  if (running === 'yes') return 'The rollback is in progress.';
  const failed = steps.find(([, { status }]) => status === 'failed');
  if (failed !== undefined) {
    const [address, { failure }] = failed;
    return `The rollback failed at ${address.slice(unit.length + 1)}: ${failure?.message ?? 'its reason is not recorded'}`;
  }
  const last = steps.toSorted(([, left], [, right]) => left.at - right.at).at(-1);
  const place = last === undefined ? 'before its first step' : `at ${last[0].slice(unit.length + 1)}`;
  return running === 'unknown'
    ? `The rollback was begun on another host, and has come at least to ${place}.`
    : `The rollback was cut off ${place}.`;
}
