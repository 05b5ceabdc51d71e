import type { StarterPlan } from '@waybill/core';

export const starters: readonly StarterPlan[] = [
  {
    kind: 'online-migration',
    title: 'move a running Redis into a DCS instance',
    secrets: ['REDIS_SOURCE_PASSWORD', 'REDIS_TARGET_PASSWORD'],
    credentials: ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'],
    text: onlineMigration,
  },
  {
    kind: 'backup-import',
    title: 'fill a DCS instance from Redis backups',
    secrets: ['REDIS_TARGET_PASSWORD'],
    credentials: ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'],
    text: backupImport,
  },
];

function onlineMigration(name: string): string {
  return `version: 1
name: ${name}
description: Move Redis into DCS

secrets:  # references: the values never reach plan, preview, state or log
  redis_source: { env: REDIS_SOURCE_PASSWORD }
  redis_target: { env: REDIS_TARGET_PASSWORD }

providers:
  cache:
    type: huaweicloud-dcs
    # Open Telekom Cloud; for Huawei Cloud write cloud: huaweicloud
    cloud: otc
    region: eu-de
    project_id: 666486c2d9b948c1bbea57e714d744fa  # yours
    # Never more than this, over retries, polls and resumed runs:
    limits: { requests: 5/s, active: 5, active_per_target: 1 }

migrations:
  sessions:
    uses: cache.online-migration
    for_each:  # the key names the unit; the value is free
      shop: { source: 192.168.1.10:6379, target: cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd }
    # Waits at a gate when the copy has caught up; \`waybill approve\` opens it:
    cutover: { mode: manual, lag_for: 30s }
    # Compares every key, at the addresses below and the one that ShowInstance gives, if this machine reaches them:
    # verify: { level: digest }
    with:  # the vendor's own field names
      name: \${{ each.key }}-sessions
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481  # yours, like the next two
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: incremental_migration
      source_instance: { addrs: "\${{ each.value.source }}", password: "\${{ secrets.redis_source }}" }
      target_instance: { id: "\${{ each.value.target }}", password: "\${{ secrets.redis_target }}" }
`;
}

function backupImport(name: string): string {
  return `version: 1
name: ${name}
description: Fill DCS instances from backups

secrets:  # references: the values never reach plan, preview, state or log
  redis_target: { env: REDIS_TARGET_PASSWORD }

providers:
  cache:
    type: huaweicloud-dcs
    # Open Telekom Cloud; for Huawei Cloud write cloud: huaweicloud
    cloud: otc
    region: eu-de
    project_id: 666486c2d9b948c1bbea57e714d744fa  # yours
    # Never more than this, over retries, polls and resumed runs:
    limits: { requests: 5/s, active: 4 }

migrations:
  archives:
    uses: cache.backup-import
    for_each:  # the key names the unit; the value is free
      archive-2024: { file: redis-2024.rdb, target: cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd }
    with:  # the vendor's own field names
      task_name: \${{ each.key }}
      backup_files:
        file_source: self_build_obs
        bucket_name: redis-backups  # yours, in the same region
        files: [{ file_name: "\${{ each.value.file }}" }]
      target_instance: { id: "\${{ each.value.target }}", password: "\${{ secrets.redis_target }}" }
`;
}
