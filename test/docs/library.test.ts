import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from '@waybill/node';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'library.md'), 'utf8');
/** What the API report says of an open plan. */
const openPlan = /interface OpenPlan .*?\n\}/s.exec(readFileSync(join(root, 'api', 'node.md'), 'utf8'))?.[0] ?? '';
const folder = join(root, 'examples', 'embed');
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));
const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] ?? '');

it('shows only code of the examples, which are run by a test, and one of them whole', () => {
  expect(blocks.length).toBeGreaterThan(2);
  for (const block of blocks)
    expect(
      examples.filter((example) => example.includes(block)),
      block,
    ).toHaveLength(1);
  expect(examples).toContain(blocks[0]);
});

it('names functions and errors that are exported, or methods of an open plan', () => {
  const named = [...page.matchAll(/`((?:check|open|create)[A-Z]\w*|\w+Error|builtIn\w+)[(`]/g)].map(
    (match) => match[1],
  );
  expect(named.length).toBeGreaterThan(12);
  const members = [...openPlan.matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1]);
  expect(members.length).toBeGreaterThan(10);
  for (const name of named) expect([...Object.keys(library), ...members]).toContain(name);
});
