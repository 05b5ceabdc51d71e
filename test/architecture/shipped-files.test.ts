import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, readImports } from '../../scripts/architecture/read-imports.ts';

const root = join(import.meta.dirname, '..', '..');
/** Left out of every build, by `tsconfig.base.json`. */
const NOT_BUILT = /\.test\.ts$|\/src\/testing\/internal\//;

interface Manifest {
  readonly private?: boolean;
  readonly files?: readonly string[];
  readonly exports?: Readonly<Record<string, string>>;
}

const packages = readdirSync(join(root, 'packages')).map((name) => ({
  name,
  manifest: JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest,
}));

/** What a tarball of the package holds: all that is built, but for folders `testing/` that the manifest leaves out. */
function shippedFiles(name: string, { files = [] }: Manifest): readonly string[] {
  const all = readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' });
  const sources = all.filter((file) => file.endsWith('.ts')).map((file) => posix.join('packages', name, 'src', file));
  const leftOut = files.flatMap((pattern) => /^!dist\/((?:[\w-]+\/)*(?:testing|generated))$/.exec(pattern)?.[1] ?? []);
  const isLeftOut = (file: string) => leftOut.some((folder) => file.startsWith(`packages/${name}/src/${folder}/`));
  return sources.filter((file) => !NOT_BUILT.test(file) && !isLeftOut(file));
}

/** The files that the entries of a package import, directly and through others; programs are entries too. */
function reachedFiles(name: string, manifest: Manifest, imports: readonly Import[]): ReadonlySet<string> {
  const entries = Object.values(manifest.exports ?? {}).map((file) => posix.join('packages', name, file));
  const open = [...entries, `packages/${name}/src/main.ts`];
  const reached = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const { from, to } of imports) if (from === file) open.push(to);
  }
  return reached;
}

describe('the files of a package', async () => {
  const imports = await readImports(root);

  it.each(packages)('are shipped in $name only if an entry reaches them', ({ name, manifest }) => {
    const reached = reachedFiles(name, manifest, imports);
    const shipped = shippedFiles(name, manifest);
    expect(shipped.length).toBeGreaterThan(3);
    expect(shipped.filter((file) => !reached.has(file))).toEqual([]);
  });
});
