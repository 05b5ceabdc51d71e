import type { Transfer } from '@waybill/stand-kit';

/**
 * A migration task of DCS, kept as the list of what was done to it and when. What it shows at a moment follows from
 * that list and the durations fixed in it, so nothing has to run for it to move on. Passwords are never kept.
 */
export interface MigrationTask {
  readonly taskId: string;
  readonly jobId: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly kind: 'online' | 'import';
  readonly createdAtMs: number;
  readonly hiddenUntilMs: number;
  readonly network: TaskNetwork | null;
  readonly backupFiles: unknown;
  /** Never empty; in order of time. */
  readonly phases: Phase[];
  resumeMode: string | null;
  /** Shown instead of the usual words while the task is working. */
  unfinishedWord: string | null;
}

export interface TaskNetwork {
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly securityGroupId: string | null;
}

export interface TaskConfiguration {
  readonly method: 'full_amount_migration' | 'incremental_migration';
  readonly resumeMode: string;
  readonly bandwidthLimitMb: string | null;
  readonly source: TaskInstance;
  readonly target: TaskInstance;
}

export interface TaskInstance {
  readonly id: string | null;
  readonly addrs: string | null;
  readonly name: string | null;
}

export interface Failure {
  readonly status: string | null;
  readonly message: string | null;
  /** @default when its phase ends */
  readonly atMs?: number;
}

export type Phase =
  /** The migration machine is built; then the task waits for its configuration. */
  | {
      readonly kind: 'creating';
      readonly atMs: number;
      readonly readyAtMs: number;
      readonly jobEndsAtMs: number;
      readonly failure: Failure | null;
    }
  /** A configured migration: full synchronisation, then done or incremental for as long as nobody stops it. */
  | {
      readonly kind: 'migrating';
      readonly atMs: number;
      readonly syncedAtMs: number;
      readonly caughtUpAtMs: number;
      readonly configuration: TaskConfiguration;
      readonly failure: Failure | null;
      /** What really moves the data. */
      readonly transfer?: Transfer;
    }
  | {
      readonly kind: 'importing';
      readonly atMs: number;
      readonly endsAtMs: number;
      readonly configuration: TaskConfiguration;
      readonly failure: Failure | null;
      readonly transfer?: Transfer;
    }
  | { readonly kind: 'stopping'; readonly atMs: number; readonly endsAtMs: number }
  /** The two instances swap addresses while the incremental phase continues; success ends the migration. */
  | {
      readonly kind: 'exchanging';
      readonly atMs: number;
      readonly endsAtMs: number;
      readonly failure: Failure | null;
      /** Those of both instances, where the call names as many. */
      readonly hosts?: readonly [string, string];
    }
  | { readonly kind: 'rolling-back'; readonly atMs: number; readonly endsAtMs: number }
  | { readonly kind: 'deleted'; readonly atMs: number };

/** What a task does at a moment. `word` names states in the vendor's words, before any setting changes the spelling. */
export interface TaskSnapshot {
  readonly word: StateWord;
  /** Set when a failure names its own status. */
  readonly failureWord: string | null;
  readonly errorMessage: string | null;
  readonly taskStatus: string | null;
  readonly phase: Phase;
  readonly configuration: TaskConfiguration | null;
}

export type StateWord =
  | 'CREATING'
  | 'RUNNING'
  | 'FULLMIGRATING'
  | 'INCRMIGEATING'
  | 'MIGRATING'
  | 'TERMINATING'
  | 'TERMINATED'
  | 'SUCCESS'
  | 'FAILED'
  | 'MIGRATION_FAILED'
  | 'DELETED';

/** States in which data is moving; neither Set nor delete is allowed in them. */
const WORKING: readonly StateWord[] = ['FULLMIGRATING', 'INCRMIGEATING', 'MIGRATING', 'TERMINATING'];
const ENDED: readonly StateWord[] = ['TERMINATED', 'SUCCESS', 'FAILED', 'MIGRATION_FAILED', 'DELETED'];

export function isWorking(snapshot: TaskSnapshot): boolean {
  return WORKING.includes(snapshot.word);
}

export function hasEnded(snapshot: TaskSnapshot): boolean {
  return ENDED.includes(snapshot.word);
}

/** Before its creation a task shows what it showed at its creation. */
export function snapshotAt(task: MigrationTask, atMs: number): TaskSnapshot {
  const phase = task.phases.findLast((candidate) => candidate.atMs <= atMs) ?? firstPhase(task);
  const shown = showPhase(phase, atMs);
  return {
    word: shown.word,
    failureWord: shown.failure?.status ?? null,
    errorMessage: shown.failure === null ? null : (shown.failure.message ?? 'The migration failed.'),
    taskStatus: shown.taskStatus,
    phase,
    configuration: configurationAt(task, phase.atMs),
  };
}

export function configurationAt(task: MigrationTask, atMs: number): TaskConfiguration | null {
  const phase = task.phases.findLast((candidate) => candidate.atMs <= atMs && 'configuration' in candidate);
  return phase !== undefined && 'configuration' in phase ? phase.configuration : null;
}

/** When the phase stops being active by itself; infinity when only another phase ends it. */
export function phaseEndsAtMs(phase: Phase): number {
  switch (phase.kind) {
    case 'creating':
      return phase.failure === null ? Number.POSITIVE_INFINITY : phase.readyAtMs;
    case 'migrating': {
      const isIncremental = phase.configuration.method === 'incremental_migration';
      if (isIncremental && phase.failure === null) return Number.POSITIVE_INFINITY;
      return Math.max(phase.syncedAtMs, phase.failure?.atMs ?? 0);
    }
    case 'importing':
    case 'stopping':
      return phase.endsAtMs;
    case 'exchanging':
      return phase.failure === null ? phase.endsAtMs : Number.POSITIVE_INFINITY;
    case 'rolling-back':
    case 'deleted':
      return phase.atMs;
  }
}

interface ShownPhase {
  readonly word: StateWord;
  readonly failure: Failure | null;
  readonly taskStatus: string | null;
}

function showPhase(phase: Phase, atMs: number): ShownPhase {
  switch (phase.kind) {
    case 'creating':
      if (atMs < phase.readyAtMs) return plain('CREATING');
      return phase.failure === null ? plain('RUNNING') : failed('FAILED', phase.failure);
    case 'migrating':
      return showMigrating(phase, atMs);
    case 'importing':
      if (atMs < phase.endsAtMs) return plain('MIGRATING');
      return phase.failure === null ? plain('SUCCESS') : failed('FAILED', phase.failure);
    case 'stopping':
      return plain(atMs < phase.endsAtMs ? 'TERMINATING' : 'TERMINATED');
    case 'exchanging':
      return showExchanging(phase, atMs);
    case 'rolling-back':
      return { ...plain('TERMINATED'), taskStatus: atMs < phase.endsAtMs ? 'EXCHANGING' : 'ROLLBACK_SUCCESS' };
    case 'deleted':
      return plain('DELETED');
  }
}

function showMigrating(phase: Extract<Phase, { kind: 'migrating' }>, atMs: number): ShownPhase {
  if (atMs < phase.syncedAtMs) return plain('FULLMIGRATING');
  if (phase.failure !== null && atMs >= (phase.failure.atMs ?? 0)) return failed('MIGRATION_FAILED', phase.failure);
  return plain(phase.configuration.method === 'incremental_migration' ? 'INCRMIGEATING' : 'SUCCESS');
}

/** A failed exchange leaves the incremental migration running. */
function showExchanging(phase: Extract<Phase, { kind: 'exchanging' }>, atMs: number): ShownPhase {
  if (atMs < phase.endsAtMs) return { ...plain('INCRMIGEATING'), taskStatus: 'EXCHANGING' };
  if (phase.failure === null) return { ...plain('TERMINATED'), taskStatus: 'EXCHANGE_SUCCESS' };
  return { ...plain('INCRMIGEATING'), taskStatus: phase.failure.status ?? 'EXCHANGE_FAILED' };
}

function plain(word: StateWord): ShownPhase {
  return { word, failure: null, taskStatus: null };
}

function failed(word: StateWord, failure: Failure): ShownPhase {
  return { word, failure, taskStatus: null };
}

function firstPhase(task: MigrationTask): Phase {
  const [phase] = task.phases;
  if (phase === undefined) throw new Error(`migration task ${task.taskId} has no phase`);
  return phase;
}
