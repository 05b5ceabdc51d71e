import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { SandboxSession, SHOP_PLAN } from '../testing/sandbox-session.ts';
import { planOfTwoClusters } from '../testing/two-clusters.ts';

const INSTANCES = Array.from({ length: 46 }, (_, at) => ({
  instance_id: `33333333-0003-4000-8000-0000000000${String(at + 10)}`,
  name: `sessions-${at + 10}`,
  password: 'canary-instance-password',
}));
const BACKUPS = INSTANCES.map(({ instance_id }, at) => ({ instance_id, backup_id: `backup-${at + 10}` }));

async function open(plan?: string): Promise<SandboxSession> {
  const session = await SandboxSession.open(plan);
  session.sandbox.control.setSettings({ huaweicloud: { instances: INSTANCES, backups: BACKUPS } });
  return session;
}

const read = (session: SandboxSession, file: string): string => readFileSync(join(session.folder, file), 'utf8');
const filesOf = (session: SandboxSession): readonly string[] => readdirSync(session.folder).toSorted();

/** The plan names an inventory that is not there yet. */
const FLEET = SHOP_PLAN.replace('needs: [orders]', 'for_each: { file: redis.yaml, key: name }').replace(
  'id: 33333333-0003-4000-8000-000000000001',
  'id: "${{ each.value.id }}"',
);

test('46 instances come over several pages, by reads alone, into an inventory that the plan then uses', async () => {
  await using session = await open(FLEET);
  expect((await session.run('validate')).code).toBe(1);
  const { code, stdout, stderr } = await session.run('discover', ['cache', '--out', 'redis.yaml']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('46 DCS instances of cache');
  expect(stdout).toMatch(/^ {2}waybill plan /m);
  const requests = session.sandbox.control.requests();
  expect(requests.map(({ operation }) => operation)).toEqual(['ListInstances', 'ListInstances', 'ListInstances']);
  const text = read(session, 'redis.yaml');
  expect(text.match(/^- id: /gm)).toHaveLength(46);
  expect(text).toMatch(/^- id: 33333333-0003-4000-8000-000000000010\n {2}name: sessions-10\n {2}status: RUNNING\n/);
  expect(text).not.toContain('canary');
  const validated = await session.run('validate');
  expect(validated.stdout).toContain('48 units');
});

test('while another inventory of the plan is yet to be written, the next command is one that works', async () => {
  await using session = await open(
    FLEET.replace('for_each: [orders-2024, orders-2025]', 'for_each: { file: orders.yaml, key: name }'),
  );
  const { code, stdout } = await session.run('discover', ['cache', '--out', 'redis.yaml']);
  expect([code, stdout.includes('waybill plan ')]).toEqual([0, false]);
  expect(stdout).toMatch(/^ {2}waybill validate .*\n {6}see what the plan still lacks$/m);
});

test('an empty pattern is shown as one', async () => {
  await using session = await open();
  const { code, stderr } = await session.run('discover', ['cache', '--out', 'redis.yaml', '--match', '']);
  expect([code, stderr]).toEqual([1, expect.stringContaining("match --match ''.")]);
});

test('--check says what differs, exits with 2 and writes nothing; the update keeps what was added by hand', async () => {
  await using session = await open();
  await session.run('discover', ['cache', '--out', 'redis.yaml', '--match', 'sessions-1*']);
  const owned = read(session, 'redis.yaml').replace(
    'name: sessions-10\n',
    'name: sessions-10 # the big one\n  owner: team-a\n',
  );
  writeFileSync(join(session.folder, 'redis.yaml'), owned);
  const current = await session.run('discover', ['cache', '--out', 'redis.yaml', '--match', 'sessions-1*', '--check']);
  expect([current.code, current.stdout]).toEqual([0, '10 DCS instances of cache\nredis.yaml is up to date.\n']);
  const [first, second, ...others] = INSTANCES;
  const moved = [{ ...first, instance_id: first?.instance_id ?? '', status: 'FROZEN', used_memory: 700 }, ...others];
  session.sandbox.control.setSettings({ huaweicloud: { instances: moved } });
  const words = ['cache', '--out', 'redis.yaml', '--match', 'sessions-1*', '--match', 'sessions-20'];
  const checked = await session.run('discover', [...words, '--check']);
  expect(checked.code).toBe(2);
  expect(checked.stdout).toContain('+ sessions-20 (');
  expect(checked.stdout).toContain(`- sessions-11 (UUID) (no longer exists`);
  expect(checked.stdout).toContain('~ sessions-10 (UUID): status RUNNING -> FROZEN');
  expect(checked.stdout).toContain('1 volatile value changed: used_memory_mb');
  expect(read(session, 'redis.yaml')).toBe(owned);
  expect((await session.run('discover', [...words, '--prune'])).code).toBe(0);
  const updated = read(session, 'redis.yaml');
  expect(updated).toContain('name: sessions-10 # the big one\n  owner: team-a\n  status: FROZEN');
  expect(updated).not.toContain(second?.instance_id);
  expect(updated).toContain('name: sessions-20');
});

test('a page that fails half way writes nothing, and says how far it came', async () => {
  await using session = await open();
  session.sandbox.control.setFaults([
    { operation: 'ListInstances', nth: 2, fault: { kind: 'status', status: 403, when: 'before' } },
  ]);
  const { code, stderr } = await session.run('discover', ['cache', '--out', 'redis.yaml']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error DISCOVER_FAILED: The DCS instances of cache could not be listed after 20 rows: /);
  expect(stderr).toContain('dcs:instance:list');
  expect(filesOf(session)).toEqual(['shop.yaml']);
});

/** From when an interrupt would be noticed, which is before the first read is sent. */
function whenAsking({ signals }: ReturnType<SandboxSession['io']>): Promise<void> {
  const subscribe = signals.onInterrupt.bind(signals);
  return new Promise<void>((resolve) => {
    Object.assign(signals, {
      onInterrupt: (handler: Parameters<typeof subscribe>[0]) => {
        resolve();
        return subscribe(handler);
      },
    });
  });
}

test.each([[[]], [['--check']]])('an inventory that is deleted meanwhile is not made anew: %j', async (more) => {
  await using session = await open();
  await session.run('discover', ['cache', '--out', 'redis.yaml']);
  const io = session.io();
  const isAsking = whenAsking(io);
  const running = session.runWith(io, 'discover', ['cache', '--out', 'redis.yaml', ...more]);
  await isAsking;
  rmSync(join(session.folder, 'redis.yaml'));
  const { code, stdout, stderr } = await running;
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^error DISCOVER_FILE: redis\.yaml was deleted while cache was listed\.\nhint: Nothing was/);
  expect(filesOf(session)).toEqual(['shop.yaml']);
});

test('an interrupt is one error, and leaves the inventory as it is', async () => {
  await using session = await open();
  writeFileSync(join(session.folder, 'redis.yaml'), '# ours\n');
  const io = session.io();
  const isListening = whenAsking(io);
  const running = session.runWith(io, 'discover', ['cache', '--out', 'redis.yaml']);
  await isListening;
  io.interrupt();
  const { code, stdout, stderr } = await running;
  expect([code, stdout, stderr]).toEqual([
    1,
    '',
    'error DISCOVER_FAILED: cache was not listed completely: interrupted by SIGINT.\nhint: Nothing was written; run it again.\n',
  ]);
  expect(read(session, 'redis.yaml')).toBe('# ours\n');
  expect(filesOf(session)).toEqual(['redis.yaml', 'shop.yaml']);
});

test('credentials that are refused end it after one call', async () => {
  await using session = await open();
  const { code, stderr } = await session.run('discover', ['cache'], {
    env: { HUAWEICLOUD_SDK_SK: 'canary-wrong-key' },
  });
  expect(code).toBe(1);
  expect(stderr).toContain('error DISCOVER_FAILED');
  expect(stderr).not.toContain('canary');
  expect(session.sandbox.control.requests()).toHaveLength(1);
});

test('backups of the instances that are chosen, as CSV', async () => {
  await using session = await open();
  const out = ['--out', 'backups.csv', '--match', 'sessions-2*', '--exclude', '*-20'];
  expect((await session.run('discover', ['cache', '--listing', 'backups', ...out])).code).toBe(0);
  const lines = read(session, 'backups.csv').trimEnd().split('\n');
  expect(lines[0]).toBe('backup_id,instance,instance_id,status,backup_type');
  expect(lines).toHaveLength(10);
  expect(lines[1]).toBe('backup-21,sessions-21,33333333-0003-4000-8000-000000000021,succeed,manual');
  expect(session.sandbox.control.requests({ operation: 'ListBackupRecords' })).toHaveLength(9);
});

const CLUSTER = {
  address: 'http://10.20.0.5:9200',
  indices: {
    'orders-2024': {
      settings: '{"index":{"number_of_shards":"5","uuid":"x","creation_date":"1","provided_name":"orders-2024"}}',
      mapping: '{"_doc":{"properties":{"id":{"type":"keyword"}}}}',
    },
    'orders-2025': { mapping: '{"_doc":{"properties":{"id":{"type":"long"}}}}' },
    '.kibana': {},
  },
};

test('the indices of a cluster bring the settings and mapping that a plan then takes from their rows', async () => {
  const plan = SHOP_PLAN.replace('for_each: [orders-2024, orders-2025]', 'for_each: { file: indices.yaml, key: index }')
    .replace('settings: { index: { number_of_shards: "2" } }', 'settings: ${{ each.value.settings }}')
    .replace('mapping: { _doc: { properties: { id: { type: keyword } } } }', 'mapping: ${{ each.value.mapping }}');
  await using session = await SandboxSession.open(plan);
  session.sandbox.control.setSettings({ alicloud: { clusters: [CLUSTER] } });
  const place = ['--with', 'endpoint=http://10.20.0.5:9200', '--with', 'username=elastic'];
  const secret = ['--with', 'password=${{ secrets.es_source }}'];
  const { code, stderr } = await session.run('discover', ['search', ...place, ...secret, '--out', 'indices.yaml']);
  expect([code, stderr]).toEqual([0, '']);
  expect(read(session, 'indices.yaml')).toBe(`- index: orders-2024
  type: _doc
  settings:
    index:
      number_of_shards: "5"
  mapping:
    _doc:
      properties:
        id:
          type: keyword
- index: orders-2025
  type: _doc
  settings:
    index:
      number_of_shards: "5"
      number_of_replicas: "1"
  mapping:
    _doc:
      properties:
        id:
          type: long
`);
  expect((await session.run('validate')).code).toBe(0);
  const requests = await session.run('plan', ['--offline', '--units', '--requests']);
  expect(requests.stdout).toContain('{"_doc":{"properties":{"id":{"type":"long"}}}}'.replaceAll('"', '\\"'));
  const literal = await session.run('discover', ['search', ...place, '--with', 'password=canary-es-source-51']);
  expect([literal.code, literal.stderr]).toEqual([1, expect.stringContaining('DISCOVER_ARGUMENT')]);
  expect(literal.stderr).not.toContain('canary');
});

test.each([
  [['cahce'], 'DISCOVER_CONNECTION_UNKNOWN', 'did you mean `cache`?'],
  [['cache', '--listing', 'instance'], 'DISCOVER_LISTING_UNKNOWN', 'did you mean `instances`?'],
  [['search'], 'DISCOVER_ARGUMENT', 'endpoint'],
  [['cache', '--with', 'region=eu-de'], 'DISCOVER_ARGUMENT', 'region'],
  [['search', '--with', 'password=${{ secrets.es_sourc }}'], 'DISCOVER_ARGUMENT', 'did you mean `secrets.es_source`?'],
  [['cache', '--check'], 'CLI_OPTION_INVALID', '--out'],
  [['cache', '--out', 'redis.txt'], 'DISCOVER_FILE', '.yaml, .csv or .json'],
])('discover %j is refused with %s', async (words, code, text) => {
  await using session = await open();
  const result = await session.run('discover', words);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(`error ${code}: `);
  expect(result.stderr).toContain(text);
  expect(filesOf(session)).toEqual(['shop.yaml']);
});

test.each([
  [['--match', 'sesions-*'], "--match 'sesions-*'"],
  [['--match', 'sessions-1*', '--exclude', '*'], "--match 'sessions-1*' --exclude '*'"],
])('patterns that nothing fits, %j, are refused and leave the inventory as it is', async (patterns, shown) => {
  await using session = await open();
  await session.run('discover', ['cache', '--out', 'redis.yaml', '--match', 'sessions-1*']);
  const before = read(session, 'redis.yaml');
  for (const out of ['redis.yaml', 'new.yaml']) {
    const { code, stdout, stderr } = await session.run('discover', ['cache', '--out', out, '--prune', ...patterns]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`error DISCOVER_NO_ROWS: No DCS instances of cache match ${shown}.\n`);
  }
  expect(read(session, 'redis.yaml')).toBe(before);
  expect(filesOf(session)).toEqual(['redis.yaml', 'shop.yaml']);
});

test.each([
  ['- name: sessions-10\n', 'redis.yaml:1:3: row 1 has no value in "id"'],
  [SHOP_PLAN, 'redis.yaml:15:15: '],
  ['sink: es-cn-n6w1o1x0w001c\n', 'redis.yaml:1:7: '],
  ['%PDF-1.7\n\u0000\u0001', 'redis.yaml:2:1: '],
])('a file that is no inventory is left as it is: %#', async (text, place) => {
  await using session = await open();
  writeFileSync(join(session.folder, 'redis.yaml'), text);
  const { code, stderr } = await session.run('discover', ['cache', '--out', 'redis.yaml']);
  expect([code, stderr]).toEqual([1, expect.stringContaining(place)]);
  expect(read(session, 'redis.yaml')).toBe(text);
});

test('two connections in one file are refused, and the inventory of the first one stays as it is', async () => {
  const plan = SHOP_PLAN.replace(
    '\nmigrations:',
    `
  other:
    type: huaweicloud-dcs
    region: eu-de
    project_id: 666486c2d9b948c1bbea57e714d744fa
    endpoint: \${{ inputs.endpoint }}

migrations:`,
  );
  await using session = await open(plan);
  await session.run('discover', ['cache', '--out', 'redis.yaml', '--match', 'sessions-1*']);
  const before = read(session, 'redis.yaml');
  const elsewhere = INSTANCES.map((one, at) => ({ ...one, instance_id: `other-${at}`, name: `carts-${at}` }));
  session.sandbox.control.setSettings({ huaweicloud: { instances: elsewhere } });
  for (const more of [[], ['--prune'], ['--check']]) {
    const { code, stdout, stderr } = await session.run('discover', ['other', '--out', 'redis.yaml', ...more]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      'error DISCOVER_FILE: redis.yaml: none of the 10 rows is among the 46 DCS instances of other',
    );
  }
  expect(read(session, 'redis.yaml')).toBe(before);
});

test('a connection that lists nothing empties no inventory', async () => {
  await using session = await open();
  await session.run('discover', ['cache', '--out', 'redis.yaml']);
  const before = read(session, 'redis.yaml');
  session.sandbox.control.setSettings({ huaweicloud: { instances: [] } });
  const { code, stderr } = await session.run('discover', ['cache', '--out', 'redis.yaml', '--prune']);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining(
      'error DISCOVER_NO_ROWS: cache lists no DCS instances, and --prune would remove all 46 rows.',
    ),
  ]);
  expect(read(session, 'redis.yaml')).toBe(before);
});

test.each([
  ['a link to another file', 'elsewhere.yaml', '- id: by-hand\n  name: sessions-10\n'],
  ['a link to nothing', 'gone.yaml', undefined],
])('%s is replaced, and what it leads to stays as it is', async (_what, target, content) => {
  await using session = await open();
  if (content !== undefined) writeFileSync(join(session.folder, target), content);
  symlinkSync(target, join(session.folder, 'redis.yaml'));
  expect((await session.run('discover', ['cache', '--out', 'redis.yaml'])).code).toBe(0);
  expect(lstatSync(join(session.folder, 'redis.yaml')).isFile()).toBe(true);
  const rows = read(session, 'redis.yaml');
  expect([rows.match(/^- id: \d/gm)?.length, rows.includes('by-hand')]).toEqual([46, content !== undefined]);
  expect(existsSync(join(session.folder, target)) ? read(session, target) : undefined).toBe(content);
});

test('a place in no folder is refused before anything is asked', async () => {
  await using session = await open();
  const { code, stderr } = await session.run('discover', ['cache', '--out', 'inventories/redis.yaml']);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('--out inventories/redis.yaml cannot be written: the folder inventories does not exist.'),
  ]);
  expect(session.sandbox.control.requests()).toEqual([]);
});

test('without --out the rows are printed, and --json prints one object; no state is made', async () => {
  await using session = await open();
  const printed = await session.run('discover', ['cache', '--match', 'sessions-10']);
  expect(printed.stdout).toMatch(/^- id: UUID\n {2}name: sessions-10\n/);
  const { stdout } = await session.run('discover', ['cache', '--match', 'sessions-10', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    kind: 'discovery',
    listing: 'instances',
    rows: [{ name: 'sessions-10' }],
  });
  expect(existsSync(join(session.folder, '.waybill'))).toBe(false);
});

/** The values that its connections need are those of an environment. */
const OF_ENVIRONMENTS = FLEET.replace('inputs:\n', 'inputs:\n  project: {}\n').replace(
  'project_id: 666486c2d9b948c1bbea57e714d744fa',
  'project_id: ${{ inputs.project }}',
);

test('the values of an environment are those of the connection, and what is proposed means the same rows', async () => {
  await using session = await open(OF_ENVIRONMENTS);
  writeFileSync(join(session.folder, 'prod.yaml'), 'project: 666486c2d9b948c1bbea57e714d744fa\n');
  const words = ['cache', '--env', 'prod', '--match', 'sessions-1*', '--exclude', '*-13', '--out', 'redis.yaml'];
  expect((await session.run('discover', words)).code).toBe(0);
  const rows = read(session, 'redis.yaml');
  writeFileSync(join(session.folder, 'redis.yaml'), rows.replace('status: RUNNING', 'status: CREATING'));
  const checked = await session.run('discover', [...words, '--check', '--json']);
  expect(checked.code).toBe(2);
  const [{ command }] = JSON.parse(checked.stdout).next_steps;
  expect(command).toContain("--match 'sessions-1*' --exclude '*-13' --out redis.yaml --env prod");
  expect(
    await runWords(session, shellWords(command.replace('http://sandbox', session.sandbox.url)).slice(1)),
  ).toMatchObject({ code: 0, stderr: '' });
  expect(read(session, 'redis.yaml')).toBe(rows);
});

test('an environment that is not there, and one that is damaged, are one error with the place', async () => {
  await using session = await open(OF_ENVIRONMENTS);
  writeFileSync(join(session.folder, 'prod.yaml'), 'project: 666486c2d9b948c1bbea57e714d744fa\n');
  const other = await session.run('discover', ['cache', '--env', 'prd', '--out', 'redis.yaml']);
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('did you mean `--env prod`?')]);
  expect(other.stderr).toContain('\n1 error\n');
  writeFileSync(join(session.folder, 'prod.yaml'), '# production\nprojcet: 666486c2d9b948c1bbea57e714d744fa\n');
  const misspelled = await session.run('discover', ['cache', '--env', 'prod', '--out', 'redis.yaml']);
  expect(misspelled.stderr).toContain('prod.yaml:2:1\n   2 | projcet: 666486c2d9b948c1bbea57e714d744fa\n');
  expect(filesOf(session)).toEqual(['prod.yaml', 'shop.yaml']);
  expect(session.sandbox.control.requests()).toEqual([]);
});

test('a connection is completed with the values of the environment that is named', async () => {
  await using session = await open(OF_ENVIRONMENTS);
  writeFileSync(join(session.folder, 'prod.yaml'), 'project: 666486c2d9b948c1bbea57e714d744fa\n');
  const endpoint = `endpoint=${session.sandbox.url}`;
  const words = ['__complete', '--', 'discover', '--env', 'prod', '--var', endpoint, 'shop.yaml', ''];
  expect((await runWords(session, words)).stdout).toContain('cache');
});

test('a folder that is not there is reported before anything is asked', async () => {
  await using session = await open();
  const { code, stderr } = await session.run('discover', ['cache', '--out', 'prod/redis.yaml']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('the folder prod does not exist')]);
  expect(stderr).not.toContain('.tmp');
  expect(session.sandbox.control.requests()).toEqual([]);
});

async function runWords(session: SandboxSession, words: readonly string[]) {
  const io = session.io();
  const code = await runCli([...words], io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

/** Words of a command that has no quotes inside of quotes. */
function shellWords(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}

test('a data stream is named with what to do, and has no row', async () => {
  await using session = await SandboxSession.open(
    planOfTwoClusters('  x: { uses: old.ListIndices, with: { index: "*" } }\n'),
  );
  const indices = { orders: {}, '.ds-logs-000001': {}, '.ds-logs-000002': {}, '.kibana': {} };
  session.sandbox.control.setSettings({ elasticsearch: { clusters: [{ name: 'old', security: null, indices }] } });
  const listed = await session.run('discover', ['old']);
  expect(listed.stdout.match(/^- index: .*/gm)).toEqual(['- index: orders']);
  expect(listed.stderr).toContain('! logs: It is a data stream');
  const written = await session.run('discover', ['old', '--out', 'indices.yaml']);
  expect(written.stdout).toContain('! logs: It is a data stream');
  const { left_out: leftOut } = JSON.parse((await session.run('discover', ['old', '--json'])).stdout);
  expect(leftOut).toMatchObject([{ name: 'logs' }]);
  const chosen = await session.run('discover', ['old', '--match', 'ord*']);
  expect(chosen.stderr).toBe('');
});
