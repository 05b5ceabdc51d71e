import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publicNames, type Sources, sourcesOf } from '../../scripts/api/public-names.ts';
import { reportApis } from '../../scripts/report-api.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the pages of the public surface', () => {
  test('are what `npm run generate` makes, one for each published package', async () => {
    const pages = await reportApis(root);
    expect((await readdir(join(root, 'api'))).map((file) => `api/${file}`).toSorted()).toEqual(
      [...pages.keys()].toSorted(),
    );
    for (const [path, text] of pages) expect(await readFile(join(root, path), 'utf8'), path).toBe(text);
  });

  test('show what an embedder calls', async () => {
    const page = (await reportApis(root)).get('api/node.md') ?? '';
    expect(page).toContain('export declare function openPlan(');
    expect(page).toContain("export { WaybillError } from '@waybill/core';");
  });

  test('leave out what only our packages share, and no page sends a user there', async () => {
    const sizes = await Promise.all(
      ['core', 'node'].map(
        async (name) => (await publicNames(`packages/${name}/src/internal.ts`, sourcesOf(root))).size,
      ),
    );
    for (const size of sizes) expect(size).toBeGreaterThan(30);
    for (const [path, text] of await reportApis(root))
      expect(text, path).not.toMatch(/@waybill\/(?:core|node)\/internal/);
  });

  // Core had 195 when it was sorted; then came the listings of discovery, moved keys and secret commands,
  // what kinds offer for units that were applied, and how one provider compares for kinds of another.
  test.each([
    ['core', 'what providers, stores and embedders need', 230],
    ['node', 'what programs need that run plans', 110],
  ])('of %s list %s, and no name twice', async (name, _needed, most) => {
    const [main, internal] = await Promise.all(
      ['index', 'internal'].map(
        async (entry) => await publicNames(`packages/${name}/src/${entry}.ts`, sourcesOf(root)),
      ),
    );
    expect(main?.size).toBeLessThan(most);
    expect([...(internal?.keys() ?? [])].filter((other) => main?.has(other))).toEqual([]);
  });

  test('of core name every type of the contract of providers', async () => {
    const core = await publicNames('packages/core/src/index.ts', sourcesOf(root));
    const files = [
      'blueprint',
      'check',
      'comparison',
      'connection-entry',
      'derived-steps',
      'job',
      'kind',
      'movement',
      'operation',
      'poll',
      'provider',
      'session',
    ];
    for (const file of files) {
      const names = await publicNames(`packages/core/src/provider/${file}.ts`, sourcesOf(root));
      expect(
        [...names.keys()].filter((name) => !core.has(name)),
        file,
      ).toEqual([]);
    }
  });
});

describe('the public names of an entry', () => {
  const surface = async (files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(await publicNames('a/index.ts', inMemory(files)));

  test('are declarations without bodies, comments and private members', async () => {
    const names = await surface({
      'a/index.ts': `
        const secret: number = 1;
        /** Adds. */
        export function add(left: number, right: number): number { return left + right + secret; }
        export class Counter {
          /** How many. */
          readonly count: number = 0;
          #hidden = 1;
          next(): number { return this.#hidden; }
        }
        export const LIMIT: number = 3;`,
    });
    expect(names).toEqual({
      Counter: 'export declare class Counter {\n  #private;\n  readonly count: number;\n  next(): number;\n}',
      LIMIT: 'export declare const LIMIT: number;',
      add: 'export declare function add(left: number, right: number): number;',
    });
  });

  test('follow exports from other files, by name, under another name, and all', async () => {
    const names = await surface({
      'a/index.ts': `export { one as uno } from './one.ts'; export type * from './types.ts'; export * from './deep/all.ts';
        export { Clock } from '@other/clock';`,
      'a/one.ts': 'export const one: 1 = 1; export const two: 2 = 2;',
      'a/types.ts': 'export interface Shape { readonly sides: number }',
      'a/deep/all.ts': `export * from '../index.ts'; export type Side = 'left' | 'right';`,
    });
    expect(names).toEqual({
      Clock: "export { Clock } from '@other/clock';",
      Shape: 'export interface Shape {\n  readonly sides: number;\n}',
      Side: 'export type Side = "left" | "right";',
      uno: '// as uno\nexport declare const one: 1;',
    });
  });

  test('keep every form of an overloaded function', async () => {
    const names = await surface({
      'a/index.ts': `export function read(id: number): string; export function read(name: string): number;
        export function read(key: number | string): number | string { return key; }`,
    });
    expect(names['read']?.split('\n')).toHaveLength(2);
  });

  test('change with an export that is added or taken away', async () => {
    const before = await surface({ 'a/index.ts': 'export const one: 1 = 1;' });
    const after = await surface({ 'a/index.ts': 'export const one: 1 = 1; export const two: 2 = 2;' });
    expect(Object.keys(after)).toEqual([...Object.keys(before), 'two']);
  });

  test.each([
    ['names something that is not there', `export { gone } from './one.ts';`, /gone/],
    ['has an export without its type', 'export const one = Math.random();', /index\.ts/],
  ])('are refused when a file %s', async (_case, text, message) => {
    await expect(surface({ 'a/index.ts': text, 'a/one.ts': '' })).rejects.toThrow(message);
  });
});

function inMemory(files: Readonly<Record<string, string>>): Sources {
  return {
    read: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`no file ${path}`);
      return await Promise.resolve(text);
    },
  };
}
