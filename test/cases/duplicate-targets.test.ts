import { compilePlan, createRegistry } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { expect, test } from 'vitest';

const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);

function planOf(migrations: string): string {
  return `version: 1
name: p
providers:
  eu: { type: huaweicloud-dcs, region: eu-de, project_id: aaaa }
  same: { type: huaweicloud-dcs, region: eu-de, project_id: aaaa }
  tokens: { type: huaweicloud-dcs, region: eu-de, project_id: aaaa, iam_endpoint: "https://iam.example" }
  nl: { type: huaweicloud-dcs, region: eu-nl, project_id: bbbb }
  search: { type: alicloud-elasticsearch, region: cn-beijing }
secrets: { s: { env: S } }
migrations:
${migrations}`;
}

const online = (name: string, provider: string, target: string, more = ''): string => `  ${name}:
    uses: ${provider}.online-migration
${more}    with:
      name: ${name}
      vpc_id: a1
      subnet_id: a2
      security_group_id: a3
      migration_method: full_amount_migration
      source_instance: { addrs: "192.168.1.1:6379" }
      target_instance: { ${target} }
`;

const restore = (name: string, target: string): string => `  ${name}:
    uses: eu.backup-import
    with:
      task_name: ${name}
      backup_files: { file_source: self_build_obs, bucket_name: backups, files: [{ file_name: a.rdb }] }
      target_instance: { id: ${target} }
`;

const index = (name: string, sink: string, uses = 'index-migration'): string => `  ${name}:
    uses: search.${uses}
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { endpoint: "http://10.20.0.5:9200", username: elastic, password: "\${{ secrets.s }}", index: ${name}, type: _doc${uses === 'CreateDataTasks' ? ', dataSourceType: elasticsearch' : ''} }
      sinkCluster: { username: elastic, password: "\${{ secrets.s }}", index: ${sink}, type: _doc, settings: ${uses === 'CreateDataTasks' ? '"{}"' : '{ index: { number_of_shards: "2" } }'}, mapping: ${uses === 'CreateDataTasks' ? `'{"_doc":{}}', dataSourceType: elasticsearch` : '{ _doc: { properties: { id: { type: keyword } } } }'} }
`;

const create = (name: string, taskName: string): string => `  ${name}:
    uses: eu.CreateOnlineMigrationTask
    with: { name: ${taskName}, vpc_id: a1, subnet_id: a2, security_group_id: a3 }
`;

const set = (name: string, task: string, more = '', each = ''): string => `  ${name}:
    uses: eu.SetOnlineMigrationTask
${more}${each}    with:
      task_id: ${task}
      migration_method: full_amount_migration
      resume_mode: auto
      source_instance: { addrs: "192.168.1.1:6379" }
      target_instance: { id: b1 }
`;
const after = (...names: readonly string[]): string => `    needs: [${names.join(', ')}]\n`;
const machineOf = (name: string): string => `"\${{ migrations.${name}.outputs.task_id }}"`;
const machine = create('machine', 'machine');
const other = create('other', 'other');
const same = machineOf('machine');

function codes(migrations: string): readonly string[] {
  return compilePlan(planOf(migrations), { file: 'plan.yaml', registry }).diagnostics.map(({ code }) => code);
}

test.each([
  ['two online migrations into one instance', online('a', 'eu', 'id: b1') + online('b', 'eu', 'id: b1')],
  ['in another case', online('a', 'eu', 'id: b1') + online('b', 'eu', 'id: B1')],
  [
    'by two aliases of one project',
    online('a', 'eu', 'addrs: "10.0.0.1:6379"') + online('b', 'same', 'addrs: "10.0.0.1:6379"'),
  ],
  [
    'by two addresses of IAM',
    online('a', 'eu', 'addrs: "10.0.0.1:6379"') + online('b', 'tokens', 'addrs: "10.0.0.1:6379"'),
  ],
  [
    'one of several addresses',
    online('a', 'eu', 'addrs: "10.0.0.1:6379,10.0.0.2:6379"') + online('b', 'eu', 'addrs: "10.0.0.2:6379"'),
  ],
  ['two imports into one instance', restore('a', 'b1') + restore('b', 'b1')],
  ['an online migration and an import', online('a', 'eu', 'id: b1') + restore('b', 'b1')],
  ['one after the other', online('a', 'eu', 'id: b1') + online('b', 'eu', 'id: b1', '    needs: [a]\n')],
  ['two indices into one', index('a', 'all') + index('b', 'all')],
  ['a kind and an operation', index('a', 'all') + index('b', 'all', 'CreateDataTasks')],
  ['operations with one task name', create('a', 'twin') + create('b', 'twin')],
  ['one task that is started twice at once', machine + set('a', same) + set('b', same)],
  ['two tasks, one after the other', machine + other + set('a', same) + set('b', machineOf('other'), after('a'))],
  [
    'one task started again, twice at once',
    machine + set('a', same) + set('b', same, after('a')) + set('c', same, after('a')),
  ],
  [
    'a task that is started again, and another one',
    machine + other + set('a', same) + set('b', same, after('a')) + set('c', machineOf('other'), after('b')),
  ],
  ['one task, by each entry at once', machine + set('a', same, '', '    for_each: [x, y]\n')],
  ['a started task and a kind after it', machine + set('a', same) + online('b', 'eu', 'id: b1', after('a'))],
])('refused: %s', (_what, migrations) => {
  expect(codes(migrations)).toEqual(['PLAN_DUPLICATE_TARGET']);
});

test.each([
  ['other instances', online('a', 'eu', 'id: b1') + online('b', 'eu', 'id: b2')],
  [
    'one address in two networks',
    online('a', 'eu', 'addrs: "10.0.0.1:6379"') + online('b', 'nl', 'addrs: "10.0.0.1:6379"'),
  ],
  [
    'kinds with one name, which append a token',
    online('a', 'eu', 'id: b1') + online('b', 'eu', 'id: b2').replace('name: b', 'name: a'),
  ],
  ['other indices', index('a', 'all') + index('b', 'all2')],
  ['one task that is started again', machine + set('a', same) + set('b', same, after('a'))],
  ['the same, written first', machine + set('b', same, after('a')) + set('a', same)],
  ['a task that is named by its id', set('a', 'e1') + set('b', 'e1', after('a'))],
  [
    'one task three times, through another unit',
    machine +
      set('a', same) +
      online('x', 'eu', 'id: b9', after('a')) +
      set('b', same, after('x')) +
      set('c', same, after('b')),
  ],
  [
    'one task after every entry of a migration that comes after the first start',
    machine +
      set('a', same) +
      online('x', 'eu', 'id: "${{ each.key }}"', `${after('a')}    for_each: [b7, b8]\n`) +
      set('b', same, after('x')),
  ],
  [
    'a reason',
    online('a', 'eu', 'id: b1') + online('b', 'eu', 'id: b1', '    shared_target: the second one adds database 1\n'),
  ],
])('accepted: %s', (_what, migrations) => {
  expect(codes(migrations)).toEqual([]);
});

test.each(['""', '"  "'])('a reason that says nothing (%s) is one error', (reason) => {
  const given = online('a', 'eu', 'id: b1') + online('b', 'eu', 'id: b1', `    shared_target: ${reason}\n`);
  expect(codes(given)).toHaveLength(1);
});
