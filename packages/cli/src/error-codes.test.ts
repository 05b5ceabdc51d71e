import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CODE = /'((?:CLI|DISCOVER|SYSTEM|INTERNAL|JOURNAL|METRICS|RUN|PROVIDER|PREVIEW|SANDBOX)(?:_[A-Z]+)+)'/g;

/** Every code of an error that the sources throw, record or report. */
function codesInSources(): ReadonlySet<string> {
  const entries = readdirSync(join(ROOT, 'packages'), { recursive: true, withFileTypes: true });
  const sources = entries.filter(
    ({ name, parentPath }) =>
      name.endsWith('.ts') &&
      !name.endsWith('.test.ts') &&
      /[/\\]src([/\\]|$)/.test(parentPath) &&
      !/node_modules/.test(parentPath),
  );
  const texts = sources.map(({ name, parentPath }) => readFileSync(join(parentPath, name), 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(CODE)].map((match) => match[1] ?? '')));
}

function rowsOfDocument(): readonly string[] {
  const document = readFileSync(join(ROOT, 'docs', 'diagnostics.md'), 'utf8');
  const [, table = ''] = document.split('## Codes of thrown errors');
  return [...(table.split('\n## ')[0] ?? '').matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1] ?? '');
}

test('every error code of the sources has one row in the documentation, and every row a code', () => {
  const codes = codesInSources();
  expect(codes.size).toBeGreaterThan(25);
  expect(rowsOfDocument().toSorted()).toEqual([...codes].toSorted());
});
