import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { planSchema } from '../generated/plan-schema.generated.ts';
import { fixtureRegistry } from './fixture-provider.ts';
import { isJsonObject } from './value.ts';

const document = readFileSync(new URL('../../../../docs/plan-language.md', import.meta.url), 'utf8');
const [complete = '', ...examples] = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

test('the complete plan of the document is accepted as it is', () => {
  expect(findingsOf(complete)).toEqual([]);
});

test.each(examples.map((example) => [example.trim().split('\n').slice(0, 3).join(' '), example]))(
  '%s',
  (_start, example) => {
    expect(findingsOf(replaceSections(complete, example))).toEqual([]);
  },
);

test('every key of the language is in the document', () => {
  const keys = new Set(propertyNames(planSchema));
  expect(keys.size).toBeGreaterThan(30);
  for (const key of keys) expect(document).toMatch(new RegExp(`\\b${key}\\b`));
});

function propertyNames(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap((part) => propertyNames(part));
  if (!isJsonObject(schema)) return [];
  const own = isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap((part) => propertyNames(part))];
}

/** An example shows one section; the others are those of the complete plan. */
function replaceSections(base: string, example: string): string {
  const names = [...example.matchAll(/^(\w+):/gm)].map((match) => match[1] ?? '');
  const kept = base.split(/^(?=\w+:)/m).filter((section) => !names.includes(section.split(':')[0] ?? ''));
  const hasMigrations = names.includes('migrations');
  const needed = kept.filter((section) => hasMigrations || !section.startsWith('migrations:'));
  const migrations = 'migrations:\n  one: { uses: search.ListDataTasks, with: { InstanceId: es-cn-1 } }\n';
  return [...needed, example, ...(hasMigrations ? [] : [migrations])].join('');
}

function findingsOf(text: string): readonly string[] {
  const { diagnostics } = compilePlan(text, { file: 'plan.yaml', registry: fixtureRegistry });
  return diagnostics.map(({ code, path, summary }) => `${code} ${path}: ${summary}`);
}
