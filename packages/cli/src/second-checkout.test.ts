import { expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';

const PLAN = `version: 1
name: caches
inputs:
  endpoint: { description: Address of the API }
secrets:
  redis: { env: REDIS_PASSWORD }
  dcs: { env: DCS_PASSWORD }
providers:
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: \${{ inputs.endpoint }}
    project_id: 666486c2d9b948c1bbea57e714d744fa
    limits: { requests: 200/s, in_flight: 4 }
    polling: { initial_interval: 20ms, max_interval: 5s }
migrations:
  copies:
    uses: cache.online-migration
    for_each:
      a: 33333333-0003-4000-8000-000000000001
      b: 33333333-0003-4000-8000-000000000002
    with:
      name: copy-\${{ each.key }}
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: full_amount_migration
      source_instance: { addrs: "192.168.2.10:6379", password: "\${{ secrets.redis }}" }
      target_instance: { id: "\${{ each.value }}", password: "\${{ secrets.dcs }}" }
  imports:
    uses: cache.backup-import
    for_each:
      a: 33333333-0003-4000-8000-000000000003
      b: 33333333-0003-4000-8000-000000000004
    with:
      task_name: import-\${{ each.key }}
      backup_files: { file_source: self_build_obs, bucket_name: backups, files: [{ file_name: "\${{ each.key }}.rdb" }] }
      target_instance: { id: "\${{ each.value }}", password: "\${{ secrets.dcs }}" }
`;

const ELSEWHERE = ['--state', 'elsewhere/caches.db'];

function effects(session: SandboxSession): Record<string, number> {
  const of = (operation: string): number =>
    session.sandbox.control.requests({ operation }).reduce((sum, request) => sum + request.effects, 0);
  return {
    CreateOnlineMigrationTask: of('CreateOnlineMigrationTask'),
    SetOnlineMigrationTask: of('SetOnlineMigrationTask'),
    CreateMigrationTask: of('CreateMigrationTask'),
  };
}

const ONCE = { CreateOnlineMigrationTask: 2, SetOnlineMigrationTask: 2, CreateMigrationTask: 2 };
const TWICE = { CreateOnlineMigrationTask: 4, SetOnlineMigrationTask: 4, CreateMigrationTask: 4 };

test('what a first checkout has finished is not done again by a second one, unless it is redone', async () => {
  await using session = await SandboxSession.open(PLAN);
  expect((await session.run('apply', ['--quiet'])).code).toBe(0);
  expect(effects(session)).toEqual(ONCE);

  const second = await session.run('apply', [...ELSEWHERE, '--quiet']);
  expect(second.code).toBe(5);
  for (const unit of ['copies[a]', 'copies[b]', 'imports[a]', 'imports[b]']) expect(second.stdout).toContain(unit);
  expect(second.stdout).toContain('was carried out by another state');
  expect(second.stdout).toContain('waybill state adopt');
  expect(effects(session)).toEqual(ONCE);

  const reason = ['--reason', 'the data was lost'];
  expect((await session.run('redo', ['*', ...reason, ...ELSEWHERE])).code).toBe(0);
  expect((await session.run('resume', [...ELSEWHERE, '--quiet'])).code).toBe(0);
  expect(effects(session)).toEqual(TWICE);
});
