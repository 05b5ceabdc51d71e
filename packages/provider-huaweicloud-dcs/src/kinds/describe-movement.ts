import { isValueObject, type Movement, type Place, type Value, type ValueObject } from '@waybill/core';
import { addressesOf } from './addresses-of.ts';

/** From the source that a running migration reads to the instance that it fills. */
export function describeMigration(values: ValueObject, connection: string): Movement {
  return {
    from: placeOf(values['source_instance'], connection),
    to: placeOf(values['target_instance'], connection),
  };
}

/** From the backup to the instance that is filled with it. */
export function describeImport(values: ValueObject, connection: string): Movement {
  return {
    from: backupOf(values, connection),
    to: placeOf(values['target_instance'], connection),
  };
}

/** With an id it is an instance of the project; without one, whatever answers at its addresses. */
function placeOf(given: Value | undefined, connection: string): Place {
  const instance = isValueObject(given) ? given : {};
  const { id, addrs } = instance;
  const addresses = { name: 'address', value: typeof addrs === 'string' ? addressesOf(addrs) : addrs };
  return id === undefined || id === null
    ? { label: 'Redis', facts: [addresses] }
    : { label: 'DCS instance', connection, facts: [{ name: 'id', value: id }, addresses] };
}

function backupOf({ backup_files: given, source_instance: source }: ValueObject, connection: string): Place {
  const backup = isValueObject(given) ? given : {};
  if (backup['file_source'] === 'backup_record')
    return {
      label: 'DCS backup',
      connection,
      facts: [
        { name: 'instance', value: isValueObject(source) ? source['id'] : undefined },
        { name: 'backup', value: backup['backup_id'] },
      ],
    };
  return {
    label: 'OBS bucket',
    connection,
    facts: [
      { name: 'bucket', value: backup['bucket_name'] },
      { name: 'file', value: namesOf(backup['files']) },
    ],
  };
}

function namesOf(files: Value | undefined): Value | undefined {
  if (!Array.isArray(files)) return files;
  return files.map((file: Value) => (isValueObject(file) ? (file['file_name'] ?? null) : file));
}
