import { isJsonObject, type SuitedPlan } from '@waybill/stand-kit';
import type { HuaweicloudCredentials } from './credentials.ts';
import type { DcsBackupSeed, HuaweicloudSettings } from './settings.ts';

/** The sandbox has one project, and takes the plan's; backups that the plan imports are taken to be in order. */
export function suitPlan({ units, entries }: SuitedPlan): {
  readonly settings: Partial<HuaweicloudSettings>;
  readonly credentials: Partial<HuaweicloudCredentials>;
} {
  const projectId = entries.map((entry) => entry['project_id']).find((project) => typeof project === 'string');
  return {
    settings: { backups: units.flatMap(backupOf) },
    credentials: projectId === undefined ? {} : { projectId },
  };
}

function backupOf({
  source_instance: source,
  backup_files: files,
}: Readonly<Record<string, unknown>>): DcsBackupSeed[] {
  if (!isJsonObject(source) || !isJsonObject(files)) return [];
  const [instance_id, backup_id] = [source['id'], files['backup_id']];
  return typeof instance_id === 'string' && typeof backup_id === 'string' ? [{ instance_id, backup_id }] : [];
}
