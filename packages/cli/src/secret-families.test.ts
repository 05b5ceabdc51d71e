import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRequest, Preview, Transport } from '@waybill/core';
import { checkPlan, openPlan, planFileReader } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { describe, expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

const COUNT = 46;
const NAMES = Array.from({ length: COUNT }, (_, index) => `cache-${index + 1}`);
const PASSWORDS = Object.fromEntries(
  NAMES.map((name, index) => [`REDIS_${name.toUpperCase().replace('-', '_')}_PASSWORD`, `canary-${index + 100}-own`]),
);
const ROWS = [
  'name,source,target',
  ...NAMES.map(
    (name, index) => `${name},10.1.0.${index + 1}:6379,44444444-0000-4000-8000-${String(index).padStart(12, '0')}`,
  ),
].join('\n');

const TARGET = '44444444-0000-4000-8000-000000000000';

/** Prints the password of the key that it is given, and leaves a mark each time. */
const PROGRAM = `require("fs").appendFileSync("asked", process.argv[1] + "\\n"); console.log(process.env["REDIS_" + process.argv[1].toUpperCase().replace("-", "_") + "_PASSWORD"])`;
const COMMAND = `{ command: ${JSON.stringify([process.execPath, '-e', PROGRAM, '{key}'])}, timeout: 10m }`;

function planWith(source: string): string {
  return `version: 1
name: caches
inputs:
  endpoint: { description: Address of the API }
secrets:
  redis: ${source}
providers:
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: \${{ inputs.endpoint }}
    project_id: 666486c2d9b948c1bbea57e714d744fa
    limits: { requests: 1000/s, in_flight: 8 }
    polling: { initial_interval: 20ms, max_interval: 5s }
migrations:
  caches:
    uses: cache.online-migration
    for_each: { file: caches.csv, key: name }
    with:
      name: \${{ each.key }}
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: full_amount_migration
      source_instance: { addrs: "\${{ each.value.source }}", password: "\${{ secrets.redis[each.key] }}" }
      target_instance: { id: "\${{ each.value.target }}", password: "\${{ secrets.redis[each.key] }}" }
`;
}

async function open(source: string): Promise<SandboxSession> {
  const session = await SandboxSession.open(planWith(source));
  writeFileSync(join(session.folder, 'caches.csv'), ROWS);
  return session;
}

function askedKeys(session: SandboxSession): readonly string[] {
  try {
    return readFileSync(join(session.folder, 'asked'), 'utf8').trimEnd().split('\n').toSorted();
  } catch {
    return [];
  }
}

/** Everything that a run wrote into its folder. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

describe('46 instances with 46 passwords', () => {
  test('are one migration, and each gets its own', async () => {
    await using session = await open('{ env: "REDIS_{key}_PASSWORD" }');
    const { code, stdout, stderr } = await session.run('apply', ['--json'], { env: PASSWORDS });
    expect([code, stderr], stdout.slice(-3000)).toEqual([0, '']);
    const sent = JSON.stringify(session.sandbox.control.requests());
    const output = stdout + stderr + written(session.folder);
    for (const password of Object.values(PASSWORDS)) expect(output).not.toContain(password);
    expect(sent).toContain('cache-46');
  });

  test('are in the requests of their own units, and in no other', async () => {
    const text = planWith('{ env: "REDIS_{key}_PASSWORD" }');
    await using session = await open('{ env: "REDIS_{key}_PASSWORD" }');
    const { compiled } = checkPlan(text, {
      file: 'shop.yaml',
      variables: { endpoint: session.sandbox.url },
      readFile: planFileReader(join(session.folder, 'shop.yaml')),
    });
    if (compiled === undefined) throw new Error('the plan is valid');
    await using real = createUndiciTransport({ env: {}, cwd: session.folder });
    const sent: HttpRequest[] = [];
    const transport: Transport = {
      send: (request, options) => {
        sent.push(request);
        return real.send(request, options);
      },
    };
    await using opened = openPlan(compiled, { cwd: session.folder, env: { ...session.env, ...PASSWORDS }, transport });
    expect(await opened.apply({})).toMatchObject({ outcome: 'succeeded' });
    const owners = new Map(Object.values(PASSWORDS).map((password, index) => [password, ROWS.split('\n')[index + 1]]));
    let carrying = 0;
    for (const { url, headers, body = '' } of sent) {
      const [own, ...others] = [...owners.keys()].filter((password) => body.includes(password));
      expect([
        others,
        Object.keys(PASSWORDS).filter((name) => `${url} ${JSON.stringify(headers)}`.includes(PASSWORDS[name] ?? '')),
      ]).toEqual([[], []]);
      if (own === undefined) continue;
      carrying += 1;
      const [, source = '?', target = '?'] = owners.get(own)?.split(',') ?? [];
      expect([body.includes(`"${source}"`), body.includes(`"${target}"`), body.split(own).length - 1]).toEqual([
        true,
        true,
        2,
      ]);
    }
    expect(carrying).toBe(COUNT);
  });

  test('whose values are missing are one error, one check and one line of a preview', async () => {
    await using session = await open('{ env: "REDIS_{key}_PASSWORD" }');
    const some = Object.fromEntries(Object.entries(PASSWORDS).slice(12));
    const applied = await session.run('apply', [], { env: some });
    expect(applied.code).toBe(1);
    expect(applied.stderr).toContain(
      '12 of 46 of family redis (environment variable REDIS_CACHE_1_PASSWORD, environment variable REDIS_CACHE_2_PASSWORD',
    );
    expect(applied.stderr).toContain('and 7 more');
    expect(applied.stderr).toContain('Unit caches[cache-1] (caches.csv:2) and 11 more need them.');
    const planned = await session.run('plan', ['--json', '--no-estimate'], { env: some });
    const { secrets, checks } = JSON.parse(planned.stdout) as Preview;
    expect(secrets).toMatchObject([
      {
        name: 'redis',
        source: 'env:REDIS_{key}_PASSWORD',
        members: { count: 46, missing: 12, example: 'env:REDIS_CACHE_1_PASSWORD' },
        resolves: false,
      },
    ]);
    const blocking = checks.findings.filter(({ check }) => check === 'secret-resolves');
    expect(blocking).toMatchObject([{ verdict: 'blocking', path: 'secrets.redis' }]);
    const shown = await session.run('plan', ['--no-estimate'], { env: some });
    expect(shown.stdout).toContain('46 values, such as env:REDIS_CACHE_1_PASSWORD');
    expect(shown.stdout).not.toContain('REDIS_CACHE_40_PASSWORD');
    const checked = await session.run('doctor', ['--offline'], { env: some });
    expect(checked.stdout.replaceAll(/\s+/g, ' ')).toContain(
      '12 of 46 values are missing: environment variable REDIS_CACHE_1_PASSWORD, environment variable REDIS_CACHE_2_PASSWORD,',
    );
    expect(checked.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'and 7 more. Unit caches[cache-1] (caches.csv:2) and 11 more need them. Set each of them, in environment variable REDIS_{key}_PASSWORD, and run this again.',
    );
    expect(checked.stdout).not.toContain('REDIS_CACHE_12_PASSWORD');
    const { REDIS_CACHE_40_PASSWORD: _one, ...most } = PASSWORDS;
    const single = await session.run('doctor', ['--offline'], { env: most });
    expect(single.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'REDIS_CACHE_40_PASSWORD is not set. Unit caches[cache-40] (caches.csv:41) needs it.',
    );
  });
});

describe('secrets from commands', () => {
  test('are run by apply with its option only, each once, and not by anything else', async () => {
    await using session = await open(COMMAND);
    for (const [command, more] of [
      ['validate', []],
      ['plan', ['--out', 'saved.json']],
      ['doctor', ['--offline']],
    ] as const) {
      const { code, stdout, stderr } = await session.run(command, more, { env: PASSWORDS });
      expect([command, code], stdout + stderr).toEqual([command, 0]);
    }
    const refused = await session.run('apply', [], { env: PASSWORDS });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('RUN_SECRET_COMMANDS');
    expect(refused.stderr).toContain('redis[cache-1]');
    expect(refused.stderr).toContain('and 41 more of redis');
    expect(askedKeys(session)).toEqual([]);
    const { code, stdout, stderr } = await session.run('apply', ['--allow-secret-commands'], { env: PASSWORDS });
    expect(code, stderr).toBe(0);
    expect(askedKeys(session)).toEqual(NAMES.toSorted());
    const output = stdout + stderr + written(session.folder);
    for (const password of Object.values(PASSWORDS)) expect(output).not.toContain(password);
    for (const words of [[], ['--report', 'report.md']]) {
      const resumed = await session.run('resume', words, { env: PASSWORDS });
      expect([resumed.code, askedKeys(session)], resumed.stderr).toEqual([0, NAMES.toSorted()]);
    }
    expect((await session.run('redo', ['caches[cache-1]', '--reason', 'a try'])).code).toBe(0);
    const again = await session.run('resume', [], { env: PASSWORDS });
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('RUN_SECRET_COMMANDS')]);
    expect(askedKeys(session)).toEqual(NAMES.toSorted());
  });

  test('are not run by a resume of a plan in which nothing is left to do', async () => {
    const written = planWith(COMMAND.replace('"{key}"', '"cache-1"'))
      .replace('{ file: caches.csv, key: name }', `{ cache-1: { source: "10.1.0.1:6379", target: ${TARGET} } }`)
      .replaceAll('secrets.redis[each.key]', 'secrets.redis');
    await using session = await SandboxSession.open(written);
    const applied = await session.run('apply', ['--allow-secret-commands'], { env: PASSWORDS });
    expect([applied.code, askedKeys(session)], applied.stderr).toEqual([0, ['cache-1']]);
    for (const words of [[], ['--report', 'report.md'], ['--allow-secret-commands', '--report', 'report.md']]) {
      const { code, stderr } = await session.run('resume', words, { env: PASSWORDS });
      expect([words, code, askedKeys(session)], stderr).toEqual([words, 0, ['cache-1']]);
    }
  });

  test('are not run by what does not need them; such as what lists tasks or instances', async () => {
    await using session = await open(COMMAND);
    for (const [command, words] of [
      ['orphans', []],
      ['orphans', ['--allow-secret-commands']],
      ['discover', ['cache']],
    ] as const) {
      const { code, stderr } = await session.run(command, words, { env: PASSWORDS });
      expect([command, words, code], stderr).toEqual([command, words, 0]);
    }
    const adopt = ['caches[cache-2]', '--reason', 'a try', '--state', 'new.db'];
    const { stderr } = await session.run('state adopt', adopt, { env: PASSWORDS });
    expect(stderr).toContain('No task was found that could be taken over');
    expect(askedKeys(session)).toEqual([]);
  });

  test('of a unit that is looked up by what it copies are run with the option only', async () => {
    const command = COMMAND.replace('"{key}"', '"cache-2"');
    await using session = await SandboxSession.open(SHOP_PLAN.replace('{ env: ES_SINK_PASSWORD }', command));
    const adopt = ['orders[orders-2024]', '--reason', 'a try', '--state', 'new.db'];
    const refused = await session.run('state adopt', adopt, { env: PASSWORDS });
    expect([refused.code, askedKeys(session)]).toEqual([1, []]);
    expect(refused.stderr).toContain('RUN_SECRET_COMMANDS');
    expect(refused.stderr).toContain('es_sink');
    const allowed = await session.run('state adopt', [...adopt, '--allow-secret-commands'], { env: PASSWORDS });
    expect(allowed.stderr).toContain('No task was found that could be taken over');
    expect(askedKeys(session)).toEqual(['cache-2']);
  });

  test('are bound by a saved preview: another argument makes it stale, and nothing is run', async () => {
    await using session = await open(COMMAND);
    expect((await session.run('plan', ['--out', 'saved.json'], { env: PASSWORDS })).code).toBe(0);
    session.writePlan(planWith(COMMAND.replace('"{key}"', '"{key}","x"')));
    const { code, stderr } = await session.run('plan', ['--check', 'saved.json'], { env: PASSWORDS });
    expect([code, askedKeys(session)], stderr).toEqual([6, []]);
  });

  test('that fail are one error, and doctor says which', async () => {
    await using session = await open(COMMAND.replace('console.log', 'process.exit(3);console.log'));
    const applied = await session.run('apply', ['--allow-secret-commands'], { env: PASSWORDS });
    expect(applied.code).toBe(1);
    expect(applied.stderr).toContain('RUN_SECRET_COMMAND_FAILED');
    expect(applied.stderr).toContain('exited with code 3');
    expect(session.sandbox.control.requests()).toEqual([]);
    const checked = await session.run('doctor', ['--offline', '--allow-secret-commands'], { env: PASSWORDS });
    expect(checked.code).toBe(1);
    expect(checked.stdout.replaceAll(/\s+/g, ' ')).toContain('46 of 46 values');
  });
});
