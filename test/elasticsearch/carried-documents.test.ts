import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tableOfPairs } from './support/pairs.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'test-servers.md');

it('the page says which documents each pair of servers carries', () => {
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  const first = lines.findIndex((line) => line.startsWith('| |') && line.includes('→'));
  const length = lines.slice(first).findIndex((line) => !line.startsWith('|'));
  expect(lines.slice(first, first + length).join('\n')).toBe(tableOfPairs());
});
