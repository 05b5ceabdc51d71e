import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildImportGraph, condense, findCycles } from '../../scripts/architecture/import-graph.ts';
import { importsIn } from '../../scripts/architecture/read-imports.ts';
import { ARCHITECTURE_PATH, drawArchitecture } from '../../scripts/draw-architecture.ts';

const root = join(import.meta.dirname, '..', '..');

describe('picture of the imports', () => {
  it('is what the sources say (npm run generate)', async () => {
    expect(await readFile(join(root, ARCHITECTURE_PATH), 'utf8')).toBe(await drawArchitecture(root));
  });

  it('leaves out arrows that follow from others, and puts a cycle into one box', () => {
    const graph = buildImportGraph([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
      ['a', 'd'],
      ['c', 'd'],
    ]);
    expect(findCycles(graph)).toEqual([['b', 'c']]);
    expect(condense(graph)).toEqual(
      new Map([
        ['a', new Set(['b + c'])],
        ['b + c', new Set(['d'])],
        ['d', new Set()],
      ]),
    );
  });
});

describe('importsIn', () => {
  it.each([
    ["import { b } from './b.ts';"],
    ["import type { b } from './b.ts';"],
    ["import { type b } from './b.ts';"],
    ["import './b.ts';"],
    ["export { b } from './b.ts';"],
    ["export type * from './b.ts';"],
    ["export * as b from './b.ts';"],
    ["export const b = await import('./b.ts');"],
    ["export type B = typeof import('./b.ts');"],
    ["import { b } from './b.ts';\nexport async function f(): Promise<void> { await using x = b(); using y = b(); }"],
  ])('finds the file in %s', (text) => {
    expect(importsIn('packages/p/src/a/a.ts', text)).toEqual([
      { from: 'packages/p/src/a/a.ts', to: 'packages/p/src/a/b.ts' },
    ]);
  });

  it('finds our packages by their name, and no others', () => {
    const text = "import { x } from '@waybill/core/testing';\nimport { y } from 'undici';\nimport 'node:fs';";
    expect(importsIn('packages/p/src/a.ts', text)).toEqual([{ from: 'packages/p/src/a.ts', to: '@waybill/core' }]);
  });

  it('refuses a file that it cannot parse', () => {
    expect(() => importsIn('packages/p/src/a.ts', 'import {')).toThrow('packages/p/src/a.ts');
  });
});
