import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
/** What embedders, and authors of providers and stores, read in their editor. */
const PUBLIC: readonly string[] = [
  'packages/node/src',
  'packages/core/src/provider',
  'packages/core/src/journal',
  'packages/transport/src',
  'packages/transport-redis/src',
];

test('defaults and thrown errors are tags, which an editor shows', () => {
  const untagged = PUBLIC.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => {
        const text = readFileSync(join(ROOT, folder, file), 'utf8');
        const comments = text.match(/\/\*\*[\s\S]*?\*\//g) ?? [];
        return comments
          .filter((comment) => /\bDefault:? |\bThrows `/.test(comment))
          .map((comment) => `${file}: ${comment}`);
      }),
  );
  expect(untagged.filter((comment) => !comment.includes('"Default environment variables"'))).toEqual([]);
});
