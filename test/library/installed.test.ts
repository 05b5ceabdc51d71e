import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUICK } from '../../packages/cli/src/testing/sandbox-session.ts';
import { type Bundle, buildBundle } from '../../scripts/bundle.ts';
import { buildExecutable } from '../../scripts/release/build-executable.ts';
import { packCommand } from '../../scripts/release/pack-command.ts';
import { createFolder, StartedProcess } from '../e2e/support/processes.ts';
import { ROOT, SECRETS } from '../e2e/support/sandboxed.ts';
import { ServedSandbox } from '../e2e/support/served-sandbox.ts';

const PLAN = readFileSync(join(ROOT, 'plans', 'index-migration.yaml'), 'utf8');

let folder: string;
let bundle: Bundle;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-installed-'));
  bundle = await buildBundle();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that is `waybill`, with nothing in its environment but what the test gives it. */
interface Installed {
  readonly program: string;
  readonly words: readonly string[];
}

function run({ program, words: first }: Installed, words: readonly string[], cwd: string, env = {}) {
  const { status, stdout, stderr } = spawnSync(program, [...first, ...words], { cwd, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

/** The way of a plan from the first check to the end, against a sandbox, as a newcomer goes it. */
async function moveIndices({ program, words: first }: Installed): Promise<void> {
  const sandbox = await ServedSandbox.start({ seed: 3, durations: QUICK });
  const cwd = createFolder();
  const hurried = 'polling: { initial_interval: 100ms, max_interval: 200ms }';
  writeFileSync(join(cwd, 'move.yaml'), PLAN.replace(/polling: \{.*\}/, hurried));
  const env = { ...SECRETS, ...sandbox.env };
  const waybill = (...words: readonly string[]) =>
    new StartedProcess(program, [...first, ...words], { cwd, env }).ended;
  const valid = await waybill('validate', 'move.yaml');
  expect(valid).toMatchObject({ code: 0, stdout: expect.stringContaining('is valid') });
  const at = ['--var', `search_endpoint=${sandbox.url}`];
  expect(await waybill('plan', 'move.yaml', ...at, '--out', 'move.preview.json')).toMatchObject({ code: 0 });
  expect(await waybill('apply', 'move.preview.json', '--report', 'report.html')).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(join(cwd, 'report.html'), 'utf8')).toContain('</html>');
  const { alicloud } = (await (await fetch(`${sandbox.url}/_sandbox/state`)).json()) as {
    readonly alicloud: { readonly created: Readonly<Record<string, number>> };
  };
  expect(Object.values(alicloud.created)).toEqual([1, 1, 1]);
}

describe('the packed command', () => {
  let installed: Installed;
  beforeAll(() => {
    const project = join(folder, 'project');
    const tarball = packCommand(bundle, folder);
    const words = ['install', '--offline', '--no-audit', '--no-fund', '--prefix', project, tarball];
    const { status, stderr } = spawnSync('npm', words, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    installed = { program: process.execPath, words: [join(project, 'node_modules', '.bin', 'waybill')] };
  });

  it('brings everything, and the licences of what it is made of', () => {
    const at = join(folder, 'project', 'node_modules', 'waybill');
    const { dependencies, bin, version } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
    expect(dependencies).toBeUndefined();
    expect(bin).toEqual({ waybill: 'bin/waybill.js' });
    expect(run(installed, ['version'], folder)).toMatchObject({ code: 0, stdout: `waybill ${version}\n` });
    const licences = readFileSync(join(at, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['undici', 'yaml', 'ajv', 'fastify', 'commander', 'pino', 'ioredis'])
      expect(licences).toMatch(new RegExp(`^---- ${name} \\d`, 'm'));
    expect(licences).not.toContain('@waybill/');
    expect(licences).not.toContain('no licence named');
  });

  it('is a package as npm wants it', async () => {
    const { messages } = await publint({ pkgDir: join(folder, 'project', 'node_modules', 'waybill') });
    expect(messages).toEqual([]);
  });

  it('checks, previews and applies a plan', () => moveIndices(installed));
});

describe.runIf(process.platform === 'linux')('the single executable', () => {
  let installed: Installed;
  beforeAll(async () => {
    const program = join(folder, 'waybill');
    await buildExecutable(bundle, program);
    installed = { program, words: [] };
  });

  it('needs no Node, no PATH and no environment', () => {
    writeFileSync(join(folder, 'plan.yaml'), PLAN);
    for (const env of [{}, { PATH: '' }]) {
      expect(run(installed, ['version'], folder, env)).toMatchObject({ code: 0, stderr: '' });
      expect(run(installed, ['validate', 'plan.yaml'], folder, env)).toMatchObject({ code: 0, stderr: '' });
      expect(run(installed, ['schema', 'plan'], folder, env).stdout).toContain('"$schema"');
      expect(run(installed, ['help', 'plan'], folder, env).stdout).toContain('show what applying a plan would do');
    }
  });

  it('rehearses a plan with the sandbox that it holds', () => {
    expect(run(installed, ['rehearse', 'plan.yaml'], folder)).toMatchObject({ code: 0 });
  });

  it('starts the sandbox in the background, and loads a provider from a file', async () => {
    const { code, stdout } = run(installed, ['sandbox', '--env'], folder);
    expect(code).toBe(0);
    const [, pid] = /WAYBILL_SANDBOX_PID=\D?(\d+)/.exec(stdout) ?? [];
    process.kill(Number(pid));
    const provider = join(folder, 'provider.mjs');
    writeFileSync(provider, `export const provider = { type: 'mine' };`);
    const loaded = run(installed, ['validate', 'plan.yaml', '--provider', provider], folder);
    expect(loaded.stderr).toContain('provider.mjs');
    expect(loaded.stderr).not.toContain('dynamic import');
    expect(loaded.code).toBe(1);
  });

  it('checks, previews and applies a plan', () => moveIndices(installed));
});
