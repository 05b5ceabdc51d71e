import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCli } from './run-cli.ts';
import { FakeIo } from './testing/fake-io.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-provider-option-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(...words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = new FakeIo({ cwd: folder });
  const code = await runCli(words, io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const PROVIDER = `{
  type: 'acme-copy', version: '1.0.0', configSchema: { type: 'object', properties: { type: {} } }, checks: {}, polls: {},
  kinds: {},
  defaultLimits: { requests: { count: 10, intervalMs: 1000 }, inFlight: 2 },
  defaultPolling: { initialIntervalMs: 1000, maxIntervalMs: 5000 },
  operations: { CopyBucket: { name: 'CopyBucket', title: 'copy a bucket', document: 'CopyBucket', outputs: {},
    requestSchema: { type: 'object', properties: { bucket: { type: 'string' } } }, responseSchema: {},
    recovery: { policy: 'repeatable' } },
    WriteLines: { name: 'WriteLines', title: 'write lines', document: 'WriteLines', outputs: {},
    requestSchema: { type: 'object', properties: { bucket: { type: 'string' } } }, responseSchema: {},
    recovery: { policy: 'repeatable' } } },
  buildRequest: (config, operation, args) =>
    ({ method: operation === 'WriteLines' ? 'PATCH' : 'POST', endpoint: 'http://127.0.0.1:9', path: '/' + args.bucket,
       query: {}, ...(operation === 'WriteLines' ? { lines: [{ index: 1 }, { id: args.bucket }] } : {}) }),
  connect: () => { throw new Error('not here'); },
}`;

const PLAN = `version: 1
name: copies
providers:
  acme: { type: acme-copy }
migrations:
  photos: { uses: acme.CopyBucket, with: { bucket: photos } }
`;

test.each([
  ['connectionOf', ['validate']],
  ['endpointsOf', ['apply', '--auto-approve']],
  ['findCredentials', ['doctor']],
])('%s that throws is reported without the secrets of the environment', async (place, [command = '', ...more]) => {
  const thrown = "throw new TypeError(`at it with ${process.env['ACME_KEY']} and ${process.env['ACME_API_KEY']}`)";
  put('acme.mjs', `export const provider = { ...${PROVIDER}, ${place}: () => { ${thrown}; } };`);
  put('copies.yaml', `${PLAN}secrets: { key: { env: ACME_KEY } }\n`);
  const env = { ACME_KEY: 'canary-of-the-plan', ACME_API_KEY: 'canary-by-its-name' };
  vi.stubEnv('ACME_KEY', env.ACME_KEY);
  vi.stubEnv('ACME_API_KEY', env.ACME_API_KEY);
  const io = new FakeIo({ cwd: folder, env });
  const code = await runCli([command, 'copies.yaml', ...more, '--provider', 'acme.mjs', '--debug'], io);
  vi.unstubAllEnvs();
  expect([code, io.stderr.text]).toEqual([1, expect.stringContaining('at it with [redacted] and [redacted]')]);
  expect(io.stdout.text + io.stderr.text).not.toContain('canary');
});

test('a rehearsal that breaks down shows no secret of the environment', async () => {
  put('acme.mjs', `export const provider = ${PROVIDER.replace("'not here'", "'not ' + process.env.ACME_KEY")};`);
  put('copies.yaml', `${PLAN}secrets: { key: { env: ACME_KEY } }\n`);
  vi.stubEnv('ACME_KEY', 'canary-of-the-plan');
  const io = new FakeIo({ cwd: folder, env: { ACME_KEY: 'canary-of-the-plan' } });
  expect(await runCli(['rehearse', 'copies.yaml', '--provider', 'acme.mjs'], io)).toBe(1);
  vi.unstubAllEnvs();
  expect(io.stdout.text.replace(/\s+/g, ' ')).toContain('not [redacted]');
  expect(io.stdout.text + io.stderr.text).not.toContain('canary');
});

describe('a provider that is named by its file', () => {
  test('is used like a built-in one, and the next commands name it again', async () => {
    put('acme.mjs', `export const provider = ${PROVIDER};`);
    put('copies.yaml', PLAN);
    const without = await run('validate', 'copies.yaml');
    expect(without.stderr).toContain('PLAN_UNKNOWN_PROVIDER_TYPE');
    const valid = await run('validate', 'copies.yaml', '--provider', 'acme.mjs', '--json');
    expect(JSON.parse(valid.stdout)).toMatchObject({
      next_steps: [{ command: 'waybill plan copies.yaml --provider acme.mjs' }],
    });
    const preview = await run('plan', 'copies.yaml', '--provider', 'acme.mjs', '--offline', '--requests');
    expect(preview.stdout).toContain('POST http://127.0.0.1:9/photos');
    expect(preview.code).toBe(0);
  });

  test('may send lines, which previews show one by one', async () => {
    put('acme.mjs', `export const provider = ${PROVIDER};`);
    put('lines.yaml', PLAN.replace('acme.CopyBucket', 'acme.WriteLines'));
    const words = ['plan', 'lines.yaml', '--provider', 'acme.mjs', '--offline', '--requests'];
    expect((await run(...words)).stdout).toMatch(
      /PATCH http:\/\/127\.0\.0\.1:9\/photos\n +\{"index":1\}\n +\{"id":"photos"\}\n/,
    );
    const { units } = JSON.parse((await run(...words, '--json')).stdout) as {
      units: { steps: { request?: object }[] }[];
    };
    expect(units[0]?.steps[0]?.request).toMatchObject({ method: 'PATCH', lines: [{ index: 1 }, { id: 'photos' }] });
  });

  test('has its schemas, and the next command names it again', async () => {
    put('acme.mjs', `export const provider = ${PROVIDER};`);
    const listed = await run('schema', '--provider', 'acme.mjs', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject({
      schemas: expect.arrayContaining([{ name: 'acme-copy/CopyBucket', title: 'copy a bucket' }]),
      next_steps: [{ command: 'waybill schema editor --provider acme.mjs > waybill.schema.json' }],
    });
    const { stdout } = await run('schema', 'acme-copy/CopyBucket', '--provider', 'acme.mjs');
    expect(JSON.parse(stdout)).toMatchObject({ properties: { bucket: { type: 'string' } } });
    expect((await run('schema', 'editor', '--provider', 'acme.mjs')).stdout).toContain('acme-copy');
    expect((await run('schema', 'acme-copy/CopyBucket')).stderr).toContain('CLI_SCHEMA_UNKNOWN');
  });

  test('is asked for by the finding about its type, in every command that reads the plan', async () => {
    put('copies.yaml', PLAN);
    for (const command of ['validate', 'plan', 'status', 'apply', 'approve']) {
      const { code, stderr } = await run(command, 'copies.yaml', ...(command === 'approve' ? ['photos'] : []));
      expect([command, code, stderr]).toEqual([command, 1, expect.stringMatching(/`--provider FILE`\s+adds/)]);
    }
  });

  test('is named again by the command that a saved preview proposes', async () => {
    put('acme.mjs', `export const provider = ${PROVIDER};`);
    put('copies.yaml', PLAN);
    await run('plan', 'copies.yaml', '--provider', 'acme.mjs', '--offline', '--out', 'copies.waybill.json');
    for (const format of ['text', 'markdown'])
      expect((await run('show', 'copies.waybill.json', '--provider', 'acme.mjs', '--format', format)).stdout).toContain(
        'waybill apply copies.waybill.json --provider acme.mjs',
      );
  });

  test('that cannot be used is one clear error', async () => {
    put('copies.yaml', PLAN);
    const { code, stderr } = await run('plan', 'copies.yaml', '--provider', 'gone.mjs');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error PROVIDER_MODULE_INVALID: gone\.mjs cannot be used as a provider/);
  });
});

describe('a plan to start from', () => {
  const SHELVES = join(import.meta.dirname, '..', '..', '..', 'test', 'third-vendor', 'archive-office.ts');
  const STAND = SHELVES.replace('archive-office.ts', join('stand', 'stand.ts'));

  test('is written for the providers of a module, and what is proposed next works', async () => {
    mkdirSync(join(folder, '.github'));
    const { code, stdout, stderr } = await run('init', 'shelves', '--provider', SHELVES, '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { next_steps: next } = JSON.parse(stdout) as { next_steps: { command: string }[] };
    expect(next.map(({ command }) => command.split(' ')[1])).toEqual(['validate', 'doctor', 'plan']);
    const words = next[0]?.command.split(' ').slice(1) ?? [];
    expect(await run(...words)).toEqual({ code: 0, stderr: '', stdout: expect.stringContaining('is valid: 2 units') });
    expect(readFileSync(join(folder, 'shelves', 'waybill.schema.json'), 'utf8')).toContain('move-shelf');
    expect(existsSync(join(folder, '.github', 'workflows'))).toBe(false);
  });

  test('is rehearsed with the stand of a module, and what is proposed next names it again', async () => {
    await run('init', 'shelves', '--provider', SHELVES);
    const words = ['rehearse', 'shelves/shelves.yaml', '--provider', SHELVES];
    const alone = await run(...words);
    expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining('--stand FILE adds one')]);
    const { code, stdout, stderr } = await run(...words, '--stand', STAND, '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { next_steps: next } = JSON.parse(stdout) as { next_steps: { command: string }[] };
    expect(next.map(({ command }) => command.includes('--stand'))).toEqual([true, false]);
    expect(next[0]?.command).toContain(`--crash --stand ${STAND} --provider ${SHELVES}`);
  });

  test('has a stand that the sandbox serves as well', async () => {
    const { code, stderr } = await run('sandbox', '--stand', STAND, '--credentials', '{"archive":{"no":"x"}}');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/archive\.no is not a credential.*archive \{ key \}/s)]);
  });

  test.each([
    ['gone.mjs', 'gone.mjs cannot be used as a simulated vendor: loading it failed'],
    ['empty.mjs', 'it exports neither `stand` nor `stands`'],
    ['acme.mjs', 'lacks `name` (string)'],
  ])('with the stand %s is refused', async (file, message) => {
    put('empty.mjs', '');
    put('acme.mjs', 'export const stand = {};');
    put('copies.yaml', PLAN);
    for (const words of [['rehearse', 'copies.yaml'], ['sandbox']]) {
      const { code, stderr } = await run(...words, '--stand', file);
      expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
    }
    const twice = await run('rehearse', 'copies.yaml', '--stand', STAND, '--stand', STAND);
    expect(twice.stderr).toContain('Two stands have the name archive');
  });

  test('may be for another provider than that of the module', async () => {
    expect((await run('init', 'a', '--provider', SHELVES, '--provider', 'huaweicloud-dcs')).code).toBe(0);
    expect(readFileSync(join(folder, 'a', 'a.yaml'), 'utf8')).toContain('type: huaweicloud-dcs');
    const wrong = await run('init', 'b', '--provider', SHELVES, '--kind', 'online-migration');
    expect(wrong.stderr).toContain('no plan to start from for archive-office with online-migration');
  });

  test('comes with no pipeline that would run the code of a file', async () => {
    const { code, stderr } = await run('init', 'a', '--provider', SHELVES, '--ci', 'github');
    expect([code, stderr]).toEqual([1, expect.stringContaining('writes no pipeline for the provider of a module')]);
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });
});

describe('a repository that wants its code to be run', () => {
  const TRAPS: readonly string[] = [
    'waybill-provider.mjs',
    'waybill.config.mjs',
    'waybill.config.js',
    '.waybill/providers/evil.mjs',
    '.waybill/provider.mjs',
    'waybill-stand.mjs',
    'stands/evil.mjs',
    'providers/evil.mjs',
    'evil.mjs',
    'plans/evil.mjs',
    'node_modules/waybill-provider-evil/index.js',
    'node_modules/@waybill/provider-evil/index.js',
    'node_modules/@waybill/provider-huaweicloud-dcs/index.js',
  ];

  const PLANS: Readonly<Record<string, string>> = {
    path: PLAN.replace('acme-copy', './evil.mjs'),
    name: PLAN.replace('acme-copy', 'evil'),
    package: PLAN.replace('acme-copy', 'waybill-provider-evil'),
    url: PLAN.replace('acme-copy', '"data:text/javascript,globalThis.evil=1"'),
    key: `${PLAN}provider: ./evil.mjs\n`,
    prototype: PLAN.replace('acme-copy', '__proto__'),
    good: PLAN.replace('acme-copy', 'huaweicloud-dcs'),
    inventory: PLAN.replace('with:', 'for_each: { file: evil.mjs, key: bucket }, with:'),
    'rows of an inventory': PLAN.replace('with:', 'for_each: { file: rows.yaml, key: bucket }, with:'),
    'values of an environment': `${PLAN}inputs:\n  provider: { default: none }\n`,
  };

  const COMMANDS: readonly (readonly string[])[] = [
    ['validate', 'plan.yaml'],
    ['plan', 'plan.yaml', '--offline'],
    ['plan', 'plan.yaml', '--without-secrets'],
    ['validate', 'plan.yaml', '--env', 'prod'],
    ['validate', 'plan.yaml', '--env', 'evil.mjs'],
    ['validate', 'plan.yaml', '--var-file', 'evil.mjs'],
    ['discover', 'plan.yaml', 'acme'],
    ['graph', 'plan.yaml'],
    ['apply', 'plan.yaml', '--auto-approve'],
    ['status', 'plan.yaml'],
    ['doctor', 'plan.yaml', '--offline'],
    ['show', 'plan.yaml'],
    ['fmt', '--check', 'plan.yaml'],
    ['schema'],
    ['schema', 'editor'],
    ['init', 'fresh', '--yes'],
    ['rehearse', 'plan.yaml'],
    ['sandbox', '--port', 'none'],
    ['__complete', 'plan', 'plan.yaml', '--provider', 'evil.mjs', '--target', ''],
    ['__complete', 'schema', '--provider', 'evil.mjs', ''],
    ['version', '--json'],
  ];

  test.each(Object.keys(PLANS))('runs nothing, whatever its plan says: %s', async (name) => {
    const marker = join(folder, 'ran');
    const evil = `import { appendFileSync } from 'node:fs';
      appendFileSync(${JSON.stringify(marker)}, import.meta.url + '\\n');
      export const provider = ${PROVIDER};
      export const stand = provider;`;
    for (const trap of TRAPS) put(trap, evil);
    put('package.json', '{ "type": "module", "waybill": { "providers": ["./evil.mjs"] } }');
    put('.waybillrc', '{ "provider": ["./evil.mjs"] }');
    put('plan.yaml', PLANS[name] ?? '');
    put('rows.yaml', '- { bucket: a, provider: ./evil.mjs, __proto__: { provider: ./evil.mjs } }\n');
    put('prod.yaml', 'provider: ./evil.mjs\n--provider: ./evil.mjs\n');
    for (const command of COMMANDS) await run(...command);
    expect(existsSync(marker) ? readFileSync(marker, 'utf8') : 'nothing ran').toBe('nothing ran');
    // The trap works when it is asked for.
    await run('validate', 'plan.yaml', '--provider', 'evil.mjs');
    expect(readFileSync(marker, 'utf8')).toContain('evil.mjs');
  });

  test('finds no pipeline of ours that names a file to run', () => {
    const root = join(import.meta.dirname, '..', '..', '..');
    const templates = ['packages/cli/src/scaffold', 'packages/cli/src/forge', 'templates'];
    const files = templates.flatMap((path) =>
      readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(ts|ya?ml|mjs|sh)$/.test(file) && !file.endsWith('.test.ts'))
        .map((file) => join(path, file)),
    );
    for (const path of templates) expect([path, files.some((file) => file.startsWith(path))]).toEqual([path, true]);
    const passing = files.filter((file) => readFileSync(join(root, file), 'utf8').match(/--provider|--stand/) !== null);
    expect(passing).toEqual([]);
  });
});
