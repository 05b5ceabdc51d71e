import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, expectCode, jsonLines } from '../e2e/support/command-line.ts';
import { ROOT } from '../e2e/support/sandboxed.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';
import { fill } from './support/sample-data.ts';

const LEVELS = ['counts', 'keys', 'digest', 'dump'] as const;

/** By the words of the page. */
const DAMAGES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'a missing key': [['DEL', 'key-17']],
  'an extra key': [['SET', 'nobody', 'x']],
  'one missing and one extra': [
    ['DEL', 'key-17'],
    ['SET', 'nobody', 'x'],
  ],
  'a changed value': [['SET', 'key-18', 'value-81']],
  'another type': [
    ['DEL', 'key-19'],
    ['RPUSH', 'key-19', 'value-19'],
  ],
  'a dropped expiry': [['PERSIST', 'expiring']],
  'a shifted expiry': [['PEXPIRE', 'expiring', '90000000']],
  'a truncated list': [['LTRIM', 'long-list', '0', '898']],
  'a changed score': [['ZINCRBY', 'scores', '1', 'one']],
  'a missing stream group': [['XGROUP', 'DESTROY', 'stream', 'readers']],
  'a byte in the middle of a large value': [['SETRANGE', 'big-text', '350000', 'y']],
  'the same values in another order or encoding': [],
};

describe.skipIf(!canStartRedis())('the command line on two servers', () => {
  let source: RedisServer;
  let target: RedisServer;

  beforeAll(async () => {
    [source, target] = await Promise.all([RedisServer.start(), RedisServer.start()]);
  });
  afterAll(async () => {
    await Promise.all([source[Symbol.asyncDispose](), target[Symbol.asyncDispose]()]);
  });

  it('says how many differences it names of those that it has found', async () => {
    await using full = await RedisServer.start();
    await using empty = await RedisServer.start();
    await full.client.mset(Object.fromEntries(Array.from({ length: 203 }, (_, at) => [`lost:${at}`, 'x'])));
    const waybill = new CommandLine({
      plan: planOf(full, empty, [{ name: 'keys', level: 'digest', databases: [0] }]),
    });
    expectCode(8, await waybill.run('apply'));
    const { stdout, stderr } = expectCode(0, await waybill.run('status', '--differences', 'd.jsonl'));
    expect(stderr).toContain('Wrote 40 of 203 differences of 1 unit into d.jsonl');
    expect(stdout).toContain('203 differences, of which 40 are named');
    expect(readFileSync(join(waybill.folder, 'd.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(40);
    const [shown] = jsonLines(expectCode(0, await waybill.run('status', '--json')).stdout);
    expect(shown).toMatchObject({ differences: { found: 203, named: 40 } });
    const again = expectCode(8, await waybill.run('verify', '--differences', 'd.jsonl'));
    expect(again.stderr).toContain('Wrote 40 of 203 differences');
    await empty.client.mset(Object.fromEntries(Array.from({ length: 203 }, (_, at) => [`lost:${at}`, 'x'])));
    expectCode(0, await waybill.run('resume', '--retry-failed'));
    const [mended] = jsonLines(expectCode(0, await waybill.run('status', '--json')).stdout);
    expect(mended).not.toHaveProperty('differences');
  });

  it('finds of planted damage by each level what the page says', async () => {
    const damages = Object.keys(DAMAGES);
    for (const [database, damage] of damages.entries()) await plant(database, DAMAGES[damage] ?? []);
    const units = damages.flatMap((_, database) =>
      LEVELS.map((level) => ({ name: `${level}-${database}`, level, databases: [database] })),
    );
    const waybill = new CommandLine({ plan: planOf(source, target, units) });
    const { stdout } = expectCode(8, await waybill.run('apply', '--json'));
    const summary = jsonLines(stdout).find(({ kind }) => kind === 'summary');
    const failures = (summary?.['failures'] ?? []) as readonly { readonly result?: string; readonly units: string[] }[];
    const different = new Set(failures.flatMap(({ result, units: of }) => (result === 'different' ? of : [])));
    const seen = damages.map((damage, database) => [
      damage,
      LEVELS.map((level) => (different.has(`${level}-${database}`) ? 'found' : '–')),
    ]);
    expect(Object.fromEntries(seen)).toEqual(documented());
  });

  /** The sample on both sides, with the damage in the target's. */
  async function plant(database: number, commands: readonly (readonly string[])[]): Promise<void> {
    const [one, other] = [source.connect({ db: database }), target.connect({ db: database })];
    await fill(one);
    await fill(other, undefined, true);
    await other.call('PEXPIREAT', 'expiring', String(await one.call('PEXPIRETIME', 'expiring')));
    for (const [name = '', ...args] of commands) await other.call(name, args);
    one.disconnect();
    other.disconnect();
  }

  it('compares again, and says what is stale', async () => {
    await Promise.all([source.client.flushall(), target.client.flushall()]);
    await plant(0, []);
    const waybill = new CommandLine({ plan: planOf(source, target, [{ name: 'all', level: 'digest' }]) });
    expectCode(0, await waybill.run('apply'));
    expectCode(0, await waybill.run('verify'));
    expect(expectCode(0, await waybill.run('status', '--freshness')).stdout).not.toContain('stale');
    await source.client.set('key-3', 'later');
    expect((await waybill.run('status', '--freshness')).stdout).toContain('stale');
    const again = expectCode(8, await waybill.run('verify', '--level', 'digest'));
    expect(again.stdout + again.stderr).toContain('key-3');
  });

  it('shows in a preview what is asked of whom, and no password', async () => {
    await target.client.call('CONFIG', 'SET', 'requirepass', 'the-password-of-the-target');
    const waybill = new CommandLine({
      plan: planOf(source, target, [{ name: 'all', level: 'digest' }], 'TARGET'),
      env: { TARGET: 'the-password-of-the-target' },
    });
    const { stdout } = expectCode(0, await waybill.run('plan'));
    await target.client.call('CONFIG', 'SET', 'requirepass', '');
    expect(stdout).toContain(`redis://127.0.0.1:${target.port}`);
    expect(stdout).toMatch(/checks: \d+ passed/);
    expect(stdout).not.toContain('the-password-of-the-target');
  });
});

interface PlannedUnit {
  readonly name: string;
  readonly level: string;
  readonly databases?: readonly number[];
}

/** `password`: the variable that has the target's. */
function planOf(source: RedisServer, target: RedisServer, units: readonly PlannedUnit[], password?: string): string {
  const entry = (url: string, more: string): string =>
    `{ type: redis, url: "${url}", limits: { requests: 2000/s, in_flight: 8 }, pace: { keys: 1000000/s }${more} }`;
  const login = password === undefined ? '' : ', password: "${{ secrets.target }}"';
  const migrations = units.map(
    ({ name, level, databases }) => `  ${name}:
    uses: new.verify
    with: ${JSON.stringify({ source: { connection: 'old' }, target: { connection: 'new' }, databases })}
    verify: { level: ${level}, rounds: 1, interval: 10ms }
`,
  );
  return `version: 1
name: levels
${password === undefined ? '' : `secrets: { target: { env: ${password} } }\n`}providers:
  old: ${entry(source.url, '')}
  new: ${entry(target.url, login)}
migrations:
${migrations.join('')}`;
}

/** The table of the page. */
function documented(): Readonly<Record<string, readonly string[]>> {
  const page = readFileSync(join(ROOT, 'docs', 'providers', 'redis.md'), 'utf8');
  const rows = [...page.matchAll(/^\| ([a-z][^|`]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];
  const named = rows.filter(([, damage]) => damage !== 'damage');
  return Object.fromEntries(named.map(([, damage = '', ...cells]) => [damage, cells]));
}
