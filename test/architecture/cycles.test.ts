import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycles, type ImportGraph } from '../../scripts/architecture/import-graph.ts';
import { readImports } from '../../scripts/architecture/read-imports.ts';
import { fileGraph, folderGraph, packageGraph } from '../../scripts/draw-architecture.ts';
import { KNOWN_CIRCLES } from './known-circles.ts';

const root = join(import.meta.dirname, '..', '..');

describe('imports of the packages', async () => {
  const imports = await readImports(root);
  const packages = packageGraph(imports);

  it('are read in every package', () => {
    expect([...packages.keys()]).toEqual(
      expect.arrayContaining(['cli', 'core', 'node', 'rehearsal', 'sandbox', 'transport']),
    );
    for (const name of packages.keys()) expect(fileGraph(imports, name).size, name).toBeGreaterThan(1);
  });

  it('have no cycle between packages', () => {
    expect(findCycles(packages)).toEqual([]);
  });

  it('have no other cycles between the folders of core than the known ones', () => {
    const folders = folderGraph(imports, 'core');
    expect(findCycles(folders).map((cycle) => cycle.join(' '))).toEqual(KNOWN_CIRCLES.folders);
    expect(mutualImports(folders)).toEqual(KNOWN_CIRCLES.pairs);
  });

  it('have no other cycles between the files of a package than the known ones', () => {
    const cycles = [...packages.keys()].flatMap((name) => findCycles(fileGraph(imports, name)));
    expect(cycles.map((cycle) => cycle.map((file) => file.replace('packages/', '')).join(' '))).toEqual(
      KNOWN_CIRCLES.files,
    );
  });
});

function mutualImports(graph: ImportGraph): readonly string[] {
  return [...graph].flatMap(([name, uses]) =>
    [...uses].filter((use) => name < use && graph.get(use)?.has(name)).map((use) => `${name} ${use}`),
  );
}
