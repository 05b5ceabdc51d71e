import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planSchemaWith } from '@waybill/core/internal';
import { createSeededRandom } from '@waybill/core/testing';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { expectDiagnosed, registry } from './expect-diagnosed.ts';
import { growPlan } from './grow-plan.ts';
import { mutateText } from './mutate-text.ts';

const plansPath = join(import.meta.dirname, '..', '..', 'plans');
const examples = readdirSync(plansPath)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(plansPath, name), 'utf8'));

/** Runs `make` for each seed and names the seed and the text at which it failed. */
function fuzz(runs: number, make: (seed: number) => string): { readonly validCount: number } {
  let validCount = 0;
  for (let seed = 1; seed <= runs; seed += 1) {
    const text = make(seed);
    try {
      if (expectDiagnosed(text)) validCount += 1;
    } catch (error) {
      throw new Error(`seed ${seed} fails on:\n${JSON.stringify(text)}`, { cause: error });
    }
  }
  return { validCount };
}

it('12,000 mutated example plans end in a plan or in diagnostics', () => {
  const { validCount } = fuzz(12_000, (seed) =>
    mutateText(examples[seed % examples.length] ?? '', createSeededRandom(seed)),
  );
  // Mutations in comments leave a plan valid; if all or none were, the mutator would be of no use.
  expect(validCount).toBeGreaterThan(100);
  expect(validCount).toBeLessThan(11_000);
});

it('8,000 plans grown along the schema end in a plan or in diagnostics', () => {
  const schema = JSON.parse(JSON.stringify(planSchemaWith(registry)));
  const resolved = inline(schema, schema);
  const { validCount } = fuzz(8_000, (seed) => stringify(growPlan(resolved, createSeededRandom(seed))));
  expect(validCount).toBeLessThan(8_000);
});

it('finds a compiler that throws', () => {
  expect(() =>
    fuzz(1, () => {
      throw new Error('planted');
    }),
  ).toThrow('planted');
});

/** The schema with its local references filled in, to the depth that plans have. */
function inline(node: unknown, root: unknown, depth = 0): Readonly<Record<string, unknown>> {
  return visit(node, root, depth) as Readonly<Record<string, unknown>>;
}

function visit(node: unknown, root: unknown, depth: number): unknown {
  if (depth > 40 || typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((item) => visit(item, root, depth + 1));
  const { $ref, ...rest } = node as Record<string, unknown>;
  const target =
    typeof $ref === 'string'
      ? $ref
          .slice(2)
          .split('/')
          .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root)
      : {};
  const merged = { ...(target as object), ...rest };
  return Object.fromEntries(Object.entries(merged).map(([key, child]) => [key, visit(child, root, depth + 1)]));
}
