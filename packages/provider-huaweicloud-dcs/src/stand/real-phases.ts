import type { JsonObject, PlaneBackup, PlaneSide, PlaneWork, Transfer } from '@waybill/stand-kit';
import { objectOf, textOf } from '@waybill/stand-kit';
import type { Failure, MigrationTask, Phase } from './migration-task.ts';

type PhaseOf<Kind extends Phase['kind']> = Extract<Phase, { readonly kind: Kind }>;

/*
 * Phases whose ends are those of real work. They end not before the simulated ones would, so that what is small can be
 * watched; until the work has ended they have no end.
 */

export function followCopy(phase: PhaseOf<'migrating'>, transfer: Transfer): PhaseOf<'migrating'> {
  return {
    kind: 'migrating',
    atMs: phase.atMs,
    configuration: phase.configuration,
    transfer,
    get syncedAtMs() {
      return endOf(transfer.copiedAtMs ?? transfer.failure?.atMs, phase.syncedAtMs);
    },
    get caughtUpAtMs() {
      return this.syncedAtMs;
    },
    get failure() {
      return failureOf(transfer);
    },
  };
}

export function followImport(phase: PhaseOf<'importing'>, transfer: Transfer): PhaseOf<'importing'> {
  return {
    kind: 'importing',
    atMs: phase.atMs,
    configuration: phase.configuration,
    transfer,
    get endsAtMs() {
      return endOf(transfer.endedAtMs, phase.endsAtMs);
    },
    get failure() {
      return failureOf(transfer);
    },
  };
}

export function followStop(phase: PhaseOf<'stopping'>, transfer: Transfer): PhaseOf<'stopping'> {
  return {
    kind: 'stopping',
    atMs: phase.atMs,
    get endsAtMs() {
      return endOf(transfer.endedAtMs, phase.endsAtMs);
    },
  };
}

export function followExchange(phase: PhaseOf<'exchanging'>, work: PlaneWork): PhaseOf<'exchanging'> {
  return {
    kind: 'exchanging',
    atMs: phase.atMs,
    get endsAtMs() {
      return endOf(work.endedAtMs, phase.endsAtMs);
    },
    get failure() {
      return failureOf(work);
    },
  };
}

export function followRollback(phase: PhaseOf<'rolling-back'>, work: PlaneWork): PhaseOf<'rolling-back'> {
  return {
    kind: 'rolling-back',
    atMs: phase.atMs,
    get endsAtMs() {
      return endOf(work.endedAtMs, phase.endsAtMs);
    },
  };
}

/** What moves, or last moved, the task's data; undefined: nothing real. */
export function transferOf(task: MigrationTask): Transfer | undefined {
  const phase = task.phases.findLast((candidate) => 'transfer' in candidate);
  return phase !== undefined && 'transfer' in phase ? phase.transfer : undefined;
}

/** A side in a request, with the password that is kept nowhere else. */
export function readSide(body: JsonObject, name: string): PlaneSide {
  const side = objectOf(body, name);
  return { id: textOf(side, 'id'), address: textOf(side, 'addrs'), password: textOf(side, 'password') };
}

export function readBackup(body: JsonObject): PlaneBackup {
  const given = objectOf(body, 'backup_files');
  const backupId = textOf(given, 'backup_id');
  if (backupId !== null) return { kind: 'record', backupId };
  const files = Array.isArray(given['files']) ? given['files'] : [];
  const names = files.map((file: unknown) => textOf(Object(file) as JsonObject, 'file_name') ?? '');
  return { kind: 'files', bucket: textOf(given, 'bucket_name') ?? '', names };
}

function endOf(endedAtMs: number | undefined, earliestMs: number): number {
  return endedAtMs === undefined ? Number.POSITIVE_INFINITY : Math.max(endedAtMs, earliestMs);
}

function failureOf({ failure }: PlaneWork): Failure | null {
  return failure === undefined ? null : { status: null, ...failure };
}
