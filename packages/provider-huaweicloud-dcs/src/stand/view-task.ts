import { isJsonObject, type JsonObject, type TaskFaults } from '@waybill/stand-kit';
import { isReleased } from './huaweicloud-state.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import { hasEnded, type MigrationTask, snapshotAt, type TaskInstance, type TaskSnapshot } from './migration-task.ts';
import type { HuaweicloudSettings } from './settings.ts';
import { statusWordOf } from './status-word.ts';

/** A task as one read sees it: at its moment, in its words. */
export interface TaskView {
  readonly task: MigrationTask;
  readonly snapshot: TaskSnapshot;
  readonly status: string;
  readonly updatedAtMs: number;
  readonly releasedAtMs: number | null;
}

/** Stand-in for the passwords that the vendor's sample repeats. */
const PASSWORD_MARKER = '******';
const MACHINE_VERSION = '6.0.21';

export function viewTask(task: MigrationTask, world: HuaweicloudWorld, faults: TaskFaults): TaskView {
  const settings = world.settings();
  const seenAtMs = world.nowMs() - faults.staleMs;
  const snapshot = snapshotAt(task, seenAtMs);
  return {
    task,
    snapshot,
    status: statusOf({ task, snapshot, seenAtMs }, settings, faults),
    updatedAtMs: snapshot.phase.atMs,
    releasedAtMs: releasedAtMs(snapshot),
  };
}

/** The members that both Show and List have. */
export function commonMembers({ task, snapshot, status, releasedAtMs }: TaskView): JsonObject {
  return {
    task_id: task.taskId,
    task_name: task.name,
    description: task.description,
    status,
    migration_type: task.kind === 'online' ? 'online_migration' : 'backupfile_import',
    migration_method: snapshot.configuration?.method ?? null,
    ecs_tenant_private_ip: machineIp(task),
    created_at: new Date(task.createdAtMs).toISOString(),
    released_at: releasedAtMs === null ? null : formatReleasedAt(releasedAtMs),
    version: MACHINE_VERSION,
    resume_mode: task.resumeMode ?? snapshot.configuration?.resumeMode ?? null,
    supported_features: [],
  };
}

/** Source: Huawei Cloud DCS API reference, ShowMigrationTask. Before Set there are no instances. */
export function showMembers(view: TaskView, settings: HuaweicloudSettings): JsonObject {
  const { task, snapshot } = view;
  const configuration = snapshot.configuration;
  return {
    ...commonMembers(view),
    backup_files: shownBackupFiles(task.backupFiles),
    network_type: 'vpc',
    source_instance: instanceMembers(configuration?.source ?? null, snapshot, settings),
    target_instance: instanceMembers(configuration?.target ?? null, snapshot, settings),
    updated_at: new Date(view.updatedAtMs).toISOString(),
    tenant_vpc_id: task.network?.vpcId ?? null,
    tenant_subnet_id: task.network?.subnetId ?? null,
    tenant_security_group_id: task.network?.securityGroupId ?? null,
    bandwidth_limit_mb: configuration?.bandwidthLimitMb ?? null,
    task_status: snapshot.taskStatus,
    error_message: snapshot.errorMessage,
  };
}

function statusOf(
  seen: { task: MigrationTask; snapshot: TaskSnapshot; seenAtMs: number },
  settings: HuaweicloudSettings,
  faults: TaskFaults,
): string {
  const { task, snapshot, seenAtMs } = seen;
  if (isReleased(task, seenAtMs, settings.releaseIdleAfterMs)) return 'RELEASED';
  const disguise = faults.statusWord ?? task.unfinishedWord;
  const isDisguised = disguise !== null && !hasEnded(snapshot) && snapshot.word !== 'RUNNING';
  return isDisguised ? disguise : statusWordOf(snapshot, settings);
}

/** The machine of an import is released as soon as the import has ended. */
function releasedAtMs(snapshot: TaskSnapshot): number | null {
  return snapshot.phase.kind === 'importing' && hasEnded(snapshot) ? snapshot.phase.endsAtMs : null;
}

function instanceMembers(
  instance: TaskInstance | null,
  snapshot: TaskSnapshot,
  settings: HuaweicloudSettings,
): JsonObject | null {
  if (instance === null) return null;
  const members = { id: instance.id, name: instance.name, addrs: instance.addrs, task_status: snapshot.taskStatus };
  return settings.echoPasswords ? { ...members, password: PASSWORD_MARKER } : members;
}

/** The documents show the record's id beside the files, the vendor's Terraform provider reads it from the record. */
function shownBackupFiles(given: unknown): unknown {
  if (!isJsonObject(given) || typeof given['backup_id'] !== 'string') return given;
  return { ...given, backup_record: { backup_id: given['backup_id'] } };
}

/** An address that depends on the task only. */
function machineIp(task: MigrationTask): string {
  const byte = Number.parseInt(task.taskId.slice(0, 2), 16);
  return `192.168.0.${Number.isNaN(byte) ? 10 : Math.max(2, byte)}`;
}

/** The vendor's sample reads `202404011057`. */
function formatReleasedAt(atMs: number): string {
  return new Date(atMs).toISOString().replaceAll(/\D/g, '').slice(0, 12);
}
