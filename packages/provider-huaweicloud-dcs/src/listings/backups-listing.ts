import { defined, type JsonObject, type Listing, type ReadCall } from '@waybill/core';
import { type Fields, fieldsOf, type Part, rowsOf, textOf } from '@waybill/provider-kit';
import type { ListBackupRecordsResponse } from '../generated/answers.generated.ts';
import { incomplete, type ListedInstance, readInstancePage } from './list-instances.ts';

type BackupRecord = Fields<Part<ListBackupRecordsResponse, 'backup_record_response'>>;

/** The vendor's maximum. */
const PAGE_SIZE = 1000;
/** An instance keeps far fewer backups than this; the bound only keeps a misbehaving server from looping us. */
const MAX_PAGES = 20;

/** The backups of the project's instances: `for_each` of a backup import. Patterns are about the names of the instances. */
export const backupsListing: Listing = {
  title: 'backups of DCS instances',
  columns: [
    { name: 'backup_id', type: 'text', description: 'Id of the backup.' },
    { name: 'instance', type: 'text', description: 'Name of its instance.' },
    { name: 'instance_id', type: 'text', description: 'Id of its instance.' },
    { name: 'status', type: 'text', description: 'Status; a backup with succeed can be imported.' },
    { name: 'backup_type', type: 'text', description: 'manual or auto.' },
  ],
  key: 'backup_id',
  name: 'instance',
  async readPage(_args, { read, cursor, isWanted }) {
    const { instances, next } = await readInstancePage(read, cursor);
    const wanted = instances.map(instanceOf).filter(({ name }) => isWanted(name));
    const rows = await Promise.all(wanted.map((instance) => backupsOf(instance, read)));
    return { rows: rows.flat(), ...defined({ next }) };
  },
};

interface NamedInstance {
  readonly id: string;
  readonly name: string;
}

function instanceOf(instance: ListedInstance): NamedInstance {
  const id = textOf(instance.instance_id);
  if (id === undefined) throw incomplete('ListInstances', 'instance_id');
  return { id, name: textOf(instance.name) ?? id };
}

/** Source: Open Telekom Cloud DCS API reference, "Querying Backup Records". */
async function backupsOf(instance: NamedInstance, read: ReadCall): Promise<readonly JsonObject[]> {
  const rows: JsonObject[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const args = { instance_id: instance.id, offset: page * PAGE_SIZE, limit: PAGE_SIZE };
    const answer = fieldsOf<ListBackupRecordsResponse>(await read('ListBackupRecords', args));
    const records: readonly BackupRecord[] = rowsOf(answer.backup_record_response);
    rows.push(...records.map((record) => rowOf(record, instance)));
    if (records.length < PAGE_SIZE) break;
  }
  return rows;
}

function rowOf(record: BackupRecord, instance: NamedInstance): JsonObject {
  const backupId = textOf(record.backup_id);
  if (backupId === undefined) throw incomplete('ListBackupRecords', 'backup_id');
  return defined({
    backup_id: backupId,
    instance: instance.name,
    instance_id: instance.id,
    status: textOf(record.status),
    backup_type: textOf(record.backup_type),
  });
}
