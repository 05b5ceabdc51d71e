import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistry } from '@waybill/core';
import { planSchemaWith } from '@waybill/core/internal';
import { builtInProviders } from '@waybill/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUICK } from '../../packages/cli/src/testing/sandbox-session.ts';
import { VENDORS } from '../../vendors.ts';
import { StartedProcess, waitFor } from '../e2e/support/processes.ts';
import { SECRETS } from '../e2e/support/sandboxed.ts';
import { PackedProject } from './support/packed-project.ts';

const ENV = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };

/** What the example does not do: that the types say no where they should. */
const CONSUMER = `import { checkPlan, openPlan, type Preview, type RunEvent } from '@waybill/node';
import { EXIT, type ExitCode } from '@waybill/cli';
import { describeHost } from '@waybill/node/host';

const check = checkPlan('version: 1', { file: 'plan.yaml' });
// @ts-expect-error a plan with mistakes cannot be opened
openPlan(check.compiled);
// @ts-expect-error there is no such option
checkPlan('', { fiel: 'plan.yaml' });

export const code: ExitCode = EXIT.done;
export const user: string = describeHost().user;
export const unitsOf = (preview: Preview): number => preview.totals.units;
export function tell(event: RunEvent): string {
  return event.kind === 'step.failed' ? event.message : event.kind;
}
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'es2025',
    lib: ['es2025', 'esnext.disposable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    skipLibCheck: false,
    outDir: 'out',
  },
  include: ['*.ts'],
};

let project: PackedProject;
beforeAll(() => {
  project = PackedProject.install(['@waybill/cli', '@waybill/core', '@waybill/node'], ['typescript', '@types/node']);
});
afterAll(() => project[Symbol.dispose]());

const bin = (name: string): string => join(project.folder, 'node_modules', '.bin', name);

function waybill(...args: readonly string[]): { readonly code: number | null; readonly stdout: string } {
  const { status, stdout } = spawnSync(bin('waybill'), args, { cwd: project.folder, env: ENV, encoding: 'utf8' });
  return { code: status, stdout };
}

describe('the tarballs', () => {
  it('are those of every package', () => {
    const shared = [
      '@waybill/cli',
      '@waybill/core',
      '@waybill/data-plane-redis',
      '@waybill/node',
      '@waybill/provider-kit',
      '@waybill/rehearsal',
      '@waybill/sandbox',
      '@waybill/stand-kit',
      '@waybill/transport',
      '@waybill/transport-redis',
    ];
    const ofVendors = VENDORS.map((type) => `@waybill/provider-${type}`);
    expect(project.tarballs.map(({ name }) => name).toSorted()).toEqual([...shared, ...ofVendors].toSorted());
  });

  it('ask for each other in the version they were packed in', () => {
    for (const { manifest, version } of project.tarballs) {
      const ours = Object.entries(manifest.dependencies ?? {}).filter(([name]) => name.startsWith('@waybill/'));
      for (const [, asked] of ours) expect(asked).toBe(version);
      expect(JSON.stringify(manifest)).not.toContain('workspace:');
    }
  });

  it('hold what was built from their sources, a readme and the licence, and no tests', () => {
    for (const { name, files } of project.tarballs) {
      const paths = files.map(({ path }) => path);
      expect(paths, name).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'dist/index.js']));
      const others = paths.filter(
        (path) => !/^(dist\/.+\.(js|js\.map|d\.ts)|README\.md|LICENSE|package\.json)$/.test(path),
      );
      expect(others, name).toEqual([]);
      expect(
        paths.filter((path) => /\.test\./.test(path) || (name !== '@waybill/core' && /testing/.test(path))),
      ).toEqual([]);
    }
  });

  it('export what they hold, with types', () => {
    for (const { name, files, manifest } of project.tarballs) {
      const { exports = {}, bin: commands = {} } = manifest as {
        readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
        readonly bin?: Readonly<Record<string, string>>;
      };
      const targets = [...Object.values(exports).flatMap((entry) => Object.values(entry)), ...Object.values(commands)];
      const held = new Set(files.map(({ path }) => `./${path}`));
      expect(
        targets.filter((target) => !held.has(target)),
        name,
      ).toEqual([]);
      for (const entry of Object.values(exports)) expect(Object.keys(entry), name).toEqual(['types', 'default']);
    }
  });
});

describe('the command line, installed', () => {
  it('checks and previews a plan', () => {
    const plan = project.copy('plans/index-migration.yaml');
    expect(waybill('validate', plan)).toMatchObject({ code: 0, stdout: expect.stringContaining(`${plan} is valid`) });
    const { code, stdout } = waybill('plan', plan, '--offline', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'preview' });
    expect(existsSync(join(project.folder, '.waybill'))).toBe(false);
  });

  it('prints the schemas', () => {
    expect(JSON.parse(waybill('schema', 'plan').stdout)).toEqual(planSchemaWith(createRegistry(builtInProviders)));
    for (const name of ['events', 'preview', 'status'])
      expect(JSON.parse(waybill('schema', `output/${name}`).stdout)).toMatchObject({ title: expect.any(String) });
  });

  it('rehearses a plan, with the sandbox that it brings', () => {
    const plan = project.copy('plans/index-migration.yaml');
    expect(waybill('rehearse', plan)).toMatchObject({ code: 0 });
  });
});

describe('the library, installed', () => {
  it('type-checks a program with the types it brings, and runs it against the command line’s sandbox', async () => {
    const plan = project.copy('examples/embed/shop.yaml');
    for (const name of ['move-shop.ts', 'in-a-service.ts']) project.copy(`examples/embed/${name}`);
    project.copy('test/library/public-types.ts');
    project.write('consumer.ts', CONSUMER);
    project.write('tsconfig.json', JSON.stringify(TSCONFIG));
    const compiled = spawnSync(bin('tsc'), ['-p', '.'], { cwd: project.folder, env: ENV, encoding: 'utf8' });
    expect(compiled.stdout).toBe('');

    const options = ['--port', '0', '--seed', '3', '--durations', JSON.stringify(QUICK)];
    const sandbox = new StartedProcess(bin('waybill'), ['sandbox', ...options], { cwd: project.folder, env: ENV });
    const line = await waitFor('the sandbox is ready', () => sandbox.stdout.includes('\n') && sandbox.stdout);
    const ready: { readonly url: string; readonly env: Readonly<Record<string, string>> } = JSON.parse(line);
    const program = new StartedProcess(process.execPath, [join('out', 'move-shop.js'), plan, ready.url], {
      cwd: project.folder,
      env: { ...ENV, ...SECRETS, ...ready.env },
    });
    const { code, stdout, stderr } = await program.ended;
    expect(stderr).toBe('');
    expect(stdout).toMatch(/succeeded\n$/);
    expect(code).toBe(0);
    const state = await (await fetch(`${ready.url}/_sandbox/state`)).json();
    const { alicloud, huaweicloud } = state as Record<'alicloud' | 'huaweicloud', { created: Record<string, number> }>;
    expect(Object.values({ ...alicloud.created, ...huaweicloud.created })).toEqual([1, 1, 1]);
  });

  it('refuses an import of what is not exported', () => {
    const inner = join(project.folder, 'node_modules', '@waybill', 'node', 'dist', 'open-plan.js');
    expect(readFileSync(inner, 'utf8')).toContain('openPlan');
    const code = "import('@waybill/node/dist/open-plan.js').catch((error) => console.log(error.code))";
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: project.folder,
      encoding: 'utf8',
    });
    expect(told.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
