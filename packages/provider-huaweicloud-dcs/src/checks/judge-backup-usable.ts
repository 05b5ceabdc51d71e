import type { CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, type Part, rowsOf, textOf } from '@waybill/provider-kit';
import type { ListBackupRecordsResponse } from '../generated/answers.generated.ts';

/** Statuses of a backup that is still being made. Source: Huawei Cloud DCS API reference, "ListBackupRecords". */
const BEING_MADE: readonly string[] = ['waiting', 'backuping'];
const USABLE = 'succeed';

/** Whether the backup that the step expects by `backup_id` is among the instance's, and complete. */
export function judgeBackupUsable(response: Json, args: JsonObject, expected: JsonObject): CheckFinding {
  const answer = fieldsOf<ListBackupRecordsResponse>(response);
  const records = rowsOf<Part<ListBackupRecordsResponse, 'backup_record_response'>>(answer.backup_record_response);
  const wanted = textOf(expected['backup_id']) ?? '';
  const record = records.find((candidate) => candidate.backup_id === wanted);
  if (record !== undefined) return judgeStatus(wanted, textOf(record.status) ?? 'without a status');
  const instance = textOf(args['instance_id']) ?? '';
  if (Number(answer.total_num) > records.length) {
    return {
      kind: 'warning',
      detail: `Backup ${wanted} is not among the first ${records.length} backups of instance ${instance}.`,
      hint: 'Check it in the console.',
    };
  }
  return {
    kind: 'failed',
    detail: `Instance ${instance} has no backup ${wanted}.`,
    hint: 'Check backup_files.backup_id and source_instance.id.',
  };
}

function judgeStatus(backup: string, status: string): CheckFinding {
  if (status === USABLE) return { kind: 'passed', detail: `Backup ${backup} is complete.` };
  if (BEING_MADE.includes(status))
    return { kind: 'not-yet', detail: `Backup ${backup} is still being created (${status}).` };
  return {
    kind: 'failed',
    detail: `Backup ${backup} cannot be imported: it is ${status}.`,
    hint: 'Create a new backup, or choose another one.',
  };
}
