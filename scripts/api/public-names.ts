// What an entry of a package exports: name → declaration, as the sources write it. Nothing is compiled: every exported
// declaration has its types written out (`isolatedDeclarations`), so a file alone gives its part of the public surface.
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parseSync, type StaticExportEntry } from 'oxc-parser';
import { isolatedDeclarationSync } from 'oxc-transform';

/** Declarations without comments, in the order of their names. An overloaded name has several. */
export type PublicNames = ReadonlyMap<string, string>;

export interface Sources {
  /** Text of a file below the repository's root. @throws Error if there is none. */
  read(path: string): Promise<string>;
}

export function sourcesOf(root: string): Sources {
  return { read: async (path) => await readFile(join(root, path), 'utf8') };
}

/** @throws Error if a file cannot be read, exports something without its type, or names something that is not there. */
export async function publicNames(entry: string, sources: Sources): Promise<PublicNames> {
  const names = await namesOf(entry, sources, new Set());
  return new Map([...names].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function namesOf(file: string, sources: Sources, above: ReadonlySet<string>): Promise<Map<string, string>> {
  if (above.has(file)) return new Map();
  const visited = new Set([...above, file]);
  const declared = declarationsIn(file, await sources.read(file));
  const { module } = parseSync(file.replace(/\.ts$/, '.d.ts'), declared.code);
  const names = new Map(declared.byName);
  for (const entry of module.staticExports.flatMap(({ entries }) => entries)) {
    for (const [name, text] of await reexported(entry, file, sources, visited))
      if (!names.has(name)) names.set(name, text);
  }
  return names;
}

/** What one `export … from` adds; nothing for an export of the file's own. */
async function reexported(
  entry: StaticExportEntry,
  file: string,
  sources: Sources,
  visited: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const request = entry.moduleRequest?.value;
  if (request === undefined) return new Map();
  const name = entry.exportName.name ?? undefined;
  const imported = entry.importName.name ?? undefined;
  if (!request.startsWith('.')) {
    const shown = name ?? '*';
    return new Map([[shown, `export { ${shown} } from '${request}';`]]);
  }
  const below = await namesOf(posix.join(posix.dirname(file), request), sources, visited);
  if (name === undefined) return below;
  const text = below.get(imported ?? name);
  if (text === undefined) throw new Error(`${file} exports ${name}, and ${request} has no ${imported ?? name}`);
  return new Map([[name, imported === name ? text : `// as ${name}\n${text}`]]);
}

interface Declarations {
  readonly code: string;
  readonly byName: ReadonlyMap<string, string>;
}

function declarationsIn(file: string, text: string): Declarations {
  const { code, errors } = isolatedDeclarationSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const { program, comments } = parseSync(file.replace(/\.ts$/, '.d.ts'), code);
  const byName = new Map<string, string>();
  for (const node of program.body) {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) continue;
    const inside = comments.filter(({ start, end }) => start >= node.start && end <= node.end);
    const shown = withoutComments(code, node, inside);
    for (const name of namesIn(node.declaration)) {
      const before = byName.get(name);
      byName.set(name, before === undefined ? shown : `${before}\n${shown}`);
    }
  }
  return { code, byName };
}

function namesIn(declaration: object): readonly string[] {
  const { id, declarations } = declaration as {
    readonly id?: { readonly name?: string } | null;
    readonly declarations?: readonly { readonly id: { readonly name?: string } }[];
  };
  const all = declarations?.map((declared) => declared.id.name) ?? [id?.name];
  return all.filter((name) => name !== undefined);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function withoutComments(code: string, { start, end }: Span, comments: readonly Span[]): string {
  let text = '';
  let at = start;
  for (const comment of comments) {
    text += code.slice(at, comment.start);
    at = comment.end;
  }
  text += code.slice(at, end);
  const lines = text.split('\n').map((line) => line.trimEnd().replaceAll('\t', '  '));
  return lines.filter((line) => line !== '').join('\n');
}
