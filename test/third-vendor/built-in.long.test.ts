import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { emitVendors } from '../../scripts/generate/emit-vendors.ts';
import { pnpm } from '../../scripts/pack.ts';
import { VENDORS } from '../../vendors.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TYPE = 'archive-office';
const OWN = `packages/provider-${TYPE}`;

/** What every vendor has to keep, and what says which vendors there are. */
const OF_EVERY_VENDOR = [
  'packages/node/src/check-plan.test.ts',
  'packages/sandbox/src/settings/suit-plan.test.ts',
  'test/architecture/provider-rooms.test.ts',
  'test/architecture/step-kinds.test.ts',
  'test/library/packed.test.ts',
];

const copy = mkdtempSync(join(tmpdir(), 'waybill-third-vendor-'));
const bin = join(copy, 'node_modules', '.bin');
afterAll(() => rmSync(copy, { recursive: true }));

/** What a run of the copy needs of this process: the way to programs and to what pnpm has kept. */
const ENV = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };

it('a vendor comes with Waybill by a folder of its own and one line', async () => {
  copyRepository();
  addVendor();
  const list = read('vendors.ts');
  write('vendors.ts', list.replace(/\n\];\n$/, `\n  '${TYPE}',\n];\n`));
  pnpm(['install', '--no-frozen-lockfile'], copy);
  run('node', 'scripts/generate.ts');

  const without = await emitVendors(VENDORS, ROOT);
  const written = [...(await emitVendors([...VENDORS, TYPE], ROOT))].filter(
    ([path, text]) => without.get(path) !== text,
  );
  const follows = ['ARCHITECTURE.md', `api/provider-${TYPE}.md`, 'pnpm-lock.yaml', 'schemas/plan.editor.json'];
  const names = 'packages/cli/src/generated/starter-names.generated.ts';
  expect(written.length).toBeGreaterThan(4);
  expect(changedFiles()).toEqual([...written.map(([path]) => path), ...follows, names, 'vendors.ts'].toSorted());

  expect(run('tsc', '-b', 'packages/cli')).toBe('');
  const waybill = (...args: readonly string[]) => run('node', 'packages/cli/src/main.ts', ...args);
  waybill('init', 'shelves', '--kind', 'move-shelf', '--name', 'shelves', '--yes');
  expect(waybill('validate', 'shelves/shelves.yaml')).toContain('is valid');
  expect(waybill('rehearse', 'shelves/shelves.yaml')).toMatch(/StartTransfer +\d+ +\d+ effects/);
  run('vitest', 'run', '--maxWorkers=1', ...OF_EVERY_VENDOR);
});

/** As it is on the disk, but for what git does not know. */
function copyRepository(): void {
  const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const deleted = spawnSync('git', ['ls-files', '--deleted'], { cwd: ROOT, encoding: 'utf8' }).stdout.split('\n');
  const files = listed.stdout.split('\n').filter((file) => file !== '' && !deleted.includes(file));
  expect(files.length).toBeGreaterThan(1_000);
  for (const file of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(ROOT, file), join(copy, file));
  }
  run('git', 'init', '--quiet');
  run('git', 'add', '--all');
}

/** The vendor of this folder as a package. */
function addVendor(): void {
  const sources = globSync('**/*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'));
  for (const file of sources) write(`${OWN}/src/${file}`, read(`test/third-vendor/${file}`));
  write(`${OWN}/rooms.json`, read('test/third-vendor/rooms.json'));
  for (const file of ['package.json', 'tsconfig.json', 'README.md'])
    write(`${OWN}/${file}`, read(`packages/provider-${VENDORS[0]}/${file}`).replaceAll(VENDORS[0] ?? '', TYPE));
}

/** Outside the vendor's own folder. */
function changedFiles(): readonly string[] {
  const lines = run('git', 'status', '--porcelain', '--untracked-files=all').split('\n');
  const files = lines.filter((line) => line !== '').map((line) => line.slice(3));
  const changed = files.filter((file, index) => lines[index]?.[1] !== ' ' && !file.startsWith(`${OWN}/`));
  return changed.toSorted();
}

function read(file: string): string {
  return readFileSync(join(copy, file), 'utf8');
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
}

function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, env: ENV, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stdout}\n${stderr}`);
  return stdout;
}
