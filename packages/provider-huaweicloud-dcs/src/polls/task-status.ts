/**
 * What a status word means. Words are open: the vendor's own enumerations hold four of the fourteen that occur.
 *
 * - `idle`: created and waiting for its configuration. The word is RUNNING, and nothing is being copied.
 * - `steady`: replicating without an end of its own.
 * - `released`: the machine is gone; whether the migration had succeeded is not said.
 *
 * Source: Huawei Cloud and Open Telekom Cloud DCS API references, "Querying Migration Task Details", and what the
 * vendor's own Terraform provider waits for.
 */
export type TaskPhase =
  | 'creating'
  | 'idle'
  | 'copying'
  | 'steady'
  | 'stopping'
  | 'succeeded'
  | 'failed'
  | 'stopped'
  | 'released'
  | 'deleted'
  | 'unknown';

const PHASES: ReadonlyMap<string, TaskPhase> = new Map([
  ['CREATING', 'creating'],
  ['RUNNING', 'idle'],
  ['MIGRATING', 'copying'],
  ['FULLMIGRATING', 'copying'],
  // The first spelling is what the API says; the second is in some of its documents.
  ['INCRMIGEATING', 'steady'],
  ['INCRMIGRATING', 'steady'],
  ['TERMINATING', 'stopping'],
  ['SUCCESS', 'succeeded'],
  ['MIGRATION_SUCCESS', 'succeeded'],
  ['FAILED', 'failed'],
  ['MIGRATION_FAILED', 'failed'],
  ['ERROR', 'failed'],
  ['TERMINATED', 'stopped'],
  ['RELEASED', 'released'],
  ['DELETED', 'deleted'],
]);

export function taskPhase(status: string): TaskPhase {
  return PHASES.get(status) ?? 'unknown';
}

/** No longer moving data, and not going to by itself. */
export function isTerminalPhase(phase: TaskPhase): boolean {
  return ['succeeded', 'failed', 'stopped', 'released', 'deleted'].includes(phase);
}
