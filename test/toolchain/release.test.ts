import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { planRelease } from '../../scripts/release/plan-release.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- Plans can be paused.\n\n## 0.1.0 (2026-11-21)\n\n- Plans.\n';
const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "w", "version": "0.1.0", "devDependencies": { "other": "0.1.0" } }\n',
  'packages/cli/package.json': '{\n  "name": "@waybill/cli",\n  "version": "0.1.0"\n}\n',
  'packages/cli/src/version.ts': "export const CLI_VERSION: string = '0.1.0';\n",
  'templates/ci/gitlab/waybill.gitlab-ci.yml': 'variables:\n  WAYBILL_VERSION: 0.1.0\n',
  'CHANGELOG.md': CHANGELOG,
};

let repository: string;
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'waybill-release-test-'));
  onTestFinished(() => rmSync(repository, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(FILES)) write(file, text);
  git('init', '--quiet');
  commit('begin');
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(repository, file)), { recursive: true });
  writeFileSync(join(repository, file), text);
}

function git(...words: readonly string[]): string {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
  return execFileSync('git', [...who, ...words], { cwd: repository, encoding: 'utf8' });
}

function commit(message: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

function release(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'release.ts'), ...words], {
    encoding: 'utf8',
    env: { ...process.env, WAYBILL_RELEASE_ROOT: repository },
  });
  return { code: status, stdout, stderr };
}

it('a trial shows the tag, the notes, the files and the checksums of what it builds, and writes nothing', () => {
  const { code, stdout } = release('0.2.0', '--dry-run');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^v0\.2\.0\n\n- Plans can be paused\.\n/);
  expect(stdout).toMatch(/[0-9a-f]{64} {2}waybill-\d+\.\d+\.\d+\.tgz\n/);
  expect(stdout).toMatch(/[0-9a-f]{64} {2}waybill-linux-x64\n/);
  expect(git('status', '--porcelain')).toBe('');
  expect(git('tag')).toBe('');
});

it('sets the version of the packages, and of nothing else that has the same one', () => {
  const { files } = planRelease(repository, '0.2.0', '2026-12-01');
  expect([...files.keys()].toSorted()).toEqual(Object.keys(FILES).toSorted());
  expect(files.get('package.json')).toBe(
    '{ "name": "w", "version": "0.2.0", "devDependencies": { "other": "0.1.0" } }\n',
  );
  expect(files.get('packages/cli/src/version.ts')).toBe("export const CLI_VERSION: string = '0.2.0';\n");
  expect(files.get('CHANGELOG.md')).toBe(
    CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n## 0.2.0 (2026-12-01)\n'),
  );
});

it.each(['0.1.0', '0.0.9', '1.0', 'v0.2.0', ''])('refuses version %j', (version) => {
  const { code, stderr } = release(version, '--dry-run');
  expect(code).toBe(1);
  expect(stderr).toContain('does not follow 0.1.0');
});

it('refuses a tree with changes that are not committed', () => {
  write('packages/cli/src/new.ts', '');
  const { code, stderr } = release('0.2.0');
  expect(code).toBe(1);
  expect(stderr).toContain('packages/cli/src/new.ts');
});

it.each(['# Changelog\n', '# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-11-21)\n\n- Plans.\n'])(
  'refuses a changelog that says nothing: %j',
  (text) => {
    write('CHANGELOG.md', text);
    commit('say nothing');
    const { code, stderr } = release('0.2.0', '--dry-run');
    expect(code).toBe(1);
    expect(stderr).toContain('CHANGELOG.md says nothing below "## Unreleased"');
    expect(readFileSync(join(repository, 'CHANGELOG.md'), 'utf8')).toBe(text);
  },
);
