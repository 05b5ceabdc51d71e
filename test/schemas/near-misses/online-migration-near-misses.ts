import { hit, miss, type NearHit, type NearMiss, type Refused } from './near-miss.ts';

const UUID = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';
const TASK = 'b21989ec-2889-4b8e-99db-19c073425ec2';

const online = { name: 'sessions', vpc_id: UUID, subnet_id: UUID, security_group_id: UUID };
const configuration = {
  task_id: TASK,
  migration_method: 'incremental_migration',
  resume_mode: 'auto',
  bandwidth_limit_mb: 100,
  source_instance: { addrs: '192.168.1.1:6379', password: 'secret' },
  target_instance: { id: UUID },
};
const onlineKind = { ...online, ...configuration, task_id: undefined };

export const onlineMigrationNearHits: readonly NearHit[] = [
  hit('CreateOnlineMigrationTask', online),
  hit('SetOnlineMigrationTask', configuration),
  hit('SetOnlineMigrationTask', { ...configuration, bandwidth_limit_mb: '10240' }),
  hit('SetOnlineMigrationTask', {
    ...configuration,
    migration_method: 'full_amount_migration',
    bandwidth_limit_mb: undefined,
  }),
  hit('online-migration', onlineKind),
  hit('online-migration', { ...onlineKind, name: 'x'.repeat(51), resume_mode: undefined }),
];

export const onlineMigrationNearMisses: readonly NearMiss[] = onlineMigration();

function onlineMigration(): readonly NearMiss[] {
  const set = (name: string, value: object, refused: Refused, hint?: RegExp): NearMiss =>
    miss('SetOnlineMigrationTask', name, { ...configuration, ...value }, refused, hint);
  return [
    miss(
      'CreateOnlineMigrationTask',
      'a name of 3 characters',
      { ...online, name: 'abc' },
      '#/name pattern',
      /4 to 64/,
    ),
    miss(
      'CreateOnlineMigrationTask',
      'a name of 65 characters',
      { ...online, name: 'x'.repeat(65) },
      '#/name pattern',
      /4 to 64/,
    ),
    miss(
      'CreateOnlineMigrationTask',
      'a name that begins with a digit',
      { ...online, name: '1sessions' },
      '#/name pattern',
      /letter/,
    ),
    miss('CreateOnlineMigrationTask', 'a name with a dot', { ...online, name: 'ses.sions' }, '#/name pattern'),
    miss(
      'CreateOnlineMigrationTask',
      'the other operation’s task_name',
      { ...online, name: undefined, task_name: 'sessions' },
      ['# required', '# additionalProperties'],
    ),
    miss('CreateOnlineMigrationTask', 'camel case', { ...online, vpcId: UUID }, '# additionalProperties'),
    miss(
      'CreateOnlineMigrationTask',
      'a description of 513 characters',
      { ...online, description: 'x'.repeat(513) },
      '#/description maxLength',
      /512/,
    ),
    set('bandwidth 0', { bandwidth_limit_mb: 0 }, '#/bandwidth_limit_mb minimum', /1 to 10240/),
    set('bandwidth 10241', { bandwidth_limit_mb: 10241 }, '#/bandwidth_limit_mb maximum', /1 to 10240/),
    set('bandwidth 1.5', { bandwidth_limit_mb: 1.5 }, '#/bandwidth_limit_mb type'),
    set('bandwidth -1', { bandwidth_limit_mb: -1 }, '#/bandwidth_limit_mb minimum'),
    ...['0', '10241', '1.5', 'abc', '007', '', ' 5', '5 ', '+5', '1e3', '100000', '10300', '11000'].map((text) =>
      set(`bandwidth as text: "${text}"`, { bandwidth_limit_mb: text }, '#/bandwidth_limit_mb pattern', /1 to 10240/),
    ),
    set('bandwidth null', { bandwidth_limit_mb: null }, '#/bandwidth_limit_mb type'),
    set(
      'bandwidth with full migration',
      { migration_method: 'full_amount_migration' },
      '#/bandwidth_limit_mb not',
      /incremental migrations only/,
    ),
    set(
      'id and addrs',
      { source_instance: { id: UUID, addrs: '192.168.1.1:6379' } },
      '#/source_instance/addrs not',
      /keep id/,
    ),
    set(
      'neither id nor addrs',
      { target_instance: { password: 'secret' } },
      '#/target_instance required',
      /id of a DCS instance, or addrs/,
    ),
    set(
      'addrs without port',
      { source_instance: { addrs: '192.168.1.1' } },
      '#/source_instance/addrs pattern',
      /host:port/,
    ),
    set(
      'addrs with a space',
      { source_instance: { addrs: '192.168.1.1:6379, 192.168.1.2:6379' } },
      '#/source_instance/addrs pattern',
      /without spaces/,
    ),
    set(
      'addrs with a trailing comma',
      { source_instance: { addrs: '192.168.1.1:6379,' } },
      '#/source_instance/addrs pattern',
    ),
    set(
      'addrs with port 65536',
      { source_instance: { addrs: '192.168.1.1:65536' } },
      '#/source_instance/addrs pattern',
    ),
    set('addrs with port 0', { source_instance: { addrs: '192.168.1.1:0' } }, '#/source_instance/addrs pattern'),
    set('addrs as a list', { source_instance: { addrs: ['192.168.1.1:6379'] } }, '#/source_instance/addrs type'),
    set(
      'addrs with a scheme',
      { source_instance: { addrs: 'redis://192.168.1.1:6379' } },
      '#/source_instance/addrs pattern',
    ),
    set('an unknown method', { migration_method: 'incremental' }, '#/migration_method enum'),
    set('an unknown resume mode', { resume_mode: 'automatic' }, '#/resume_mode enum'),
    miss('SetOnlineMigrationTask', 'no resume mode', { ...configuration, resume_mode: undefined }, '# required'),
    set('a task id that leaves the URL path', { task_id: '..' }, '#/task_id pattern', /part of the URL/),
    set('a project id', { project_id: 'p' }, '# additionalProperties'),
    miss(
      'online-migration',
      'a name of 52 characters',
      { ...onlineKind, name: 'x'.repeat(52) },
      '#/name pattern',
      /1 to 51/,
    ),
    miss('online-migration', 'a task id', { ...onlineKind, task_id: TASK }, '# additionalProperties'),
    miss(
      'online-migration',
      'bandwidth with full migration',
      { ...onlineKind, migration_method: 'full_amount_migration' },
      '#/bandwidth_limit_mb not',
    ),
    miss(
      'online-migration',
      'both id and addrs of the target',
      { ...onlineKind, target_instance: { id: UUID, addrs: 'a:1' } },
      '#/target_instance/addrs not',
    ),
  ];
}
