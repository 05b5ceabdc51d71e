import { defined, isJsonObject, type SuitedPlan, type SuitedUnit } from '@waybill/stand-kit';
import type { HuaweicloudCredentials } from './credentials.ts';
import type { DcsBackupSeed, DcsInstanceSeed, HuaweicloudSettings } from './settings.ts';

/**
 * The sandbox has one project, and takes the plan's; backups that the plan imports are taken to be in order, and instances whose
 * addresses it exchanges, and compares at, have these addresses.
 */
export function suitPlan({ units, entries, moves = [] }: SuitedPlan): {
  readonly settings: Partial<HuaweicloudSettings>;
  readonly credentials: Partial<HuaweicloudCredentials>;
} {
  const projectId = entries.map((entry) => entry['project_id']).find((project) => typeof project === 'string');
  return {
    settings: { backups: units.flatMap(backupOf), ...defined({ instances: nonEmpty(moves.flatMap(exchangedBy)) }) },
    credentials: projectId === undefined ? {} : { projectId },
  };
}

/** Of a unit whose servers are called at the addresses that ShowInstance gives: those of the exchange. */
function exchangedBy({ with: given, options }: SuitedUnit): readonly DcsInstanceSeed[] {
  const { verify } = options;
  if (!isJsonObject(verify)) return [];
  const { source, target } = isJsonObject(verify['connect']) ? verify['connect'] : {};
  if (source !== undefined && target !== undefined) return [];
  const cutover = isJsonObject(options['cutover']) ? options['cutover'] : {};
  const addresses: readonly unknown[] = Array.isArray(cutover['exchanged_ip']) ? cutover['exchanged_ip'] : [];
  return [given['source_instance'], given['target_instance']].flatMap((instance, at) => {
    const [id, ip] = [isJsonObject(instance) ? instance['id'] : undefined, addresses[at]];
    return typeof id === 'string' && typeof ip === 'string' ? [{ instance_id: id, ip }] : [];
  });
}

function nonEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

function backupOf({
  source_instance: source,
  backup_files: files,
}: Readonly<Record<string, unknown>>): DcsBackupSeed[] {
  if (!isJsonObject(source) || !isJsonObject(files)) return [];
  const [instance_id, backup_id] = [source['id'], files['backup_id']];
  return typeof instance_id === 'string' && typeof backup_id === 'string' ? [{ instance_id, backup_id }] : [];
}
