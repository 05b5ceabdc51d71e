// Builds every package from nothing and packs each as it would be published, into the folder given (default `dist`).
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root: string = join(import.meta.dirname, '..');

/** One tarball, as `pnpm pack --json` describes it. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute path of the tarball. */
  readonly filename: string;
  readonly integrity: string;
  readonly files: readonly { readonly path: string }[];
}

if (import.meta.main) {
  const [folder = join(root, 'dist')] = process.argv.slice(2);
  for (const { name, version, filename } of packPackages(resolve(folder)))
    console.log(`${name} ${version} ${filename}`);
}

/** What an earlier build left behind is removed first: a package holds what its sources say and nothing else. */
export function packPackages(folder: string): readonly PackedPackage[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name));
  for (const path of packages) {
    rmSync(join(root, path, 'dist'), { recursive: true, force: true });
    rmSync(join(root, path, 'tsconfig.tsbuildinfo'), { force: true });
  }
  run(join(root, 'node_modules', '.bin', 'tsc'), ['-b', ...packages], root);
  mkdirSync(folder, { recursive: true });
  return JSON.parse(pnpm(['--filter', './packages/*', 'pack', '--pack-destination', folder, '--json'], root));
}

/** Runs pnpm, without asking the registry for it when it is on this machine already, and gives what it printed. */
export function pnpm(args: readonly string[], cwd: string): string {
  const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return run('npx', ['-y', '--prefer-offline', `pnpm@${config.pnpm}`, ...args], cwd);
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `${stdout}\n${stderr}`}`);
}
