import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findConditionalSpreads } from '../../scripts/architecture/find-conditional-spreads.ts';

const root = join(import.meta.dirname, '..', '..');
const sources = globSync('packages/*/src/**/*.ts', { cwd: root })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => !file.endsWith('.generated.ts'));

describe('fields that are left out where they have no value', () => {
  // Use `...defined({ x })`, of `@waybill/core` or, in a stand, of `@waybill/stand-kit`.
  it('are given to `defined`, and not spread by a condition each', async () => {
    expect(sources.length).toBeGreaterThan(1_000);
    const found = await Promise.all(
      sources.map(async (file) =>
        findConditionalSpreads(file, await readFile(join(root, file), 'utf8')).map((place) => `${file}:${place}`),
      ),
    );
    expect(found.flat()).toEqual([]);
  });

  it.each([
    '...(x === undefined ? {} : { x })',
    '...(x !== undefined ? { x } : {})',
    '...(x.y === null ? {} : { y: Number(x.y) })',
    "...(x === '' ? {} : { x })",
    '...(list.length === 0 ? {} : { list })',
    '...(Object.keys(all).length > 0 ? { all } : {})',
    '...(map.size !== 0 ? { map } : {})',
    '...(x === undefined || y === x ? {} : { x })',
    '...(isShown && x !== undefined ? { x } : {})',
    '...(x === undefined ? {} : factsOf(x))',
    '...((x === undefined ? {} : { x }) as Facts)',
    '...(x && { x })',
    'inner: { ...(x === undefined ? {} : { x }) }',
  ])('are found in { %s }', (member) => {
    expect(findConditionalSpreads('a.ts', `const a = 1;\nconst b = { ${member} };`)).toEqual([
      expect.stringMatching(/^2: /),
    ]);
  });

  it.each([
    '...defined({ x })',
    '...(x === undefined ? { y } : { x })',
    '...(isShown ? { x } : {})',
    '...(x === undefined ? factsOf(y) : {})',
    '...(list.length === 0 ? { onSent } : {})',
    '...(count === 0 ? {} : { count })',
    '...(x ?? {})',
    'list: [...(x === undefined ? [] : [x])]',
    "text: '...(x === undefined ? {} : { x })'",
  ])('are not what is meant by { %s }', (member) => {
    expect(findConditionalSpreads('a.ts', `const b = { ${member} };`)).toEqual([]);
  });
});
