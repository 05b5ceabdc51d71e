// Draws who imports whom into ARCHITECTURE.md, between two markers: the packages, and the folders of core.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildImportGraph, condense, type ImportGraph } from './architecture/import-graph.ts';
import { folderOf, type Import, packageOf, readImports } from './architecture/read-imports.ts';

const BEGIN = '<!-- drawn by scripts/draw-architecture.ts: begin -->';
const END = '<!-- drawn by scripts/draw-architecture.ts: end -->';
const UNCHECKED = '<!-- check: shown only: a picture; test/architecture compares it with the imports -->';

const ENTRIES: ReadonlySet<string> = new Set(['index.ts', 'internal.ts']);

export const ARCHITECTURE_PATH = 'ARCHITECTURE.md';

/** The whole text of ARCHITECTURE.md with its pictures as the imports of today say. */
export async function drawArchitecture(root: string): Promise<string> {
  const imports = await readImports(root);
  const text = await readFile(join(root, ARCHITECTURE_PATH), 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${ARCHITECTURE_PATH} has lost the markers of its pictures.`);
  return `${text.slice(0, begin)}${BEGIN}\n${picturesOf(imports)}\n${text.slice(end)}`;
}

function picturesOf(imports: readonly Import[]): string {
  return [
    'Packages:',
    mermaid(condense(packageGraph(imports))),
    'Folders of core; the ones in one box use each other:',
    mermaid(condense(folderGraph(imports, 'core'))),
  ].join('\n\n');
}

export function packageGraph(imports: readonly Import[]): ImportGraph {
  return buildImportGraph(imports.map(({ from, to }) => [packageOf(from), packageOf(to)]));
}

/** Without the entries: they use every folder, and none uses them. */
export function folderGraph(imports: readonly Import[], name: string): ImportGraph {
  const arrows = fileImports(imports, name).filter(({ from }) => !ENTRIES.has(folderOf(from)));
  return buildImportGraph(arrows.map(({ from, to }) => [folderOf(from), folderOf(to)]));
}

export function fileGraph(imports: readonly Import[], name: string): ImportGraph {
  return buildImportGraph(fileImports(imports, name).map(({ from, to }) => [from, to]));
}

function fileImports(imports: readonly Import[], name: string): readonly Import[] {
  return imports.filter(({ from, to }) => to.startsWith('packages/') && packageOf(from) === name);
}

function mermaid(graph: ImportGraph): string {
  const ids = new Map([...graph.keys()].map((name, index) => [name, `n${index}`]));
  const boxes = [...ids].map(([name, id]) => `  ${id}["${name}"]`);
  const arrows = [...graph].flatMap(([from, uses]) => [...uses].map((to) => `  ${ids.get(from)} --> ${ids.get(to)}`));
  return [UNCHECKED, '```mermaid', 'flowchart TD', ...boxes, ...arrows, '```'].join('\n');
}
