import { compilePlan, createRegistry, type Json, type JsonObject, type Transport } from '@waybill/core';
import type { Preflight } from '@waybill/core/internal';
import { createSeededRandom } from '@waybill/core/testing';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { type RehearsalOptions, RehearsalWorld } from '@waybill/rehearsal';
import type { SettingsPatch } from '@waybill/sandbox';
import { describe, expect, it } from 'vitest';

const SINK = 'es-cn-n6w1o1x0w001c';
const SOURCE_ENDPOINT = 'http://10.20.0.5:9200';
const SOURCE = 'a4a05df0-1c38-47c5-bb5a-0a7b3673b3bd';
const TARGET = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';
const THIRD = 'd2c8399f-bdba-43c1-8069-3ff17a1a79d5';
const BACKUP = 'b1a05df0-1c38-47c5-bb5a-0a7b3673b3bd';

type Case = readonly [what: string, settings: SettingsPatch, step: string, verdict: string, detail: string];

describe('index-migration', () => {
  const sink = (seed: object): SettingsPatch => ({ alicloud: { instances: [{ instanceId: SINK, ...seed }] } });
  const source = (seed: object): SettingsPatch => ({
    alicloud: { clusters: [{ address: SOURCE_ENDPOINT, ...seed }] },
  });

  it.each<Case>([
    ['instance status and version', {}, 'check-instance', 'passed', 'is active, version 6.7.0'],
    ['an instance that is not there', { autoCreateInstances: false }, 'check-instance', 'blocking', 'no instance'],
    ['an old version', sink({ esVersion: '5.5.3_with_X-Pack' }), 'check-instance', 'blocking', '5.5.3'],
    ['a broken instance', sink({ status: 'invalid' }), 'check-instance', 'blocking', 'is invalid'],
    ['an instance that starts', sink({ status: 'activating' }), 'check-instance', 'warning', 'a run waits for it'],
    ['its sink, which may come', sink({ status: 'activating' }), 'check-sink', 'warning', 'That is the case now'],
    ['another region', sink({ zoneId: 'cn-hangzhou-b' }), 'check-instance', 'warning', 'not in cn-beijing'],
    ['source reachable', {}, 'check-source', 'passed', 'Index orders exists'],
    ['a source out of reach', source({ connectable: false }), 'check-source', 'blocking', 'cannot connect'],
    ['a source without the index', source({ indices: {} }), 'check-source', 'blocking', 'no index orders'],
    ['sink index absent', {}, 'check-sink', 'passed', 'no index orders yet'],
    ['a sink that has the index', sink({ indices: ['orders'] }), 'check-sink', 'blocking', 'an index orders already'],
  ])('%s', async (_what, settings, step, verdict, detail) => {
    const { steps } = await preflightOf({ orders: indexMigration() }, { settings });
    expect(steps.get(`orders.${step}`)).toMatchObject({ verdict, detail: expect.stringContaining(detail) });
  });
});

describe('online-migration', () => {
  const instances = (target: object, source: object = {}): SettingsPatch => ({
    huaweicloud: { instances: [instance(TARGET, target), instance(SOURCE, source)] },
  });

  it.each<Case>([
    ['source running', {}, 'check-source', 'passed', 'is RUNNING'],
    ['target running', {}, 'check-target', 'passed', 'is RUNNING'],
    ['a source that is not there', { autoCreateInstances: false }, 'check-source', 'blocking', 'no DCS instance'],
    ['a frozen source', instances({}, { status: 'FROZEN' }), 'check-source', 'blocking', 'FROZEN'],
    ['a target that restarts', instances({ status: 'RESTARTING' }), 'check-target', 'warning', 'a run waits'],
    ['a busy target', instances({ task: 'BACKUP' }), 'check-target', 'warning', 'busy with BACKUP'],
    ['a busy source', instances({}, { sub_status: 'EXTENDING' }), 'check-source', 'warning', 'EXTENDING'],
    ['no password needed', instances({ no_password_access: 'true' }), 'check-target', 'blocking', 'needs no password'],
    ['SSL on', instances({ enable_ssl: true }), 'check-target', 'blocking', 'SSL'],
    ['no other task', {}, 'check-target-free', 'passed', 'None of the 0 listed tasks'],
    ['many databases', {}, 'check-databases', 'passed', '256 databases'],
    ['cluster to DB0', instances({ cache_mode: 'cluster' }), 'check-databases', 'warning', 'database 0 of the source'],
    [
      'between clusters',
      instances({ cache_mode: 'cluster' }, { cache_mode: 'cluster' }),
      'check-databases',
      'passed',
      '',
    ],
    ['room enough', {}, 'check-capacity', 'passed', 'the target has 4096 MB'],
    ['a target too small', instances({ max_memory: 256 }), 'check-capacity', 'blocking', 'has 256 MB in total'],
    [
      'a target too full',
      instances({ used_memory: 4_000 }),
      'check-capacity',
      'warning',
      "4000 MB of the target's 4096 MB are in use",
    ],
    ['an earlier version', instances({ engine_version: '4.0' }), 'check-capacity', 'warning', 'earlier version'],
    ['exchangeable', {}, 'check-exchange', 'passed', 'can exchange addresses'],
    ['another port', instances({ port: 6380 }), 'check-exchange', 'blocking', 'port 6379'],
    ['public access', instances({}, { enable_publicip: true }), 'check-exchange', 'blocking', 'public access'],
    [
      'one of them open',
      instances({ no_password_access: 'true' }),
      'check-exchange',
      'blocking',
      'The target needs no password',
    ],
    ['a native cluster', instances({ cache_mode: 'cluster' }), 'check-exchange', 'blocking', 'of type cluster'],
    ['an old source', instances({}, { engine_version: '3.0' }), 'check-exchange', 'blocking', 'Redis 3.0'],
  ])('%s', async (_what, settings, step, verdict, detail) => {
    const { steps } = await preflightOf({ sessions: onlineMigration() }, { settings });
    expect(steps.get(`sessions.${step}`)).toMatchObject({ verdict, detail: expect.stringContaining(detail) });
  });

  it('finds a task of somebody else on the target', async () => {
    const { world, preflight } = openWorld({ sessions: onlineMigration() });
    expect((await preflight()).steps.get('sessions.check-target-free')).toMatchObject({ verdict: 'passed' });
    await importInto(TARGET, world);
    expect((await preflight()).steps.get('sessions.check-target-free')).toMatchObject({ verdict: 'blocking' });
  });

  it('asks each instance once, however many checks look at it', async () => {
    const { world, preflight } = openWorld({ sessions: onlineMigration(), more: onlineMigration(THIRD) });
    const found = await preflight();
    expect(found.steps.size).toBe(12);
    const asked = world.sandbox.control.requests().map((request) => `${request.operation} ${request.subject ?? ''}`);
    expect(asked.toSorted()).toEqual(
      [`ShowInstance ${SOURCE}`, `ShowInstance ${TARGET}`, `ShowInstance ${THIRD}`, 'ListMigrationTask '].toSorted(),
    );
  });
});

describe('backup-import', () => {
  const backups = (status: string): SettingsPatch => ({
    huaweicloud: { backups: [{ instance_id: SOURCE, backup_id: BACKUP, status }] },
  });

  it.each<Case>([
    ['a complete backup', backups('succeed'), 'check-backup', 'passed', 'is complete'],
    ['a backup in the making', backups('backuping'), 'check-backup', 'warning', 'still being created'],
    ['an expired backup', backups('expired'), 'check-backup', 'blocking', 'expired'],
    ['a backup as the plan says', {}, 'check-backup', 'passed', 'is complete'],
    ['no such backup', { huaweicloud: { backups: [] } }, 'check-backup', 'blocking', 'has no backup'],
    ['room enough', backups('succeed'), 'check-capacity', 'passed', '4096 MB'],
  ])('%s', async (_what, settings, step, verdict, detail) => {
    const { steps } = await preflightOf({ archive: backupImport() }, { settings });
    expect(steps.get(`archive.${step}`)).toMatchObject({ verdict, detail: expect.stringContaining(detail) });
  });
});

describe('secrets and credentials', () => {
  const both = { orders: indexMigration(), sessions: onlineMigration() };

  it('work', async () => {
    const { credentials, secrets, steps } = await preflightOf(both);
    expect([...credentials.values()].map(({ verdict }) => verdict)).toEqual(['passed', 'passed']);
    expect([...secrets]).toEqual([
      ['es', true],
      ['redis', true],
    ]);
    expect(new Set([...steps.values()].map(({ verdict }) => verdict))).toEqual(new Set(['passed']));
  });

  it('that do not resolve leave unasked what needs them, and nothing else', async () => {
    const found = await preflightOf(both, { secretValue: (name) => (name === 'es' ? '' : 'canary-redis') });
    expect(found.secrets.get('es')).toBe(false);
    expect(found.steps.get('orders.check-source')).toEqual({ verdict: 'unasked', detail: 'Secret es has no value.' });
    expect(found.steps.get('orders.check-instance')).toMatchObject({ verdict: 'passed' });
    expect(found.steps.get('sessions.check-source')).toMatchObject({ verdict: 'passed' });
  });

  it('that are refused end the asking of that provider after one call', async () => {
    const wrong = { access_key_id: 'sandboxAccessKeyId', access_key_secret: '${{ secrets.es }}' };
    const { world, preflight } = openWorld(both, {}, { search: { credentials: wrong } });
    const { credentials, steps } = await preflight();
    expect(credentials.get('search')).toMatchObject({ verdict: 'blocking' });
    expect(credentials.get('cache')).toMatchObject({ verdict: 'passed' });
    expect(steps.get('orders.check-instance')).toMatchObject({ verdict: 'unasked' });
    const sent = world.sandbox.control.requests().filter((request) => request.provider === 'alicloud');
    expect(sent).toHaveLength(1);
  });
});

describe('preflight and run', () => {
  it('agree when nothing changes in between, and the run has no effect before it', async () => {
    const { world, preflight } = openWorld({ orders: indexMigration(), sessions: onlineMigration() });
    const found = await preflight();
    expect(world.sandbox.control.requests().every(({ effects }) => effects === 0)).toBe(true);
    expect([...found.steps.values()].every(({ verdict }) => verdict === 'passed')).toBe(true);
    const result = await world.run();
    expect(result.units.map(({ address, status }) => [address, status])).toEqual([
      ['orders', 'succeeded'],
      ['sessions', 'gated'],
    ]);
    for (const step of found.steps.keys())
      expect(world.events).toContainEqual(expect.objectContaining({ kind: 'step.succeeded', step }));
    // What has begun is not asked again: only the credentials are.
    const again = await preflight();
    expect(again.steps.size).toBe(0);
    expect([...again.credentials.values()].map(({ verdict }) => verdict)).toEqual(['passed', 'passed']);
  });

  it('differ when the sink index is made in between: the run’s own check stops that unit before its first effect', async () => {
    const { world, preflight } = openWorld({ orders: indexMigration(), others: indexMigration('others') });
    expect((await preflight()).steps.get('orders.check-sink')).toMatchObject({ verdict: 'passed' });
    world.sandbox.control.setSettings({ alicloud: { instances: [{ instanceId: SINK, indices: ['orders'] }] } });
    const result = await world.run();
    expect(result.units.find(({ address }) => address === 'orders')).toMatchObject({
      status: 'failed',
      step: 'orders.check-sink',
    });
    expect(result.units.find(({ address }) => address === 'others')).toMatchObject({ status: 'succeeded' });
    expect(world.sandbox.control.requests({ operation: 'CreateDataTasks' })).toHaveLength(1);
  });

  it('keep the limits together, as the server sees them', async () => {
    const limits = { requests: '5/s', in_flight: 2 };
    const indices = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`orders-${index}`, indexMigration(`orders-${index}`)]),
    );
    const { world, preflight } = openWorld(indices, {}, { search: { limits } });
    await preflight();
    expect((await world.run()).outcome).toBe('succeeded');
    const { alicloud } = world.sandbox.control.metrics().providers;
    expect(alicloud.highestCallsPerWindow).toBe(5);
  });

  it('passes a warning, and says so', async () => {
    const settings = { alicloud: { instances: [{ instanceId: SINK, zoneId: 'cn-hangzhou-b' }] } };
    const { world } = openWorld({ orders: indexMigration() }, { settings });
    expect((await world.run()).outcome).toBe('succeeded');
    expect(world.events).toContainEqual(
      expect.objectContaining({
        kind: 'step.succeeded',
        step: 'orders.check-instance',
        detail: expect.stringMatching(/^Warning: .* not in cn-beijing/),
      }),
    );
  });
});

const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);

function optionsOf(migrations: JsonObject, more: Partial<RehearsalOptions> = {}, entries: JsonObject = {}) {
  const providers = {
    search: { type: 'alicloud-elasticsearch', region: 'cn-beijing', ...(entries['search'] as JsonObject) },
    cache: { type: 'huaweicloud-dcs', region: 'eu-de', project_id: '666486c2d9b948c1bbea57e714d744fa' },
  };
  const secrets = { es: { env: 'ES' }, redis: { env: 'REDIS' } };
  const text = JSON.stringify({ version: 1, name: 'asked', secrets, providers, migrations });
  const { compiled, diagnostics } = compilePlan(text, { file: 'asked.yaml', registry });
  if (compiled === undefined)
    throw new Error(diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`).join('\n'));
  const secretValue = (name: string): string => `canary-${name}-0815`;
  return { ...compiled, registry, seed: 7, interrupt: () => 'none' as const, secretValue, ...more };
}

/** A world, and a preflight in it whose findings hold no secret. */
function openWorld(migrations: JsonObject, more: Partial<RehearsalOptions> = {}, entries: JsonObject = {}) {
  const world = new RehearsalWorld(optionsOf(migrations, more, entries));
  const preflight = async (): Promise<Preflight> => {
    const found = await world.preflight();
    expect(JSON.stringify([[...found.steps], [...found.credentials], [...found.secrets]])).not.toContain('canary');
    return found;
  };
  return { world, preflight };
}

function preflightOf(migrations: JsonObject, more: Partial<RehearsalOptions> = {}): Promise<Preflight> {
  return openWorld(migrations, more).preflight();
}

function indexMigration(index = 'orders'): Json {
  const cluster = { username: 'elastic', password: '${{ secrets.es }}', index, type: '_doc' };
  return {
    uses: 'search.index-migration',
    with: {
      InstanceId: SINK,
      sourceCluster: { endpoint: SOURCE_ENDPOINT, ...cluster },
      sinkCluster: { ...cluster, settings: {}, mapping: { _doc: {} } },
    },
  };
}

function onlineMigration(target: string = TARGET): Json {
  return {
    uses: 'cache.online-migration',
    cutover: { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1', '10.0.0.2'] },
    with: {
      name: 'sessions',
      vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
      subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
      security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
      migration_method: 'incremental_migration',
      source_instance: { id: SOURCE, password: '${{ secrets.redis }}' },
      target_instance: { id: target, password: '${{ secrets.redis }}' },
    },
  };
}

function backupImport(): Json {
  return {
    uses: 'cache.backup-import',
    with: {
      task_name: 'archive',
      backup_files: { file_source: 'backup_record', backup_id: BACKUP },
      source_instance: { id: SOURCE },
      target_instance: { id: TARGET, password: '${{ secrets.redis }}' },
    },
  };
}

/** As somebody else would, by hand. */
async function importInto(target: string, { sandbox, clock }: RehearsalWorld): Promise<void> {
  const { accessKey, secretKey, projectId } = sandbox.credentials.huaweicloud;
  const send: Transport['send'] = async (request) => {
    const answer = await sandbox.exchange(request);
    if (answer === undefined) throw new Error('the sandbox answers');
    return answer;
  };
  await using session = await huaweicloudDcs.connect({
    alias: 'somebody',
    config: { region: 'eu-de', project_id: projectId, credentials: { access_key: accessKey, secret_key: secretKey } },
    env: {},
    transport: { send },
    clock,
    random: createSeededRandom(3),
  });
  const task = {
    task_name: 'by-hand',
    migration_type: 'backupfile_import',
    migration_method: 'full_amount_migration',
    backup_files: { file_source: 'backup_record', backup_id: BACKUP },
    target_instance: { id: target },
  };
  await session.call('CreateMigrationTask', task, { signal: new AbortController().signal });
}

function instance(instance_id: string, seed: object) {
  return { instance_id, ...seed };
}
