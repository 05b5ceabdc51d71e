import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const PACKAGES = join(import.meta.dirname, '..', '..', 'packages');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What is imported, or only named: a program may be found by its name when it is needed. */
function isUsed(dependency: string, sources: readonly string[]): boolean {
  const name = new RegExp(`['"]${RegExp.escape(dependency)}(?:/[^'"]*)?['"]`);
  return sources.some((text) => name.test(text));
}

// What is used and not declared is found by the linter.
it.each(readdirSync(PACKAGES))('%s uses every package that its manifest declares', (folder) => {
  const root = join(PACKAGES, folder);
  const { dependencies, optionalDependencies }: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = globSync('{src,browser}/**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] });
  const sources = files.map((file) => readFileSync(join(root, file), 'utf8'));
  const declared = Object.keys({ ...dependencies, ...optionalDependencies });
  expect(declared.filter((dependency) => !isUsed(dependency, sources))).toEqual([]);
});
