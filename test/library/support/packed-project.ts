import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packPackages, pnpm } from '../../../scripts/pack.ts';
import { buildLockfile, specifierOf, type Tarball } from './build-lockfile.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** An empty project, outside of the workspace, into which the packed packages were installed. */
export class PackedProject implements Disposable {
  readonly folder: string;
  readonly tarballs: readonly Tarball[];

  /** `dependencies` and `devDependencies` name what the project itself asks for; the rest comes with it. */
  static install(dependencies: readonly string[], devDependencies: readonly string[]): PackedProject {
    const project = new PackedProject();
    project.#install(dependencies, devDependencies);
    return project;
  }

  private constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'waybill-packed-'));
    this.tarballs = packPackages(join(this.folder, 'packages')).map((packed) => ({
      ...packed,
      manifest: JSON.parse(
        execFileSync('tar', ['-xzOf', packed.filename, 'package/package.json'], { encoding: 'utf8' }),
      ),
    }));
  }

  #install(dependencies: readonly string[], devDependencies: readonly string[]): void {
    const overrides = Object.fromEntries(this.tarballs.map((tarball) => [tarball.name, specifierOf(tarball)]));
    const { devDependencies: pinned } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const manifest = {
      dependencies: Object.fromEntries(dependencies.map((name) => [name, overrides[name] ?? ''])),
      devDependencies: Object.fromEntries(devDependencies.map((name) => [name, String(pinned[name])])),
    };
    this.write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module', ...manifest }));
    this.write('pnpm-workspace.yaml', JSON.stringify({ overrides }));
    const workspaceLock = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8');
    this.write('pnpm-lock.yaml', buildLockfile(workspaceLock, this.tarballs, manifest));
    pnpm(['install', '--frozen-lockfile', '--prefer-offline', '--trust-lockfile', '--ignore-scripts'], this.folder);
  }

  /** Copies a file of the repository into the project's own folder. */
  copy(path: string): string {
    const name = basename(path);
    mkdirSync(this.folder, { recursive: true });
    copyFileSync(join(ROOT, path), join(this.folder, name));
    return name;
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
