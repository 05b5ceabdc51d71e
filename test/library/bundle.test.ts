import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUICK } from '../../packages/cli/src/testing/sandbox-session.ts';
import { BUNDLE_MAIN, bundleCommand } from '../../scripts/bundle.ts';
import { LIST_MODULES } from '../e2e/support/list-modules.ts';
import { createFolder, type ProcessEnd, StartedProcess } from '../e2e/support/processes.ts';
import { ROOT, SECRETS } from '../e2e/support/sandboxed.ts';
import { ServedSandbox } from '../e2e/support/served-sandbox.ts';

/** Far from any `node_modules`: what the bundle does not hold is not found. */
let bundle: string;
beforeAll(async () => {
  bundle = mkdtempSync(join(tmpdir(), 'waybill-bundle-'));
  await bundleCommand(bundle);
});
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

interface Given {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly options?: readonly string[];
}

function waybill(words: readonly string[], { cwd = createFolder(), env = {}, options = [] }: Given = {}) {
  const all = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...SECRETS, ...env };
  const started = new StartedProcess(process.execPath, [...options, join(bundle, BUNDLE_MAIN), ...words], {
    cwd,
    env: all,
  });
  return started.ended;
}

const PLAN = join(ROOT, 'plans', 'index-migration.yaml');

it('applies a plan over HTTP, with a log and a report of HTML', async () => {
  const sandbox = await ServedSandbox.start({ seed: 3, durations: QUICK });
  const cwd = createFolder();
  const hurried = 'polling: { initial_interval: 100ms, max_interval: 200ms }';
  writeFileSync(join(cwd, 'plan.yaml'), readFileSync(PLAN, 'utf8').replace(/polling: \{.*\}/, hurried));
  const words = [
    'apply',
    'plan.yaml',
    '--var',
    `search_endpoint=${sandbox.url}`,
    '--state',
    'state.db',
    '--auto-approve',
  ];
  const files = ['--log-file', 'run.log', '--report', 'report.html'];
  const { code, stderr } = await waybill([...words, ...files], { cwd, env: sandbox.env });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(readFileSync(join(cwd, 'run.log'), 'utf8')).toContain('"msg":"run.ended"');
  expect(readFileSync(join(cwd, 'report.html'), 'utf8')).toContain('</html>');
});

it('rehearses a plan with the sandbox that it holds', async () => {
  expect(await waybill(['rehearse', PLAN])).toMatchObject({ code: 0 });
});

it('asks Redis servers', async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, 'verify.yaml'), VERIFY);
  const { code, stdout } = await waybill(['plan', 'verify.yaml', '--json'], { cwd });
  expect(stdout).toContain('ECONNREFUSED');
  expect(code).toBe(0);
});

const VERIFY = `version: 1
name: verify
providers:
  old: { type: redis, url: "redis://127.0.0.1:1" }
  new: { type: redis, url: "redis://127.0.0.1:1" }
migrations:
  keys: { uses: new.verify, with: { source: { connection: old }, target: { connection: new } } }
`;

it.each([
  ['--version', 2],
  ['help plan', 5],
  [`validate ${PLAN}`, 5],
  [`plan ${PLAN} --offline`, 5],
] as const)('%s loads texts in ASCII alone, which take half of the memory of others', async (words, least) => {
  const { code, stderr }: ProcessEnd = await waybill(words.split(' '), { options: ['--import', LIST_MODULES] });
  expect(code).toBe(0);
  const files = stderr.split('\n').filter((url) => url.startsWith('file:'));
  expect(files.length).toBeGreaterThan(least);
  const texts = new Map(files.map((url) => [url, readFileSync(fileURLToPath(url), 'utf8')]));
  const others = files.filter((url) => Buffer.byteLength(texts.get(url) ?? '') !== texts.get(url)?.length);
  expect(others).toEqual([]);
});

it('has the validators of its schemas compiled', async () => {
  const { stderr } = await waybill(['validate', PLAN], { options: ['--import', LIST_MODULES] });
  expect(stderr).toMatch(/\/validators\/[0-9a-f]{64}\.explain\.js\n/);
});

it('checks what a provider of somebody else declares as it does from its sources', async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, 'plan.yaml'), SHELVES);
  const provider = join(ROOT, 'test', 'third-vendor', 'archive-office.ts');
  const { code, stderr } = await waybill(['validate', 'plan.yaml', '--provider', provider], { cwd });
  expect(stderr).toContain('PLAN_');
  expect(code).toBe(1);
});

const SHELVES = `version: 1
name: shelves
providers:
  office: { type: archive-office, url: 1 }
migrations:
  papers: { uses: office.move-shelf, with: {} }
`;

it('keeps what Node compiled in the cache of its user, and nowhere that others may write to', async () => {
  const home = createFolder();
  await waybill(['--help'], { env: { HOME: home, NODE_COMPILE_CACHE: '' } });
  const kept = join(home, '.cache', 'waybill', 'compiled');
  expect(readdirSync(kept)).not.toEqual([]);
  expect(statSync(kept).mode & 0o077).toBe(0);
  const open = createFolder();
  const shared = join(open, '.cache', 'waybill', 'compiled');
  mkdirSync(shared, { recursive: true });
  chmodSync(shared, 0o777);
  expect(await waybill(['--help'], { env: { HOME: open, NODE_COMPILE_CACHE: '' } })).toMatchObject({ code: 0 });
  expect(readdirSync(shared)).toEqual([]);
});
