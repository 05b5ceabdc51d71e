import { BOOLEAN, COUNT, closedObject, listOf, NULLABLE_MILLISECONDS, type Schema, TEXT } from '@waybill/stand-kit';

export const HUAWEICLOUD_SETTINGS_SCHEMA: Schema = closedObject({
  incrementalSpelling: { enum: ['INCRMIGEATING', 'INCRMIGRATING'] },
  fullSyncWord: { enum: ['FULLMIGRATING', 'MIGRATING'] },
  omitJobId: BOOLEAN,
  showDeleted: { enum: ['not-found', 'deleted', 'stale-success'] },
  echoPasswords: BOOLEAN,
  noPasswordAccess: { enum: ['true', 'false'] },
  releaseIdleAfterMs: NULLABLE_MILLISECONDS,
  lockAccessKeyAfterFailures: { anyOf: [{ type: 'null' }, COUNT] },
  statsStyle: { enum: ['numbers', 'text'] },
  instances: listOf(
    closedObject(
      {
        instance_id: TEXT,
        name: TEXT,
        status: TEXT,
        engine_version: TEXT,
        cache_mode: TEXT,
        ip: TEXT,
        port: COUNT,
        enable_ssl: BOOLEAN,
        no_password_access: { enum: ['true', 'false'] },
        used_memory: { type: 'number' },
        max_memory: { type: 'number' },
        db_number: COUNT,
        enable_publicip: BOOLEAN,
        sub_status: { type: 'string' },
        task: { type: 'string' },
        password: TEXT,
      },
      ['instance_id'],
    ),
  ),
  backups: listOf(closedObject({ instance_id: TEXT, backup_id: TEXT, status: TEXT }, ['instance_id', 'backup_id'])),
});
