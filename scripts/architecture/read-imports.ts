// Every import of one of our files by another, type imports included, as the files themselves say it.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** Paths below the repository's root, with slashes. `to` is a file, or the name of a package (`@waybill/core`). */
export interface Import {
  readonly from: string;
  readonly to: string;
}

const SCOPE = '@waybill/';

/** Imports of `packages/<name>/src`, sorted; tests are left out, since they may import whatever they test. */
export async function readImports(root: string): Promise<readonly Import[]> {
  const files = await findSources(root);
  const imports = await Promise.all(
    files.map(async (file) => importsIn(file, await readFile(join(root, file), 'utf8'))),
  );
  return imports.flat().sort((a, b) => compare(`${a.from} ${a.to}`, `${b.from} ${b.to}`));
}

/** @throws Error if the parser cannot read the file: its imports would be missing in silence. */
export function importsIn(file: string, text: string): readonly Import[] {
  const { errors, module, program } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value)),
    ...literalImportsIn(program),
  ];
  const targets = new Set(requests.map((request) => resolve(file, request)).filter((to) => to !== undefined));
  return [...targets].map((to) => ({ from: file, to }));
}

/** `import('./x.ts')`, as an expression and as a type: the parser lists neither with a plain path. */
function literalImportsIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(literalImportsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, source } = node as { readonly type?: string; readonly source?: { readonly value?: unknown } };
  const below = Object.values(node).flatMap(literalImportsIn);
  const isImport = type === 'ImportExpression' || type === 'TSImportType';
  return isImport && typeof source?.value === 'string' ? [source.value, ...below] : below;
}

function resolve(file: string, request: string | undefined): string | undefined {
  if (request === undefined) return undefined;
  if (request.startsWith('.')) return posix.join(posix.dirname(file), request);
  return request.startsWith(SCOPE) ? request.split('/').slice(0, 2).join('/') : undefined;
}

async function findSources(root: string): Promise<readonly string[]> {
  const packages = await readdir(join(root, 'packages'));
  const found = await Promise.all(
    packages.map(async (name) => {
      const files = await readdir(join(root, 'packages', name, 'src'), { recursive: true }).catch(() => []);
      return files.map((file) => posix.join('packages', name, 'src', file.replaceAll('\\', '/')));
    }),
  );
  return found.flat().filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));
}

export function packageOf(path: string): string {
  return path.startsWith(SCOPE) ? path.slice(SCOPE.length) : (path.split('/')[1] ?? path);
}

/** The room of a file: the first folder below `src`, or the file itself if it is in none. */
export function folderOf(path: string): string {
  const rest = path.split('/').slice(3);
  return rest[0] ?? dirname(path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
