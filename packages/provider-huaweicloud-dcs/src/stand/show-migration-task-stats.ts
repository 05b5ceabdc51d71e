import { type Answer, type Call, hashedFraction, queryOf, type Transfer } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import { isWorking, type MigrationTask, phaseEndsAtMs, snapshotAt, type TaskSnapshot } from './migration-task.ts';
import { readPage, requireTask } from './read-request.ts';
import { transferOf } from './real-phases.ts';
import type { HuaweicloudService } from './service.ts';

const MIN_KEYS = 1_000;
const KEY_RANGE = 1_000_000;
/** Bytes by which the target is behind when the incremental phase begins. */
const INITIAL_OFFSET = 65_536;

/**
 * Progress as numbers. `offset` is how far the target is behind, 0 when it has caught up.
 * Source: Open Telekom Cloud DCS API reference, ShowMigrationTaskStats.
 */
export function showMigrationTaskStats(call: Call, service: HuaweicloudService): Answer {
  const task = requireTask(call, service.state);
  const { world } = service;
  const seenAtMs = world.nowMs() - call.taskFaults.staleMs;
  const snapshot = snapshotAt(task, seenAtMs);
  const transfer = transferOf(task);
  const numbers =
    transfer === undefined
      ? simulatedNumbers(task, snapshot, { seed: world.seed, atMs: seenAtMs })
      : realNumbers(transfer);
  return dcsAnswer(world, { ...inStyle(numbers, world), is_migrating: isWorking(snapshot) });
}

type Numbers = Readonly<Record<string, number | null>>;

function simulatedNumbers(task: MigrationTask, snapshot: TaskSnapshot, seen: SeenWorld): Numbers {
  const progress = progressAt(task, snapshot, seen.atMs);
  const sourceKeys = MIN_KEYS + Math.floor(hashedFraction(seen.seed, `keys/${task.name}`) * KEY_RANGE);
  const isMoving = isWorking(snapshot) && progress.offset !== 0;
  return {
    full_migration_progress: Math.floor(progress.full * 100),
    offset: progress.offset,
    source_dbsize: sourceKeys,
    target_dbsize: Math.floor(sourceKeys * progress.full),
    target_input_kbps: isMoving ? 50 : 0,
    target_ops: isMoving ? 5_300 : 0,
  };
}

interface SeenWorld {
  readonly seed: number;
  readonly atMs: number;
}

/** As they were measured last. */
function realNumbers({ numbers }: Transfer): Numbers {
  return {
    full_migration_progress: Math.floor(numbers.copiedFraction * 100),
    offset: numbers.behindBytes ?? null,
    source_dbsize: numbers.sourceKeys,
    target_dbsize: numbers.targetKeys,
    target_input_kbps: numbers.kilobytesPerSecond,
    target_ops: numbers.commandsPerSecond,
  };
}

/** What happened so far, oldest first. Source: Huawei Cloud DCS API reference, ListMigrationTaskLogs. */
export function listMigrationTaskLogs(call: Call, service: HuaweicloudService): Answer {
  const task = requireTask(call, service.state);
  const { offset, limit } = readPage(call);
  const level = queryOf(call, 'log_level');
  const entries = logOf(task, service.world.nowMs()).filter((entry) => level === null || entry.log_level === level);
  return dcsAnswer(service.world, { log_num: entries.length, migration_logs: entries.slice(offset, offset + limit) });
}

/** `full` in 0..1; `offset` null while there is no replication to measure. */
function progressAt(
  task: MigrationTask,
  { phase }: TaskSnapshot,
  atMs: number,
): { full: number; offset: number | null } {
  const migrating = task.phases.findLast((candidate) => candidate.kind === 'migrating' && candidate.atMs <= phase.atMs);
  const importing = task.phases.find((candidate) => candidate.kind === 'importing');
  if (importing?.kind === 'importing')
    return { full: fraction(importing.atMs, importing.endsAtMs, atMs), offset: null };
  if (migrating?.kind !== 'migrating') return { full: 0, offset: null };
  // A stopped migration stays where it was when it stopped.
  const untilMs = phase.kind === 'stopping' ? Math.min(atMs, phase.atMs) : atMs;
  const full = fraction(migrating.atMs, migrating.syncedAtMs, untilMs);
  const isIncremental = migrating.configuration.method === 'incremental_migration';
  if (!isIncremental || full < 1) return { full, offset: null };
  const behind = 1 - fraction(migrating.syncedAtMs, migrating.caughtUpAtMs, untilMs);
  return { full, offset: Math.ceil(INITIAL_OFFSET * behind) };
}

function fraction(fromMs: number, toMs: number, atMs: number): number {
  return toMs <= fromMs ? Number(atMs >= toMs) : Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)));
}

function inStyle(numbers: Numbers, world: HuaweicloudWorld): Record<string, unknown> {
  if (world.settings().statsStyle === 'numbers') return numbers;
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, value === null ? null : String(value)]),
  );
}

interface LogEntry {
  readonly created_at: string;
  readonly log_level: 'INFO' | 'ERROR';
  readonly message: string;
  readonly log_code: string;
  readonly keyword: readonly string[];
}

function logOf(task: MigrationTask, nowMs: number): readonly LogEntry[] {
  const starts = task.phases.map((phase) => logEntry(phase.atMs, 'INFO', `Task ${task.name}: ${phase.kind}.`));
  const failures = task.phases.flatMap((phase) => {
    if (!('failure' in phase) || phase.failure === null) return [];
    const endsAtMs = phase.kind === 'exchanging' ? phase.endsAtMs : phaseEndsAtMs(phase);
    if (endsAtMs > nowMs) return [];
    return [logEntry(endsAtMs, 'ERROR', phase.failure.message ?? 'The migration failed.')];
  });
  const work = transferOf(task)?.log.map(({ atMs, level, message }) => logEntry(atMs, level, message)) ?? [];
  return [...starts, ...work, ...failures].toSorted((left, right) => (left.created_at < right.created_at ? -1 : 1));
}

function logEntry(atMs: number, level: LogEntry['log_level'], message: string): LogEntry {
  const code = level === 'INFO' ? 'MigrationTaskInfo' : 'MigrationTaskError';
  return { created_at: new Date(atMs).toISOString(), log_level: level, message, log_code: code, keyword: [] };
}
