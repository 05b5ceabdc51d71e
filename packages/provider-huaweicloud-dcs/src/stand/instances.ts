import { type Answer, type Call, hashedFraction, type JsonObject, queryOf, Refusal } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import { readPage } from './read-request.ts';
import type { HuaweicloudService } from './service.ts';
import type { DcsBackupSeed, DcsInstanceSeed } from './settings.ts';

const REDIS_PORT = 6_379;

/** Source: Huawei Cloud DCS API reference, ShowInstance. */
export function showInstance(call: Call, { world, state }: HuaweicloudService): Answer {
  return dcsAnswer(world, instanceMembers(requireInstance(call, state), world));
}

/** Seeded instances only: the others come into being when they are named. */
export function listInstances(call: Call, { world, state }: HuaweicloudService): Answer {
  const { offset, limit } = readPage(call);
  const wantedId = queryOf(call, 'instance_id');
  const status = queryOf(call, 'status');
  const seeds = wantedId === null ? state.listedInstances() : [state.instance(wantedId)];
  const found = seeds
    .filter((seed) => seed !== null)
    .map((seed) => instanceMembers(seed, world))
    .filter((instance) => hasName(instance, call) && (status === null || instance['status'] === status));
  return dcsAnswer(world, { instance_num: found.length, instances: found.slice(offset, offset + limit) });
}

/** Source: Huawei Cloud DCS API reference, ListBackupRecords. */
export function listBackupRecords(call: Call, { world, state }: HuaweicloudService): Answer {
  const instance = requireInstance(call, state);
  const { offset, limit } = readPage(call);
  const records = backupsOf(instance.instance_id, world).map((backup) => ({
    backup_id: backup.backup_id,
    instance_id: backup.instance_id,
    status: backup.status ?? 'succeed',
    backup_type: 'manual',
    progress: '100.00',
  }));
  return dcsAnswer(world, { total_num: records.length, backup_record_response: records.slice(offset, offset + limit) });
}

/** Those of the settings, and those that were taken of a real server. */
function backupsOf(instanceId: string, world: HuaweicloudWorld): readonly DcsBackupSeed[] {
  const seeds = world.settings().backups.filter((backup) => backup.instance_id === instanceId);
  const taken = world.data?.instances().find(({ id }) => id === instanceId)?.backups ?? [];
  return [...seeds, ...taken.map((backup_id) => ({ instance_id: instanceId, backup_id }))];
}

function requireInstance(call: Call, state: HuaweicloudService['state']): DcsInstanceSeed {
  const instance = state.instance(call.params['instance_id'] ?? '');
  if (instance === null) throw new Refusal(404, 'DCS.3022', 'The instance does not exist.');
  return instance;
}

function instanceMembers(instance: DcsInstanceSeed, world: HuaweicloudWorld): JsonObject {
  // The seeded password is for checking what a migration is given; it never leaves the sandbox.
  const { password: _password, ...given } = instance;
  const lastByte = 2 + Math.floor(hashedFraction(0, instance.instance_id) * 250);
  return {
    name: `dcs-${instance.instance_id.slice(0, 8)}`,
    status: 'RUNNING',
    sub_status: '',
    task: '',
    engine: 'Redis',
    engine_version: '6.0',
    cache_mode: 'ha',
    ip: `192.168.0.${lastByte}`,
    port: REDIS_PORT,
    no_password_access: world.settings().noPasswordAccess,
    vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
    subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
    security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
    max_memory: 4_096,
    used_memory: 512,
    db_number: instance.cache_mode === 'cluster' ? 1 : 256,
    enable_publicip: false,
    publicip_address: null,
    enable_ssl: false,
    features: { support_acl: true },
    domain_name: `redis-${instance.instance_id.slice(0, 8)}.dcs.sandbox`,
    ...given,
  };
}

/** Fuzzy, or exact with `name_equal=true`. */
function hasName(instance: JsonObject, call: Call): boolean {
  const wanted = queryOf(call, 'name');
  const name = String(instance['name']);
  if (wanted === null) return true;
  return queryOf(call, 'name_equal') === 'true' ? name === wanted : name.includes(wanted);
}
