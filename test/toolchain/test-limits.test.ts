import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import config from '../../vitest.config.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SELF = relative(ROOT, import.meta.filename);
const LIMIT_MS = config.test?.testTimeout ?? 0;

/** How a test or hook gets a limit of its own: as its last argument, on one line or several, or among its options. */
const OWN_LIMITS = [
  /^\s*\}, ([\d_]{4,})\);$/gm,
  /^\s*\},\n\s+([\d_]{4,}),\n\s*\);$/gm,
  /\{\s*timeout: ([\d_]+),?\s*\}, (?:async )?\(/g,
];

function findShorterLimits(text: string): readonly number[] {
  const limits = OWN_LIMITS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, limit = '']) => limit));
  return limits.map((limit) => Number(limit.replaceAll('_', ''))).filter((limitMs) => limitMs < LIMIT_MS);
}

it('gives no test a shorter limit than all have: it would measure the load of the machine', () => {
  const files = globSync(['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: ROOT });
  expect(files.length).toBeGreaterThan(300);
  const found = files
    .filter((file) => !file.endsWith('.long.test.ts') && file !== SELF)
    .map((file) => [file, findShorterLimits(readFileSync(join(ROOT, file), 'utf8'))] as const);
  expect(found.filter(([, limits]) => limits.length > 0)).toEqual([]);
});

it.each([
  ["it('x', async () => {\n  await y();\n}, 30_000);\n", [30_000]],
  ["it.each(z)(\n  'x',\n  async () => {\n    await y();\n  },\n  60_000,\n);\n", [60_000]],
  ["it('x', { timeout: 5000 }, async () => {\n  await y();\n});\n", [5_000]],
  ["it('x', { timeout: 900_000 }, async () => {\n  await y();\n});\n", []],
])('finds limits however they are written: %j', (text, limits) => {
  expect(findShorterLimits(text)).toEqual(limits);
});
