// Makes a release: `npm run release -- 0.2.0 [--dry-run]`. Sets the version everywhere, dates the section of the changelog,
// commits and tags that, and builds what is published into `dist/release` with its checksums. With --dry-run it writes
// nothing of the repository, and builds the package into a folder that is removed. It publishes nothing.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planRelease, type Release, ReleaseRefused } from './release/plan-release.ts';

const root: string = process.env['WAYBILL_RELEASE_ROOT'] ?? join(import.meta.dirname, '..');

if (import.meta.main) process.exitCode = await release(process.argv.slice(2));

async function release(words: readonly string[]): Promise<number> {
  const [version = ''] = words.filter((word) => !word.startsWith('--'));
  const isTrial = words.includes('--dry-run');
  try {
    refuseDirty();
    const planned = planRelease(root, version, new Date().toISOString().slice(0, 10));
    console.log(`${planned.tag}\n\n${planned.notes}\n\nChanged: ${[...planned.files.keys()].join(', ')}`);
    await (isTrial ? buildOnly() : carryOut(planned));
    return 0;
  } catch (error) {
    if (!(error instanceof ReleaseRefused)) throw error;
    console.error(`No release: ${error.message}.`);
    return 1;
  }
}

function refuseDirty(): void {
  const changed = git('status', '--porcelain').trim();
  if (changed !== '') throw new ReleaseRefused(`there are changes that are not committed:\n${changed}`);
}

async function carryOut({ tag, version, notes, files }: Release): Promise<void> {
  for (const [file, text] of files) writeFileSync(join(root, file), text);
  git('commit', '--all', '--quiet', '--message', `release: ${version}`);
  git('tag', '--annotate', tag, '--message', `${tag}\n\n${notes}`);
  const folder = join(root, 'dist', 'release');
  rmSync(folder, { recursive: true, force: true });
  await build(folder);
  console.log(`\nPublish it: git push --follow-tags && npm publish ${folder}/waybill-${version}.tgz`);
}

async function buildOnly(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-release-'));
  try {
    await build(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('\nThis was a trial: nothing was written.');
}

/** The package and the executable, with their checksums. */
async function build(folder: string): Promise<void> {
  const [{ buildBundle }, { buildExecutable, EXECUTABLE_NAME }, { packCommand }] = await Promise.all([
    import('./bundle.ts'),
    import('./release/build-executable.ts'),
    import('./release/pack-command.ts'),
  ]);
  const bundle = await buildBundle();
  packCommand(bundle, folder);
  await buildExecutable(bundle, join(folder, EXECUTABLE_NAME));
  const sums = readdirSync(folder)
    .toSorted()
    .map((name) => `${digestOf(join(folder, name))}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  console.log(`\n${sums.join('').trim()}`);
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function git(...words: readonly string[]): string {
  return execFileSync('git', words, { cwd: root, encoding: 'utf8' });
}
