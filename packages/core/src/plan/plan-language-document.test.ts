import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planSchema } from '../generated/plan-schema.generated.ts';
import { isJsonObject } from '../value/value.ts';

const document = readFileSync(new URL('../../../../docs/plan-language.md', import.meta.url), 'utf8');

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
