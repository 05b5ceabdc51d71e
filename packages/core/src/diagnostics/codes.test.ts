import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { formatPlan } from '../plan/syntax/format-plan.ts';
import { fixtureRegistry } from '../testing/internal/fixture-provider.ts';

const codes = [...readText('./codes.ts').matchAll(/^ {2}\| '([A-Z_]+)'/gm)].map((match) => match[1] ?? '');
const document = readText('../../../../docs/diagnostics.md');
const [, diagnosticTable = '', errorTable = '', examples = ''] = document.split(/^## .*$/m);
const exampleBlocks = [...examples.matchAll(/^### ([A-Z_]+)\n\n```(\w+)\n([\s\S]*?)\n```$/gm)];
const basePlan = /```yaml\n([\s\S]*?)\n```/.exec(examples)?.[1] ?? '';

test('every code has a row and an example, and every row and example a code', () => {
  expect(codes.length).toBeGreaterThan(40);
  expect(rowsOf(diagnosticTable).toSorted()).toEqual(codes.toSorted());
  expect(exampleBlocks.map((block) => block[1] ?? '').toSorted()).toEqual(codes.toSorted());
});

test('the thrown errors of the plan, provider and engine contract have a row', () => {
  const rows = rowsOf(errorTable);
  for (const code of [
    'PROVIDER_CALL_FAILED',
    'PROVIDER_TRANSPORT_FAILED',
    'PROVIDER_CREDENTIALS_MISSING',
    'INTERNAL_INVARIANT',
  ]) {
    expect(rows).toContain(code);
  }
  expect(new Set(rows).size).toBe(rows.length);
});

test('the plan that the examples change has no findings', () => {
  expect(codesOf(basePlan)).toEqual([]);
});

test.each(exampleBlocks.filter((block) => block[2] === 'yaml').map((block) => [block[1], block[3] ?? '']))(
  'the example of %s gives that diagnostic',
  (code, example) => {
    expect(codesOf(applyChange(basePlan, example))).toContain(code);
  },
);

function codesOf(text: string): readonly string[] {
  const { diagnostics } = compilePlan(text, { file: 'plan.yaml', registry: fixtureRegistry });
  const formatted = formatPlan(text, { file: 'plan.yaml' });
  return [...diagnostics, ...formatted.diagnostics].map((diagnostic) => diagnostic.code);
}

/** Sections of the change replace those of the same name; a change that is no section is a file of its own. */
function applyChange(base: string, change: string): string {
  const names = new Set([...change.matchAll(/^(\w+):/gm)].map((match) => match[1] ?? ''));
  if (names.size === 0) return change;
  const sections = base.split(/^(?=\w+:)/m).filter((section) => !names.has(section.split(':')[0] ?? ''));
  return [...sections, `${change}\n`].map((section) => `${section.trimEnd()}\n`).join('');
}

function rowsOf(section: string): readonly string[] {
  return [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1] ?? '');
}

function readText(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
