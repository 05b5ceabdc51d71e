import { Reference } from '@waybill/core';
import { expect, it } from 'vitest';
import { describeImport, describeMigration } from './describe-movement.ts';

const ID = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';
const password = new Reference(['secrets', 'pw']);

it('names an instance of the project by its id, and another Redis by its addresses', () => {
  const found = describeMigration(
    { source_instance: { addrs: '10.0.0.1:6379, 10.0.0.2:6379', password }, target_instance: { id: ID, password } },
    'cache',
  );
  expect(found.from).toEqual({
    label: 'Redis',
    facts: [{ name: 'address', value: ['10.0.0.1:6379', '10.0.0.2:6379'] }],
  });
  expect(found.to).toMatchObject({
    label: 'DCS instance',
    connection: 'cache',
    facts: [{ name: 'id', value: ID }, {}],
  });
  expect(JSON.stringify(found)).not.toContain('secrets');
});

it('keeps what is known only at run time as it is', () => {
  const later = new Reference(['migrations', 'm', 'outputs', 'id']);
  const { from, to } = describeMigration({ source_instance: later, target_instance: { id: later } }, 'cache');
  expect(from).toEqual({ label: 'Redis', facts: [{ name: 'address', value: undefined }] });
  expect(to?.facts[0]).toEqual({ name: 'id', value: later });
});

it('leads from a backup of an instance, or from files of a bucket', () => {
  const target = { target_instance: { id: ID } };
  const record = { file_source: 'backup_record', backup_id: 'b-1' };
  expect(describeImport({ ...target, backup_files: record, source_instance: { id: 'i-1' } }, 'cache').from).toEqual({
    label: 'DCS backup',
    connection: 'cache',
    facts: [
      { name: 'instance', value: 'i-1' },
      { name: 'backup', value: 'b-1' },
    ],
  });
  const files = {
    file_source: 'self_build_obs',
    bucket_name: 'backups',
    files: [{ file_name: 'a.rdb' }, { file_name: 'b.rdb' }],
  };
  expect(describeImport({ ...target, backup_files: files }, 'cache').from).toMatchObject({
    label: 'OBS bucket',
    facts: [
      { name: 'bucket', value: 'backups' },
      { name: 'file', value: ['a.rdb', 'b.rdb'] },
    ],
  });
});
