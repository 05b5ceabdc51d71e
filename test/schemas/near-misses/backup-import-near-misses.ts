import { below, hit, miss, type NearHit, type NearMiss, type Refused } from './near-miss.ts';

const UUID = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';

const obsFiles = { file_source: 'self_build_obs', bucket_name: 'backups', files: [{ file_name: 'a.rdb' }] };
const backupImport = {
  task_name: 'sessions',
  migration_type: 'backupfile_import',
  migration_method: 'full_amount_migration',
  backup_files: obsFiles,
  target_instance: { id: UUID },
};
const importKind = { task_name: 'sessions', backup_files: obsFiles, target_instance: { id: UUID } };

export const backupImportNearHits: readonly NearHit[] = [
  hit('CreateMigrationTask', backupImport),
  hit('CreateMigrationTask', { ...backupImport, backup_files: { file_source: 'backup_record', backup_id: UUID } }),
  hit('backup-import', importKind),
  hit('backup-import', { ...importKind, source_instance: { id: UUID } }),
  hit('backup-import', backupImport),
];

export const backupImportNearMisses: readonly NearMiss[] = backupImports();

function backupImports(): readonly NearMiss[] {
  const create = (name: string, value: object, refused: Refused, hint?: RegExp): NearMiss =>
    miss('CreateMigrationTask', name, { ...backupImport, ...value }, refused, hint);
  const files = (name: string, value: object, refused: Refused, hint?: RegExp): NearMiss =>
    create(name, { backup_files: value }, below('/backup_files', refused), hint);
  return [
    create(
      'online_migration',
      { migration_type: 'online_migration' },
      '#/migration_type enum',
      /online-migration, or CreateOnlineMigrationTask/,
    ),
    create(
      'incremental import',
      { migration_method: 'incremental_migration' },
      '#/migration_method enum',
      /online-migration/,
    ),
    miss('CreateMigrationTask', 'no backup', { ...backupImport, backup_files: undefined }, '# required'),
    create(
      'the port as a number',
      { target_instance: { id: UUID, port: 6379 } },
      '#/target_instance/port type',
      /quotes/,
    ),
    create('the database as a number', { target_instance: { id: UUID, db: 0 } }, '#/target_instance/db type', /quotes/),
    create('no target id', { target_instance: { addrs: '192.168.1.1:6379' } }, '#/target_instance required'),
    files(
      'backup_record without backup_id',
      { file_source: 'backup_record' },
      '# required',
      /backup_id names the backup/,
    ),
    files(
      'self_build_obs without bucket',
      { ...obsFiles, bucket_name: undefined },
      '# required',
      /bucket_name and files/,
    ),
    files('self_build_obs without files', { ...obsFiles, files: undefined }, '# required', /bucket_name and files/),
    files('no file source', { ...obsFiles, file_source: undefined }, '# required', /self_build_obs/),
    files('an empty list of files', { ...obsFiles, files: [] }, '#/files minItems'),
    files('files as names', { ...obsFiles, files: ['a.rdb'] }, '#/files/0 type'),
    files('a file without a name', { ...obsFiles, files: [{ size: '1' }] }, '#/files/0 required'),
    files(
      'a file size as a number',
      { ...obsFiles, files: [{ file_name: 'a.rdb', size: 754 }] },
      '#/files/0/size type',
    ),
    files('an unknown source', { ...obsFiles, file_source: 'obs' }, '#/file_source enum'),
    miss(
      'backup-import',
      'a name of 52 characters',
      { ...importKind, task_name: 'x'.repeat(52) },
      '#/task_name pattern',
      /1 to 51/,
    ),
    miss(
      'backup-import',
      'online_migration',
      { ...importKind, migration_type: 'online_migration' },
      '#/migration_type enum',
    ),
  ];
}
