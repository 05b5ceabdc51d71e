import { BOOLEAN, closedObject, listOf, NULLABLE_MILLISECONDS, type Schema, TEXT } from '@waybill/stand-kit';

export const ALICLOUD_SETTINGS_SCHEMA: Schema = closedObject({
  echoPasswords: BOOLEAN,
  statusWords: closedObject({ pending: TEXT, running: TEXT, success: TEXT, failed: TEXT }),
  listShape: { enum: ['sample', 'table'] },
  clientTokenLifetimeMs: NULLABLE_MILLISECONDS,
  failedTaskKeepsSinkIndex: BOOLEAN,
  defaultEsVersion: TEXT,
  instances: listOf(
    closedObject(
      {
        instanceId: TEXT,
        status: TEXT,
        esVersion: TEXT,
        vpcId: TEXT,
        zoneId: TEXT,
        health: TEXT,
        indices: listOf(TEXT),
      },
      ['instanceId'],
    ),
  ),
  clusters: listOf(
    closedObject(
      {
        address: TEXT,
        connectable: BOOLEAN,
        indices: { type: 'object', additionalProperties: closedObject({ settings: TEXT, mapping: TEXT }) },
      },
      ['address'],
    ),
  ),
});
