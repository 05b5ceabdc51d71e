import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import config from '../../vitest.config.ts';
import { mix, rankOf, SlowFoldersFirst } from './slow-folders-first.ts';

const ROOT = join(import.meta.dirname, '..', '..');

it('is the order of the test command', () => {
  expect(config.test?.sequence?.sequencer).toBe(SlowFoldersFirst);
});

it('lets tests that wait and tests that compute begin by turns, and loses none', () => {
  expect(mix(['a', 'b', 'c', 'd', 'e'], ['1'])).toEqual(['a', 'b', '1', 'c', 'd', 'e']);
  expect(mix(['a', 'b', 'c'], ['1', '2', '3'])).toEqual(['a', 'b', '1', 'c', '2', '3']);
  expect(mix([], ['1', '2'])).toEqual(['1', '2']);
});

it('begins with the tests that start processes and ends with the pure ones', () => {
  const files = [
    'packages/core/src/a.test.ts',
    'test/cases/a.test.ts',
    'packages/cli/src/a.test.ts',
    'test/e2e/a.test.ts',
  ];
  expect(files.toSorted((a, b) => rankOf(join(ROOT, a), ROOT) - rankOf(join(ROOT, b), ROOT))).toEqual(
    files.toReversed(),
  );
});

it('names folders that hold tests', () => {
  const found = globSync(['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: ROOT });
  const ranks = new Set(found.map((file) => rankOf(join(ROOT, file), ROOT)));
  expect([...ranks].toSorted((a, b) => a - b)).toEqual(Array.from({ length: ranks.size }, (_, rank) => rank));
  expect(ranks.size).toBe(15);
});
