import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LanguageServer } from './language-server.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PLANS = join(ROOT, 'plans');
const SCHEMA_LINE = '# yaml-language-server: $schema=../schemas/plan.editor.json\n';

let server: LanguageServer;
beforeAll(async () => {
  server = await LanguageServer.start(ROOT);
});
afterAll(async () => await server[Symbol.asyncDispose]());

/** A plan without mistakes, but that no unit of it could run. */
const PLAN = `version: 1
name: shop
secrets:
  redis: { env: REDIS_PASSWORD }
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
  cache: { type: huaweicloud-dcs, region: eu-de }
migrations:
  sessions:
    uses: cache.online-migration
    with:
      name: sessions
      vpc_id: vpc
      subnet_id: subnet
      security_group_id: group
      migration_method: incremental_migration
      bandwidth_limit_mb: 5
      source_instance: { addrs: "192.168.1.10:6379", password: "\${{ secrets.redis }}" }
      target_instance: { id: target }
`;

async function findingsIn(text: string): Promise<readonly string[]> {
  const { findings } = await server.open(PLANS, SCHEMA_LINE + text);
  // The first line of the text is the second of the file.
  return findings.map(({ line, message }) => `${line - 1}: ${message}`);
}

async function labelsAt(text: string): Promise<readonly string[]> {
  return (await server.complete(PLANS, SCHEMA_LINE + text)).map(({ label }) => label);
}

describe.concurrent('findings', () => {
  test.each(readdirSync(PLANS).filter((name) => name.endsWith('.yaml')))(
    'there are none in the example %s',
    async (name) => {
      const text = readFileSync(join(PLANS, name), 'utf8');
      expect(text.startsWith(SCHEMA_LINE)).toBe(true);
      expect((await server.open(PLANS, text)).findings).toEqual([]);
    },
  );

  test('there are none where a block of defaults.with gives what a migration lacks, or null leaves it out', async () => {
    const [head = '', migration = ''] = PLAN.split('      name: sessions\n');
    const shared = 'defaults: { with: { online-migration: { name: sessions, bandwidth_limit_mb: 5 } } }\n';
    const own = migration.replace('bandwidth_limit_mb: 5', 'bandwidth_limit_mb: null');
    expect(await findingsIn(`${shared}${head}${own}`)).toEqual([]);
    expect((await findingsIn(`${head}${own}`)).length).toBeGreaterThan(0);
  });

  test('a kind that several providers have is that of the type which the plan has entries of', async () => {
    const plan = (type: string, source: string): string => `version: 1
name: shop
providers:
  old: { type: ${type}, url: "https://old.example.com:9200" }
  new: { type: ${type}, url: "https://new.example.com:9200" }
migrations:
  all:
    uses: new.verify
    with:
      source: ${source}
      target: { connection: new${source.includes('index') ? ', index: orders' : ''} }
`;
    const [ofIndex, ofServer] = ['{ connection: old, index: orders }', '{ connection: old }'];
    const address = (text: string): string => text.replaceAll('https://', 'redis://');
    expect(await findingsIn(address(plan('redis', ofServer)))).toEqual([]);
    expect(await findingsIn(plan('elasticsearch', ofIndex))).toEqual([]);
    expect((await findingsIn(address(plan('redis', ofIndex)))).join()).toContain('index');
    const verify = `${plan('elasticsearch', ofIndex)}    verify: { level: dump }\n`;
    expect((await findingsIn(verify)).length).toBeGreaterThan(0);
    const both = plan('redis', ofIndex).replace('old: { type: redis', 'old: { type: elasticsearch');
    expect((await findingsIn(both)).join()).not.toContain('index');
  });

  test.each([
    ['as it is', '', ''],
    ['a reference instead of a number', 'bandwidth_limit_mb: 5', 'bandwidth_limit_mb: ${{ inputs.limit }}'],
    ['a reference instead of a choice', 'method: incremental_migration', 'method: ${{ each.value.method }}'],
    ['a reference instead of a map', '{ id: target }', '${{ each.value }}'],
    [
      'defaults of a kind that say part of its values',
      'migrations:',
      'defaults:\n  with: { online-migration: { target_instance: { password: "${{ secrets.redis }}" } }, cache.online-migration: { vpc_id: vpc } }\nmigrations:',
    ],
    ['a reference instead of an id', 'vpc_id: vpc', 'vpc_id: ${{ inputs.vpc }}'],
  ])('there are none in a good plan: %s', async (_what, before, after) => {
    expect(await findingsIn(PLAN.replace(before, after))).toEqual([]);
  });

  test.each([
    ['version: 1', 'version: 2', ['1: Write version: 1, as a number.']],
    ['name: shop', 'nmae: shop', ['1: Missing property "name".', '2: Property nmae is not allowed.']],
    [
      '{ env: REDIS_PASSWORD }',
      '{ env: A, file: b }',
      ['4: A secret comes from one place: keep env or file and remove the other.'],
    ],
    [
      'type: huaweicloud-dcs',
      'type: huawei',
      [
        '7: Value is not accepted. Valid values: "alicloud-elasticsearch", "huaweicloud-dcs", "elasticsearch", "redis".',
      ],
    ],
    ['region: eu-de', 'region: eu-de, network: vpc', ['7: Property network is not allowed.']],
    ['region: eu-de', 'cloud: otc', ['7: Say where the service is: region, such as eu-de, or endpoint.']],
    [
      'region: eu-de',
      'region: eu-de, limits: { requests: 20 }',
      ['7: Write a count and an interval (s, m or h), such as 20/s or 600/m.'],
    ],
    [
      'cache.online-migration',
      'cache.online-migratoin',
      [expect.stringMatching(/^10: Write <provider alias>\.<kind or operation>, such as .*online-migration/)],
    ],
    ['name: sessions\n      vpc_id: vpc', 'name: sessions', ['11: Missing property "vpc_id".']],
    [
      'incremental_migration',
      'full',
      ['16: Value is not accepted. Valid values: "full_amount_migration", "incremental_migration".'],
    ],
    [
      'migrations:',
      'defaults: { with: { online-migration: { bandwidth_limit_mb: 50000, vpc: a } } }\nmigrations:',
      ['8: Value is above the maximum of 10240.', '8: Property vpc is not allowed.'],
    ],
    ['bandwidth_limit_mb: 5', 'bandwidth_limit_mb: 50000', ['17: Value is above the maximum of 10240.']],
    [
      '{ id: target }',
      '{ id: target, addrs: "h:1" }',
      ['19: Name the Redis once: keep id (a DCS instance) or addrs (any Redis) and remove the other.'],
    ],
    [
      '    with:',
      '    wait: true\n    timeout: 5 minutes\n    with:',
      [
        '12: Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.',
        '11: wait has no meaning for online-migration; remove it.',
      ],
    ],
    [
      '    with:',
      '    cutover: { mode: manual, exchanged_ip: [a] }\n    with:',
      ['11: exchanged_ip has a meaning with mode: exchange-ip only; remove it or change the mode.'],
    ],
  ])('%s → %s', async (before, after, expected) => {
    expect(PLAN).toContain(before);
    expect(await findingsIn(PLAN.replace(before, after))).toEqual(expected);
  });
});

describe.concurrent('completion', () => {
  test.each([
    ['at the top', '|', ['version', 'name', 'providers', 'migrations', 'secrets', 'inputs', 'defaults', 'plan']],
    [
      'types of providers',
      'providers:\n  a:\n    type: |\n',
      ['alicloud-elasticsearch', 'elasticsearch', 'huaweicloud-dcs', 'redis'],
    ],
    [
      'keys of a DCS provider',
      'providers:\n  a:\n    type: huaweicloud-dcs\n    |\n',
      ['region', 'cloud', 'project_id', 'limits', 'polling', 'signing'],
    ],
    [
      'keys of an Elasticsearch provider',
      'providers:\n  a:\n    type: alicloud-elasticsearch\n    |\n',
      ['region', 'network', 'signature', 'limits'],
    ],
    [
      'limits',
      'providers:\n  a:\n    type: huaweicloud-dcs\n    limits:\n      |\n',
      ['requests', 'active_per_target'],
    ],
    ['keys of a migration', 'migrations:\n  a:\n    |\n', ['uses', 'for_each', 'needs', 'with', 'online-migration']],
    ['kinds and operations', 'migrations:\n  a:\n    uses: |\n', ['dcs.online-migration', 'dcs.ExchangeInstanceIp']],
    [
      'fields of index-migration',
      'migrations:\n  a:\n    uses: x.index-migration\n    with:\n      |\n',
      ['InstanceId', 'sourceCluster', 'sinkCluster', 'migrateConfig'],
    ],
    [
      'fields of backup-import',
      'migrations:\n  a:\n    uses: x.backup-import\n    with:\n      backup_files:\n        |\n',
      ['file_source', 'bucket_name', 'files'],
    ],
    [
      'fields of an operation',
      'migrations:\n  a:\n    uses: x.SetOnlineMigrationTask\n    with:\n      |\n',
      ['task_id', 'migration_method', 'source_instance'],
    ],
    [
      'choices',
      'migrations:\n  a:\n    uses: x.online-migration\n    with:\n      migration_method: |\n',
      ['full_amount_migration', 'incremental_migration'],
    ],
    [
      'kinds with defaults',
      'defaults:\n  with:\n    |\n',
      ['index-migration', 'online-migration', 'SetOnlineMigrationTask'],
    ],
    [
      'defaults of a kind',
      'defaults:\n  with:\n    index-migration:\n      sinkCluster:\n        |\n',
      ['username', 'settings', 'mapping'],
    ],
    [
      'defaults of a kind of one provider',
      'defaults:\n  with:\n    cache.online-migration:\n      migration_method: |\n',
      ['full_amount_migration', 'incremental_migration'],
    ],
    ['keys of an inventory', 'migrations:\n  a:\n    for_each:\n      file: rows.csv\n      |\n', ['key', 'types']],
    ['sources of a secret', 'secrets:\n  redis:\n    |\n', ['env', 'file', 'command']],
    // Kinds mean different things by it, so the kind is named.
    [
      'modes of a cut-over',
      'migrations:\n  a:\n    uses: x.online-migration\n    cutover:\n      mode: |\n',
      ['none', 'manual', 'exchange-ip'],
    ],
    [
      'keys of another kind’s cut-over',
      'migrations:\n  a:\n    uses: x.reindex\n    cutover:\n      |\n',
      ['alias', 'gate'],
    ],
  ])('%s', async (_what, text, expected) => {
    expect(await labelsAt(text)).toEqual(expect.arrayContaining(expected));
  });

  test('offers nothing of another provider or kind', async () => {
    const text = 'migrations:\n  a:\n    uses: x.index-migration\n    with:\n      |\n';
    expect(await labelsAt(text)).not.toContain('vpc_id');
    const dcs = await labelsAt('providers:\n  a:\n    type: huaweicloud-dcs\n    |\n');
    expect(dcs).not.toContain('network');
  });

  test('a kind that is chosen brings its fields, and the plan that comes of it has no findings', async () => {
    const completions = await server.complete(PLANS, `${SCHEMA_LINE}migrations:\n  a:\n    |\n`);
    const { insertText = '' } = completions.find(({ label }) => label === 'online-migration') ?? {};
    const entry = insertText.replaceAll('\n', '\n    ').replaceAll('\\$', '$');
    const [head = ''] = PLAN.split('  sessions:');
    expect(entry).toContain('target_instance:');
    expect(await findingsIn(`${head.replace('cache:', 'dcs:')}  sessions:\n    ${entry}\n`)).toEqual([]);
  });

  test('an empty file can become a plan without findings', async () => {
    const completions = await server.complete(PLANS, `${SCHEMA_LINE}|`);
    const { insertText = '' } = completions.find(({ label }) => label === 'plan') ?? {};
    const text = insertText.replaceAll(/\$\{\d:([^}]*)\}/g, '$1').replaceAll('\\$', '$');
    expect(await findingsIn(`${text}\n`)).toEqual([]);
  });
});

describe.concurrent('hover', () => {
  test.each([
    [
      'providers:\n  a:\n    type: huaweicloud-dcs\n    limits|: {}\n',
      ["of the provider's API may be used", 'requests: 20/s'],
    ],
    [
      'migrations:\n  a:\n    uses: x.online-migration\n    cutover|: {}\n',
      ['How an incremental migration ends', 'lag'],
    ],
    ['migrations:\n  a:\n    timeout|: 1h\n', ['How long to wait for one remote task', 'Default: 12h.']],
    [
      'migrations:\n  a:\n    uses: x.online-migration\n    with:\n      bandwidth_limit_mb|: 4\n',
      ['synchronisation speed in MB/s'],
    ],
    [
      'migrations:\n  a:\n    uses: x.index-migration\n    with|: {}\n',
      ['#### With', 'Migrates one index', 'InstanceId: es-cn-n6w1o1x0w001c'],
    ],
    ['defaults:\n  with:\n    online-migration:\n      bandwidth_limit_mb|: 4\n', ['synchronisation speed in MB/s']],
    [
      'migrations:\n  a:\n    for_each:\n      file: rows.csv\n      key|: name\n',
      ['Column whose value names the unit'],
    ],
    ['secrets:\n  redis:\n    env|: REDIS_{key}_PASSWORD\n', ['a family of secrets']],
  ])('%j', async (text, expected) => {
    const shown = await server.hover(PLANS, SCHEMA_LINE + text);
    for (const words of expected) expect(shown).toContain(words);
  });
});
